#include "text_lines.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cdocument {
namespace {

// Longer side of the picture in which lines are looked for: the characters of a machine-readable zone are 12 to 35 px
// apart in it (2.54 mm of 85 to 176 mm).
constexpr double search_side = 1000;

cv::Mat scaled(const cv::Mat &grey, double side) {
    const double scale = side / std::max(grey.cols, grey.rows);
    cv::Mat out;
    cv::resize(grey, out, cv::Size(), scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return out;
}

cv::Mat binary_strokes(const cv::Mat &grey, int size) {
    const cv::Mat hat = strokes(grey, size);
    cv::Mat binary;
    const double level = cv::threshold(hat, binary, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    // Otsu follows the boldest print; faint print lies below it.
    cv::threshold(hat, binary, std::max(10.0, 0.6 * level), 255, cv::THRESH_BINARY);
    return binary;
}

TextLine line_of(const std::vector<cv::Point> &contour) {
    const cv::RotatedRect box = cv::minAreaRect(contour);
    cv::Point2f corners[4];
    box.points(corners);
    const cv::Point2f a = corners[1] - corners[0], b = corners[2] - corners[1];
    const bool is_a_longer = cv::norm(a) > cv::norm(b);
    cv::Point2f along = is_a_longer ? a : b;
    if (along.x < 0) along = -along;
    return {box.center - along * 0.5f, box.center + along * 0.5f, float(std::min(cv::norm(a), cv::norm(b)))};
}

// Whether b goes on where a ends.
bool follows(const TextLine &a, const TextLine &b) {
    const float height = std::max(a.height, b.height);
    if (std::min(a.height, b.height) < 0.4f * height) return false;
    const cv::Point2f along = (a.right - a.left) * (1 / std::max(1.f, a.length()));
    const cv::Point2f step = b.left - a.right;
    const float gap = along.dot(step), off = std::abs(along.x * step.y - along.y * step.x);
    const cv::Point2f end = b.right - a.right;
    const float end_off = std::abs(along.x * end.y - along.y * end.x);
    return gap > -height && gap < 4 * height && off < 0.6f * height && end_off < 0.06f * b.length() + 0.6f * height;
}

}  // namespace

cv::Mat strokes(const cv::Mat &grey, int size) {
    cv::Mat hat;
    cv::morphologyEx(grey, hat, cv::MORPH_BLACKHAT, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(size, size)));
    return hat;
}

std::vector<TextLine> find_text_lines(const cv::Mat &grey) {
    const cv::Mat small = scaled(grey, search_side);
    cv::Mat mask = binary_strokes(small, 15);
    const auto bar = [](int width, int height) {
        return cv::getStructuringElement(cv::MORPH_RECT, cv::Size(width, height));
    };
    cv::morphologyEx(mask, mask, cv::MORPH_CLOSE, bar(27, 1));
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, bar(45, 3));
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(mask, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    std::vector<TextLine> pieces;
    for (const std::vector<cv::Point> &contour : contours) {
        const TextLine line = line_of(contour);
        const cv::Point2f along = line.right - line.left;
        if (line.length() < 45 || line.height < 5 || line.height > 60) continue;
        if (std::abs(along.y) > 0.27f * along.x) continue;
        pieces.push_back(line);
    }
    std::sort(pieces.begin(), pieces.end(), [](const TextLine &a, const TextLine &b) { return a.left.x < b.left.x; });
    std::vector<TextLine> lines;
    for (const TextLine &piece : pieces) {
        const auto before = std::find_if(lines.begin(), lines.end(), [&](const TextLine &line) { return follows(line, piece); });
        if (before == lines.end()) {
            lines.push_back(piece);
            continue;
        }
        before->height = (before->height * before->length() + piece.height * piece.length()) /
                         (before->length() + piece.length());
        before->right = piece.right;
    }
    const float back = float(grey.cols) / float(small.cols);
    std::vector<TextLine> found;
    for (TextLine line : lines) {
        if (line.length() < 180 || line.length() < 9 * line.height) continue;
        found.push_back({line.left * back, line.right * back, line.height * back});
    }
    return found;
}

double text_skew(const cv::Mat &grey) {
    const cv::Mat mask = binary_strokes(scaled(grey, 480), 9);
    if (cv::countNonZero(mask) < 400) return 0;
    const cv::Point2f centre(float(mask.cols) / 2, float(mask.rows) / 2);
    // How uneven rows and columns are when the picture is turned back: lines and the gaps between them.
    const auto unevenness = [&](double degrees) {
        cv::Mat turned, rows, columns;
        cv::warpAffine(mask, turned, cv::getRotationMatrix2D(centre, degrees, 1), mask.size(), cv::INTER_NEAREST);
        cv::reduce(turned, rows, 1, cv::REDUCE_SUM, CV_32F);
        cv::reduce(turned, columns, 0, cv::REDUCE_SUM, CV_32F);
        double sum = 0;
        for (int i = 1; i < rows.rows; i++) sum += std::pow(double(rows.at<float>(i) - rows.at<float>(i - 1)), 2);
        double other = 0;
        for (int i = 1; i < columns.cols; i++)
            other += std::pow(double(columns.at<float>(i) - columns.at<float>(i - 1)), 2);
        return std::max(sum, other);
    };
    double best = 0, most = unevenness(0);
    const double straight = most;
    for (double step : {2.0, 0.5}) {
        const double from = step > 1 ? -44 : best - 1.5, to = step > 1 ? 44 : best + 1.5;
        for (double degrees = from; degrees <= to; degrees += step) {
            const double value = unevenness(degrees);
            if (value > most) most = value, best = degrees;
        }
    }
    // Turning costs sharpness, so it must gain something.
    return most > 1.25 * straight ? best : 0;
}

}  // namespace cdocument
