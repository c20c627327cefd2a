// JPEG and PNG from and to memory, straight on libjpeg and libpng.
//
// Not OpenCV's imgcodecs: that drags in GDAL, GDCM, HDF5 and a hundred more libraries, reads formats we do not want,
// and returns grey pixels for a damaged JPEG without saying so.

#pragma once

#include "CVision.h"

#include <opencv2/core.hpp>
#include <vector>

namespace cvision {

// BGR, 8 bits, at 1/reduction of the stored size; `reduction` is 1, 2, 4 or 8. Damaged data throws Failure.
cv::Mat decode_jpeg(cvision_bytes bytes, uint32_t reduction);

// BGR, 8 bits; 16-bit samples are scaled, palettes and grey expanded, transparency is laid over white.
cv::Mat decode_png(cvision_bytes bytes);

// BGR, 8 bits; quality as libjpeg counts it, 1 to 100.
std::vector<uint8_t> encode_jpeg(const cv::Mat &pixels, int quality = 90);

// Static strings such as "1.6.39": of the libpng that runs, and of the libjpeg-turbo that this was built with.
const char *png_version();
const char *jpeg_version();

}  // namespace cvision
