#include "geometry.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

namespace cdocument {
namespace {

double cross(cv::Point2f a, cv::Point2f b) { return double(a.x) * double(b.y) - double(a.y) * double(b.x); }

// Where the lines a-b and c-d meet; false when they are nearly parallel.
bool meet(cv::Point2f a, cv::Point2f b, cv::Point2f c, cv::Point2f d, cv::Point2f &out) {
    const double slope = cross(b - a, d - c);
    if (std::abs(slope) < 1e-6 * std::max(1.0, cv::norm(b - a) * cv::norm(d - c))) return false;
    const double along = cross(c - a, d - c) / slope;
    out = a + (b - a) * float(along);
    return true;
}

// Opposite sides averaged: right for a camera that looks straight down.
double plain_aspect(const Quad &q) {
    const double width = (cv::norm(q[1] - q[0]) + cv::norm(q[2] - q[3])) / 2;
    const double height = (cv::norm(q[3] - q[0]) + cv::norm(q[2] - q[1])) / 2;
    return width / std::max(1.0, height);
}

}  // namespace

Quad ordered(const Quad &corners) {
    cv::Point2f centre;
    for (const cv::Point2f &corner : corners) centre += corner * 0.25f;
    Quad sorted = corners;
    // With y down, a growing angle goes clockwise.
    std::sort(sorted.begin(), sorted.end(), [&](const cv::Point2f &a, const cv::Point2f &b) {
        return std::atan2(a.y - centre.y, a.x - centre.x) < std::atan2(b.y - centre.y, b.x - centre.x);
    });
    const auto first = std::min_element(sorted.begin(), sorted.end(), [](const cv::Point2f &a, const cv::Point2f &b) {
        return a.x + a.y < b.x + b.y;
    });
    std::rotate(sorted.begin(), first, sorted.end());
    return sorted;
}

bool quad_around(std::vector<cv::Point2f> hull, Quad &out) {
    while (hull.size() > 4) {
        const size_t count = hull.size();
        double least = std::numeric_limits<double>::infinity();
        size_t edge = count;
        cv::Point2f corner;
        for (size_t i = 0; i < count; i++) {
            const cv::Point2f before = hull[(i + count - 1) % count], from = hull[i], to = hull[(i + 1) % count],
                              after = hull[(i + 2) % count];
            // Neighbours that turn by less than a half circle together meet beyond the edge.
            if (cross(from - before, after - to) * cross(from - before, to - from) <= 0) continue;
            cv::Point2f met;
            if (!meet(before, from, after, to, met)) continue;
            const double added = std::abs(cross(to - from, met - from)) / 2;
            if (added < least) {
                least = added;
                edge = i;
                corner = met;
            }
        }
        if (edge == count) return false;
        hull[edge] = corner;
        hull.erase(hull.begin() + ptrdiff_t((edge + 1) % count));
    }
    if (hull.size() != 4) return false;
    for (size_t i = 0; i < 4; i++) out[i] = hull[i];
    return true;
}

double area(const Quad &quad) { return std::abs(cross(quad[2] - quad[0], quad[3] - quad[1])) / 2; }

double aspect(const Quad &quad, cv::Size picture) {
    const cv::Point2f centre(float(picture.width) / 2, float(picture.height) / 2);
    const auto ray = [&](size_t i) { return cv::Vec3d(quad[i].x - centre.x, quad[i].y - centre.y, 1); };
    // The paper's order: top left, top right, bottom left, bottom right.
    const cv::Vec3d m1 = ray(0), m2 = ray(1), m3 = ray(3), m4 = ray(2);
    const double k2 = m1.cross(m4).dot(m3) / m2.cross(m4).dot(m3), k3 = m1.cross(m4).dot(m2) / m3.cross(m4).dot(m2);
    const cv::Vec3d n2 = m2 * k2 - m1, n3 = m3 * k3 - m1;
    const double plain = plain_aspect(quad);
    // Without convergence in both directions the focal length is not in the picture.
    if (!(std::abs(n2[2]) > 0.02) || !(std::abs(n3[2]) > 0.02)) return plain;
    const double focal_square = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2]);
    const double side = std::max(picture.width, picture.height);
    if (!(focal_square > side * side * 0.16) || !(focal_square < side * side * 25)) return plain;
    const auto length = [&](const cv::Vec3d &n) {
        return std::sqrt((n[0] * n[0] + n[1] * n[1]) / focal_square + n[2] * n[2]);
    };
    const double found = length(n2) / length(n3);
    // A weak convergence, badly measured, must not make a worse shape than none.
    return std::isfinite(found) && found > plain / 1.5 && found < plain * 1.5 ? found : plain;
}

}  // namespace cdocument
