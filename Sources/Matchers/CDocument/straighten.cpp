#include "straighten.hpp"

#include "text_lines.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cdocument {
namespace {

// Width to height of the documents there are (ISO/IEC 7810; an open passport is two ID-3 pages).
constexpr double shapes[] = {1.586, 1.42, 1 / 1.42, 1 / 1.586};

double snapped(double ratio) {
    for (const double shape : shapes)
        if (std::abs(std::log(ratio / shape)) < 0.05) return shape;
    return ratio;
}

Straight warped(const cv::Mat &photo, const cv::Matx33d &to_photo, cv::Size size) {
    Straight out;
    out.to_photo = to_photo;
    // Where it shrinks by much, sampling between pixels would skip some.
    const cv::Matx33d &m = to_photo;
    const double shrink = std::hypot(m(0, 0), m(1, 0));
    const int finer = shrink > 1.6 ? 2 : 1;
    const cv::Matx33d half(1.0 / finer, 0, 0, 0, 1.0 / finer, 0, 0, 0, 1);
    cv::warpPerspective(photo, out.pixels, to_photo * half, cv::Size(size.width * finer, size.height * finer),
                        cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    if (finer > 1) cv::resize(out.pixels, out.pixels, size, 0, 0, cv::INTER_AREA);
    return out;
}

}  // namespace

Straight straighten(const cv::Mat &photo, const Quad &q, double side) {
    const double width = std::max(cv::norm(q[1] - q[0]), cv::norm(q[2] - q[3]));
    const double height = std::max(cv::norm(q[3] - q[0]), cv::norm(q[2] - q[1]));
    const double ratio = std::clamp(snapped(aspect(q, photo.size())), 0.25, 4.0);
    // As many pixels as the better resolved direction has.
    const double longer = std::min(side, ratio > 1 ? std::max(width, height * ratio) : std::max(height, width / ratio));
    const cv::Size size(std::max(16, int(std::lround(ratio > 1 ? longer : longer * ratio))),
                        std::max(16, int(std::lround(ratio > 1 ? longer / ratio : longer))));
    const cv::Point2f to[] = {{0, 0}, {float(size.width), 0}, {float(size.width), float(size.height)}, {0, float(size.height)}};
    Straight out = warped(photo, cv::Matx33d(cv::Mat(cv::getPerspectiveTransform(to, q.data()))), size);
    const cv::Point2f top = q[1] - q[0], bottom = q[2] - q[3];
    out.skew = std::atan2(double(top.y + bottom.y), double(top.x + bottom.x)) * 180 / CV_PI;
    return out;
}

Straight whole(const cv::Mat &photo, double side) {
    cv::Mat grey;
    cv::cvtColor(photo, grey, cv::COLOR_BGR2GRAY);
    const double skew = text_skew(grey);
    double scale = std::min(1.0, side / std::max(photo.cols, photo.rows));
    if (std::abs(skew) < 0.75) {
        Straight out;
        cv::resize(photo, out.pixels, cv::Size(), scale, scale, cv::INTER_AREA);
        out.to_photo = cv::Matx33d(double(photo.cols) / out.pixels.cols, 0, 0, 0, double(photo.rows) / out.pixels.rows, 0, 0, 0, 1);
        return out;
    }
    const double sine = std::sin(skew * CV_PI / 180), cosine = std::cos(skew * CV_PI / 180);
    const double width = photo.cols * cosine + photo.rows * std::abs(sine);
    const double height = photo.rows * cosine + photo.cols * std::abs(sine);
    scale = std::min(1.0, side / std::max(width, height));
    const cv::Size size(int(width * scale), int(height * scale));
    // From the middle of one to the middle of the other.
    const double c = cosine / scale, s = sine / scale;
    const cv::Matx33d map(c, -s, photo.cols / 2.0 - c * size.width / 2.0 + s * size.height / 2.0, s, c,
                          photo.rows / 2.0 - s * size.width / 2.0 - c * size.height / 2.0, 0, 0, 1);
    Straight out = warped(photo, map, size);
    out.skew = skew;
    return out;
}

Straight turned(const Straight &image, int quarters) {
    Straight out = image;
    const double width = image.pixels.cols, height = image.pixels.rows;
    switch (quarters & 3) {
        case 1:
            cv::rotate(image.pixels, out.pixels, cv::ROTATE_90_CLOCKWISE);
            out.to_photo = image.to_photo * cv::Matx33d(0, 1, 0, -1, 0, height, 0, 0, 1);
            break;
        case 2:
            cv::rotate(image.pixels, out.pixels, cv::ROTATE_180);
            out.to_photo = image.to_photo * cv::Matx33d(-1, 0, width, 0, -1, height, 0, 0, 1);
            break;
        case 3:
            cv::rotate(image.pixels, out.pixels, cv::ROTATE_90_COUNTERCLOCKWISE);
            out.to_photo = image.to_photo * cv::Matx33d(0, -1, width, 1, 0, 0, 0, 0, 1);
            break;
        default: break;
    }
    return out;
}

}  // namespace cdocument
