// What a library family implements; decoding, face choice, quality and the C boundary are shared.

#pragma once

#include "CVision.h"
#include "stopwatch.hpp"

#include <array>
#include <opencv2/core.hpp>
#include <tuple>
#include <vector>

namespace cvision {

using Landmarks = std::array<cv::Point2f, 5>;
using Template = std::vector<float>;

// A photo after decoding: upright, BGR, 8 bits. `scale` is full-size pixels for each decoded pixel.
struct Photo {
    cv::Mat pixels;
    uint32_t width = 0, height = 0;  // full size, upright
    uint32_t reduction = 1;
    uint32_t orientation = 1;
    cv::Point2f scale{1, 1};
};

// In decoded pixels. `parts` are the detector's own points when `landmarks` is derived from them.
struct Face {
    cv::Rect2f box;
    Landmarks landmarks;
    float confidence = 0;
    float nose_drop = 0, nose_depth = 0;  // pose constants of this detector's nose point, see quality.cpp
    cv::Point2f nose;
    std::vector<cv::Point> parts;
    cv::Mat crop;  // aligned
};

// A total order, so that the same photo always gives the same faces: the position decides ties.
inline bool is_more_confident(const Face &a, const Face &b) {
    return std::tie(b.confidence, a.box.y, a.box.x) < std::tie(a.confidence, b.box.y, b.box.x);
}

}  // namespace cvision

// Global, because the C header declares it.
struct cvision_matcher {
    virtual ~cvision_matcher() = default;
    virtual std::vector<cvision::Face> detect(const cvision::Photo &photo) = 0;
    // Stops `watch` for the stages `align` and `embed`.
    virtual cvision::Template embed(const cvision::Photo &photo, const cvision::Face &face,
                                    cvision::Stopwatch &watch) = 0;
    // Of the library that runs the networks.
    virtual const char *library_version() const = 0;
};
