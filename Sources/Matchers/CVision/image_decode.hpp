#pragma once

#include "matcher.hpp"

namespace cvision {

// Both face detectors look at 640 to 800 px first and at 1,600 px at most, and a face of a tenth of 1,600 px still fills
// the 150 px chip: more pixels cost time and change nothing.
constexpr uint32_t face_side = 1600;

// Limits, header, decoding at a sensible scale, and orientation, in this order. A reduction never goes below
// `useful_side` pixels on the longer side.
Photo decode_photo(cvision_bytes bytes, const cvision_options &options, uint32_t useful_side = face_side);

}  // namespace cvision
