#pragma once

#include "matcher.hpp"

namespace cvision {

// All of a face's figures; units and sources are in CVision.h. `crop` is its aligned crop.
cvision_quality measure_quality(const Photo &photo, const Face &face, const cv::Mat &crop);

}  // namespace cvision
