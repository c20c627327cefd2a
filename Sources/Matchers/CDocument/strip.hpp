// One line of text cut out, straightened and brought to the size that the line network reads.

#pragma once

#include "text_lines.hpp"

namespace cdocument {

struct Strip {
    cv::Mat pixels;  // grey, LineNetwork::height high
    // From the strip's columns to the picture: a point on the line's centre is `origin + along * x`.
    cv::Point2f origin, along;
    float height = 0;  // of the characters, in pixels of the picture
    // How clearly the rows of ink stand out from those above and below, 0 to 1.
    double clearness = 0;
};

// A line's left end is where its text begins when it is read the right way up: `right` may lie left of `left`.
// `stretch` widens the strip without making it higher.
Strip cut_strip(const cv::Mat &grey, const TextLine &line, double stretch = 1);

}  // namespace cdocument
