// The line network of scripts/ocrb: a strip of OCR-B in, characters with what else they may be out.

#pragma once

#include "CDocument.h"

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <vector>

namespace cdocument {

struct Character {
    cdocument_character values;
    double x;  // of its middle, in pixels of the strip
    double probability() const { return values.count > 0 ? values.probabilities[0] : 0; }
};

class LineNetwork {
public:
    static constexpr int height = 32, cap_height = 20;

    explicit LineNetwork(cvision_bytes model);
    // `strip` is grey, 8 bits, `height` pixels high.
    std::vector<Character> read(const cv::Mat &strip);

private:
    cv::dnn::Net net_;
};

}  // namespace cdocument
