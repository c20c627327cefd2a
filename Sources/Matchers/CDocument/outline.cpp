// Closed shapes in several views of the photo (edges at two sensitivities, brightness, difference from the border's
// colour) propose quadrilaterals; what decides is how much of their sides lies on edges that run along them.

#include "outline.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cdocument {
namespace {

// Longer side of the picture in which outlines are looked for, in pixels.
constexpr double search_side = 480;
constexpr double smallest_part = 0.10, largest_part = 0.97;
// ISO/IEC 7810: ID-1 85.60 x 53.98, ID-2 105 x 74, ID-3 125 x 88 mm; an open passport is 125 x 176.
constexpr double shapes[] = {1.586, 1.42};

struct View {
    cv::Mat gradient_x, gradient_y;
    double threshold;
    cv::Size size;
};

View make_view(const cv::Mat &small) {
    View view;
    cv::Mat blurred;
    cv::GaussianBlur(small, blurred, cv::Size(5, 5), 0);
    cv::Mat channels[3];
    cv::split(blurred, channels);
    // Of three channels the strongest gradient counts: a red card on a grey table has none in brightness.
    cv::Mat strength;
    for (const cv::Mat &channel : channels) {
        cv::Mat x, y, size;
        cv::Sobel(channel, x, CV_32F, 1, 0);
        cv::Sobel(channel, y, CV_32F, 0, 1);
        cv::magnitude(x, y, size);
        if (strength.empty()) {
            view.gradient_x = x, view.gradient_y = y, strength = size;
            continue;
        }
        const cv::Mat is_stronger = size > strength;
        x.copyTo(view.gradient_x, is_stronger);
        y.copyTo(view.gradient_y, is_stronger);
        size.copyTo(strength, is_stronger);
    }
    view.threshold = std::clamp(1.5 * cv::mean(strength)[0], 12.0, 60.0);
    view.size = small.size();
    return view;
}

// The part of a side that lies on edges along it; beyond or at the photo's border half of it is believed.
double support(const View &view, cv::Point2f from, cv::Point2f to) {
    const cv::Point2f along = to - from;
    const double length = cv::norm(along);
    if (length < 8) return 0;
    const cv::Point2f normal(float(-along.y / length), float(along.x / length));
    const int samples = 48;
    double found = 0;
    for (int i = 0; i < samples; i++) {
        // Corners may be round.
        const cv::Point2f point = from + along * (0.06f + 0.88f * float(i) / float(samples - 1));
        double best = 0;
        bool is_outside = false;
        for (int step = -2; step <= 2; step++) {
            const cv::Point at(cvRound(point.x + normal.x * float(step)), cvRound(point.y + normal.y * float(step)));
            if (at.x < 2 || at.y < 2 || at.x >= view.size.width - 2 || at.y >= view.size.height - 2) {
                is_outside = true;
                continue;
            }
            const double across = double(view.gradient_x.at<float>(at) * normal.x + view.gradient_y.at<float>(at) * normal.y);
            const double lengthwise =
                double(view.gradient_x.at<float>(at) * normal.y - view.gradient_y.at<float>(at) * normal.x);
            if (std::abs(across) > 2 * std::abs(lengthwise)) best = std::max(best, std::abs(across));
        }
        found += best > view.threshold ? 1 : is_outside ? 0.5 : 0;
    }
    return found / samples;
}

// 1 for a shape that documents have, falling off to both sides.
double plausibility(double ratio) {
    const double longer = std::max(ratio, 1 / ratio);
    double best = 10;
    for (const double shape : shapes) best = std::min(best, std::abs(std::log(longer / shape)));
    return 1 / (1 + 12 * best * best);
}

bool is_convex(const Quad &quad) {
    for (size_t i = 0; i < 4; i++) {
        const cv::Point2f a = quad[(i + 1) % 4] - quad[i], b = quad[(i + 2) % 4] - quad[(i + 1) % 4];
        const double sine = double(a.x * b.y - a.y * b.x) / std::max(1e-6, cv::norm(a) * cv::norm(b));
        // A view so oblique that corners look like 45 degrees cannot be read.
        if (!(sine > 0.7)) return false;
    }
    return true;
}

void propose(const View &view, const cv::Mat &mask, std::vector<Outline> &found) {
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(mask, contours, cv::RETR_LIST, cv::CHAIN_APPROX_SIMPLE);
    const double whole = view.size.area();
    for (const std::vector<cv::Point> &contour : contours) {
        if (contour.size() < 4 || cv::boundingRect(contour).area() < whole * smallest_part) continue;
        std::vector<cv::Point> hull;
        cv::convexHull(contour, hull);
        if (cv::contourArea(hull) < whole * smallest_part) continue;
        Quad quad;
        if (!quad_around(std::vector<cv::Point2f>(hull.begin(), hull.end()), quad)) continue;
        quad = ordered(quad);
        const double part = area(quad) / whole;
        if (!is_convex(quad) || part < smallest_part || part > 1.05) continue;
        double sum = 0, least = 1;
        for (size_t i = 0; i < 4; i++) {
            const double side = support(view, quad[i], quad[(i + 1) % 4]);
            sum += side / 4;
            least = std::min(least, side);
        }
        if (sum < 0.6 || least < 0.3) continue;
        found.push_back({quad, sum * std::sqrt(sum * least) * plausibility(aspect(quad, view.size)) * std::pow(part, 0.35)});
    }
}

std::vector<cv::Mat> masks(const cv::Mat &small) {
    std::vector<cv::Mat> found;
    cv::Mat blurred, grey;
    cv::medianBlur(small, blurred, 5);
    cv::cvtColor(blurred, grey, cv::COLOR_BGR2GRAY);
    const cv::Mat square = cv::getStructuringElement(cv::MORPH_RECT, cv::Size(3, 3));
    for (const double high : {100.0, 45.0}) {
        cv::Mat edges;
        cv::Canny(blurred, edges, high / 3, high);
        cv::dilate(edges, edges, square);
        found.push_back(edges);
    }
    cv::Mat bright;
    cv::threshold(grey, bright, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    found.push_back(bright);
    found.push_back(~bright);
    // Unlike the border: a table, a cloth.
    cv::Mat lab;
    cv::cvtColor(blurred, lab, cv::COLOR_BGR2Lab);
    const int rim = std::max(2, std::min(lab.cols, lab.rows) / 50);
    cv::Mat is_rim = cv::Mat::zeros(lab.size(), CV_8U);
    cv::rectangle(is_rim, cv::Rect(0, 0, lab.cols, lab.rows), 255, rim);
    const cv::Scalar usual = cv::mean(lab, is_rim);
    cv::Mat difference, distance;
    cv::absdiff(lab, usual, difference);
    cv::transform(difference, distance, cv::Matx13f(0.5f, 1, 1));
    cv::threshold(distance, distance, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    cv::morphologyEx(distance, distance, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(9, 9)));
    found.push_back(distance);
    return found;
}

bool is_apart(const Quad &a, const Quad &b) {
    std::vector<cv::Point2f> common;
    const float shared = cv::intersectConvexConvex(std::vector<cv::Point2f>(a.begin(), a.end()),
                                                   std::vector<cv::Point2f>(b.begin(), b.end()), common);
    return double(shared) < 0.1 * std::min(area(a), area(b));
}

}  // namespace

std::vector<Outline> find_outlines(const cv::Mat &photo) {
    const double scale = std::min(1.0, search_side / std::max(photo.cols, photo.rows));
    if (std::min(photo.cols, photo.rows) * scale < 48) return {};
    cv::Mat small;
    cv::resize(photo, small, cv::Size(), scale, scale, cv::INTER_AREA);
    const View view = make_view(small);
    std::vector<Outline> found;
    for (const cv::Mat &mask : masks(small)) propose(view, mask, found);
    std::sort(found.begin(), found.end(), [](const Outline &a, const Outline &b) { return a.score > b.score; });
    std::vector<Outline> kept;
    for (const Outline &outline : found) {
        if (outline.score < 0.25) break;
        const bool is_other = !kept.empty() && is_apart(kept.front().corners, outline.corners) &&
                              area(outline.corners) > 0.5 * area(kept.front().corners) &&
                              outline.score > 0.6 * kept.front().score;
        if (is_other) return {};
        if (kept.empty()) kept.push_back(outline);
    }
    if (kept.empty() || area(kept.front().corners) > largest_part * view.size.area()) return {};
    const cv::Point2f back(float(photo.cols) / float(small.cols), float(photo.rows) / float(small.rows));
    for (cv::Point2f &corner : kept.front().corners) corner = cv::Point2f(corner.x * back.x, corner.y * back.y);
    return kept;
}

}  // namespace cdocument
