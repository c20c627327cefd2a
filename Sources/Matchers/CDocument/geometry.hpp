// Quadrilaterals and the plane: what outline, zone and straightening share.

#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

namespace cdocument {

// Clockwise in the picture; the first corner is the top left one, as far as that can be said of a turned document.
using Quad = std::array<cv::Point2f, 4>;

// Brings corners into the order of `Quad`.
Quad ordered(const Quad &corners);

// The quadrilateral around a convex hull that adds the least area: edges go, and their neighbours meet, until four are
// left. Rounded corners become the corners that they were cut from. False when the hull is too flat for that.
bool quad_around(std::vector<cv::Point2f> hull, Quad &out);

double area(const Quad &quad);

// Longer side to shorter side of the rectangle that a camera without distortion, whose axis goes through the picture's
// centre, sees as this quadrilateral (Zhang, He, "Whiteboard scanning and image enhancement", 2007). Width to height,
// so below 1 for an upright rectangle.
double aspect(const Quad &quad, cv::Size picture);

}  // namespace cdocument
