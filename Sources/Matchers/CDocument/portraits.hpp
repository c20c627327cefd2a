// Faces on a document: the portrait and its ghost.

#pragma once

#include "matcher.hpp"
#include "yunet.hpp"

#include <limits>
#include <memory>

namespace cdocument {

struct Portrait {
    cv::Rect2f box;
    float confidence;
    double similarity = std::numeric_limits<double>::quiet_NaN();
};

class Portraits {
public:
    Portraits(cvision_bytes detector, cvision_bytes recogniser);

    // The confidence of the clearest face, 0 when there is none: quick and coarse, to tell which way is up.
    float uprightness(const cv::Mat &pixels);
    // The largest first, with the others' similarity to it.
    std::vector<Portrait> find(const cv::Mat &pixels);

private:
    cvision::YuNet detector_;
    std::unique_ptr<cvision_matcher> matcher_;
};

}  // namespace cdocument
