// The document seen from straight above.

#pragma once

#include "geometry.hpp"

namespace cdocument {

// `to_photo` maps its pixels to those of the photo that it was made of.
struct Straight {
    cv::Mat pixels;
    cv::Matx33d to_photo;
    double skew = 0;  // degrees that were taken out
};

// The quadrilateral as a rectangle, never larger than it is in the photo, at most `side` pixels long.
Straight straighten(const cv::Mat &photo, const Quad &outline, double side);

// The whole photo, turned back by its text's skew.
Straight whole(const cv::Mat &photo, double side);

// Turned clockwise by quarters of a circle.
Straight turned(const Straight &image, int quarters);

}  // namespace cdocument
