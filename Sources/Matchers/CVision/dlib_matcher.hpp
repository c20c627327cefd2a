#pragma once

#include "matcher.hpp"

#include <memory>

namespace cvision {

std::unique_ptr<cvision_matcher> make_dlib_matcher(cvision_bytes landmarks, cvision_bytes recogniser);

// dlib has no run-time version: this is the one of the headers, which the library's file name must match.
const char *dlib_version();

}  // namespace cvision
