#pragma once

#include "matcher.hpp"

namespace cvision {

// Limits, header, decoding at a sensible scale, and orientation, in this order.
Photo decode_photo(cvision_bytes bytes, const cvision_options &options);

}  // namespace cvision
