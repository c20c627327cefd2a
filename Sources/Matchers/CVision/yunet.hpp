#pragma once

#include "matcher.hpp"
#include "network.hpp"

namespace cvision {

// YuNet of March 2023: boxes, five landmarks and a score.
class YuNet {
public:
    YuNet(NetworkLibrary &library, cvision_bytes model);
    // Sorted by falling confidence, in pixels of `pixels`.
    std::vector<Face> detect(const cv::Mat &pixels);
    // At one size only: `scale` is at most 1.
    std::vector<Face> detect(const cv::Mat &pixels, double scale);

private:
    std::unique_ptr<Network> network_;
};

}  // namespace cvision
