// Long lines of dark characters, whatever they say.

#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace cdocument {

// In pixels of the picture that was searched; `left` and `right` are the ends of the centre line.
struct TextLine {
    cv::Point2f left, right;
    float height;  // of the ink, capitals and digits

    float length() const { return float(cv::norm(right - left)); }
    cv::Point2f centre() const { return (left + right) * 0.5f; }
};

// Dark strokes on a lighter ground, as brightness: what a closing by `size` pixels fills.
cv::Mat strokes(const cv::Mat &grey, int size);

// Lines that run about horizontally, within 15 degrees, and are long for their height.
std::vector<TextLine> find_text_lines(const cv::Mat &grey);

// The angle by which text is turned clockwise, -45 to 45 degrees; 0 when there is too little of it to tell. Text that
// runs up or down counts as well.
double text_skew(const cv::Mat &grey);

}  // namespace cdocument
