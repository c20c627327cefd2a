#pragma once

#include "matcher.hpp"

#include <memory>

namespace cvision {

std::unique_ptr<cvision_matcher> make_opencv_matcher(cvision_bytes detector, cvision_bytes recogniser);

}  // namespace cvision
