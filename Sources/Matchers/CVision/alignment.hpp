// Five-point alignment to the 112 px ArcFace template.

#pragma once

#include "matcher.hpp"

namespace cvision {

// Where the five landmarks of a frontal face lie in the crop, in pixels.
extern const Landmarks crop_template;

// The similarity (rotation, scale, shift) that maps `from` to `to` with the least squared error, as a 2x3 matrix.
cv::Matx23d similarity(const cv::Point2f *from, const cv::Point2f *to, size_t count);

// The face turned upright and scaled to CVISION_CROP_SIDE, black beyond the photo's edge.
cv::Mat aligned_crop(const cv::Mat &pixels, const Landmarks &landmarks);

}  // namespace cvision
