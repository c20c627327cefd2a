// Where the document is in the photo.

#pragma once

#include "geometry.hpp"

namespace cdocument {

struct Outline {
    Quad corners;
    double score;
};

// Plausible outlines in pixels of `photo`, the best first; none when the document fills the photo or cannot be told from
// what it lies on, and when there are two or more side by side, which are read together.
std::vector<Outline> find_outlines(const cv::Mat &photo);

}  // namespace cdocument
