#include "strip.hpp"

#include "line_network.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cdocument {
namespace {

constexpr int rough_height = 72;
constexpr double cap = LineNetwork::cap_height;

// Around the line, characters about `cap` high, with room for an end that was missed and for a bend.
cv::Mat rough_cut(const cv::Mat &grey, const TextLine &line, double scale, double stretch, cv::Point2f &origin,
                  cv::Point2f &along) {
    const cv::Point2f unit = (line.right - line.left) * (1 / line.length());
    const double margin = 1.6 * double(line.height);
    const int width = std::max(64, int((double(line.length()) + 2 * margin) * scale * stretch));
    along = unit * float(1 / (scale * stretch));
    origin = line.left - unit * float(margin);
    const cv::Point2f down = cv::Point2f(-unit.y, unit.x) * float(1 / scale);
    const cv::Point2f corner = origin - down * (rough_height / 2.f);
    // Sampling between pixels skips some when it shrinks: warp larger first, then average.
    const int finer = scale < 0.6 ? 2 : 1;
    const float part = 1.f / float(finer);
    const cv::Matx23f map(along.x * part, down.x * part, corner.x, along.y * part, down.y * part, corner.y);
    cv::Mat cut;
    cv::warpAffine(grey, cut, map, cv::Size(width * finer, rough_height * finer), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    if (finer > 1) cv::resize(cut, cut, cv::Size(width, rough_height), 0, 0, cv::INTER_AREA);
    return cut;
}

// The line's middle as a parabola over the columns: pages bend.
cv::Vec3d bend(const cv::Mat &ink) {
    std::vector<cv::Vec3d> points;  // column, row, weight
    const int part = 48, reach = 20, middle = ink.rows / 2;
    for (int x = 0; x + part <= ink.cols; x += part / 2) {
        const cv::Mat block = ink(cv::Rect(x, middle - reach, part, 2 * reach));
        const cv::Moments moments = cv::moments(block);
        if (moments.m00 < 255.0 * 40) continue;
        points.push_back({x + part / 2.0, moments.m01 / moments.m00 + middle - reach, moments.m00});
    }
    cv::Vec3d curve(middle, 0, 0);
    if (points.size() < 4) return curve;
    const double half = ink.cols / 2.0;
    for (int round = 0; round < 3; round++) {
        cv::Matx33d normal = cv::Matx33d::zeros();
        cv::Vec3d right(0, 0, 0);
        for (const cv::Vec3d &point : points) {
            const double t = (point[0] - half) / half;
            const cv::Vec3d powers(1, t, t * t);
            const double off = point[1] - powers.dot(curve);
            const double weight = round == 0 ? 1 : 1 / (1 + off * off / 4);
            normal += weight * powers * powers.t();
            right += weight * point[1] * powers;
        }
        // A bend is small; without evidence there is none.
        normal(2, 2) += 0.5;
        curve = normal.solve(right, cv::DECOMP_SVD);
    }
    return curve;
}

struct Rows {
    double top, bottom, clearness;
};

// Where the ink begins and ends, seen from the middle.
Rows ink_rows(const cv::Mat &ink) {
    cv::Mat sums;
    cv::reduce(ink, sums, 1, cv::REDUCE_AVG, CV_32F);
    const int middle = sums.rows / 2;
    std::vector<float> inner;
    for (int y = middle - 8; y <= middle + 8; y++) inner.push_back(sums.at<float>(y));
    std::nth_element(inner.begin(), inner.begin() + 8, inner.end());
    const float usual = std::max(0.5f, inner[8]), edge = 0.35f * usual;
    int top = middle, bottom = middle;
    while (top > 4 && sums.at<float>(top - 1) > edge) top--;
    while (bottom < sums.rows - 5 && sums.at<float>(bottom + 1) > edge) bottom++;
    const float above = sums.at<float>(std::max(0, top - 3)), below = sums.at<float>(std::min(sums.rows - 1, bottom + 3));
    return {double(top), double(bottom + 1), std::clamp(1 - double(std::max(above, below) / usual), 0.0, 1.0)};
}

}  // namespace

Strip cut_strip(const cv::Mat &grey, const TextLine &line, double stretch) {
    Strip strip;
    const double scale = cap / std::max(3.0, double(line.height));
    const cv::Mat rough = rough_cut(grey, line, scale, stretch, strip.origin, strip.along);
    const cv::Vec3d curve = bend(strokes(rough, 17));
    const double half = rough.cols / 2.0;
    cv::Mat map_x(rough.size(), CV_32F), map_y(rough.size(), CV_32F);
    for (int x = 0; x < rough.cols; x++) {
        const double t = (x - half) / half, shift = curve[0] + curve[1] * t + curve[2] * t * t - rough.rows / 2.0;
        for (int y = 0; y < rough.rows; y++) {
            map_x.at<float>(y, x) = float(x);
            map_y.at<float>(y, x) = float(y + std::clamp(shift, -20.0, 20.0));
        }
    }
    cv::Mat straight;
    cv::remap(rough, straight, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    const Rows rows = ink_rows(strokes(straight, 17));
    const double found = std::clamp(rows.bottom - rows.top, 13.0, 32.0), grow = cap / found;
    const double centre = (rows.top + rows.bottom) / 2;
    strip.clearness = rows.clearness;
    strip.height = float(found / scale);
    const int width = std::max(16, (int(rough.cols * grow) + 3) / 4 * 4);
    const double back = 1 / grow;
    const cv::Matx23d map(back, 0, 0, 0, back, centre - LineNetwork::height / 2.0 * back);
    cv::warpAffine(straight, strip.pixels, map, cv::Size(width, LineNetwork::height),
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    strip.along *= float(back);
    const cv::Point2f down = cv::Point2f(-strip.along.y, strip.along.x) * (1 / std::max(1e-6f, float(cv::norm(strip.along)))) *
                             float((centre - rough.rows / 2.0 + curve[0] - rough.rows / 2.0) / scale);
    strip.origin += down;
    return strip;
}

}  // namespace cdocument
