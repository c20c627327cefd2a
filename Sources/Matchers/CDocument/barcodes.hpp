#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace cdocument {

struct Barcode {
    const char *format;
    std::string text;  // UTF-8
    std::vector<cv::Point2f> corners;  // in pixels of the picture; the first is the symbol's own top left
    int orientation;  // degrees by which the symbol is turned
};

// PDF417, QR, Code 128 and Code 39 by zxing-cpp, at the picture's size and at half of it.
std::vector<Barcode> read_barcodes(const cv::Mat &grey);

const char *zxing_version();

}  // namespace cdocument
