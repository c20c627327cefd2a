#pragma once

#include "matcher.hpp"

#include <opencv2/dnn.hpp>

namespace cvision {

// YuNet of March 2023: boxes, five landmarks and a score.
class YuNet {
public:
    explicit YuNet(cvision_bytes model);
    // Sorted by falling confidence, in pixels of `pixels`.
    std::vector<Face> detect(const cv::Mat &pixels);
    // At one size only: `scale` is at most 1.
    std::vector<Face> detect(const cv::Mat &pixels, double scale);

private:
    cv::dnn::Net net_;
    std::vector<cv::String> outputs_;
};

}  // namespace cvision
