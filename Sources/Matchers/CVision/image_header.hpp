// What an image file says about itself, read without decoding anything.

#pragma once

#include "CVision.h"

namespace cvision {

enum class Format { jpeg, png };

struct ImageHeader {
    Format format;
    uint32_t width, height;    // as stored, before orientation
    uint32_t orientation = 1;  // EXIF, 1 to 8
};

// Throws Failure for what is not a JPEG or PNG, is a kind we do not read, or is cut short.
ImageHeader read_header(cvision_bytes bytes);

}  // namespace cvision
