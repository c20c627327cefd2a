#include "photo_hash.hpp"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace cvision {

namespace {
constexpr int side = 32;
constexpr int kept = 8;
}  // namespace

uint64_t photo_hash(const Photo &photo) {
    cv::Mat luma;
    cv::cvtColor(photo.pixels, luma, cv::COLOR_BGR2GRAY);
    cv::resize(luma, luma, cv::Size(side, side), 0, 0, cv::INTER_AREA);
    cv::Mat values;
    luma.convertTo(values, CV_32F);
    cv::Mat waves;
    cv::dct(values, waves);
    std::array<float, kept * kept> low{};
    for (int row = 0; row < kept; row++)
        for (int column = 0; column < kept; column++)
            low[size_t(row * kept + column)] = waves.at<float>(row + 1, column + 1);
    std::array<float, kept * kept> sorted = low;
    std::sort(sorted.begin(), sorted.end());
    const float median = (sorted[sorted.size() / 2 - 1] + sorted[sorted.size() / 2]) / 2;
    uint64_t hash = 0;
    for (const float value : low) hash = hash << 1 | uint64_t(value > median);
    return hash;
}

}  // namespace cvision
