#include "network.hpp"

#include <array>

namespace cvision {

void write_planes(const cv::Mat &picture, Channels channels, cv::Size input, float *planes) {
    std::array<cv::Mat, 3> bytes;
    cv::split(picture, bytes.data());
    const size_t area = size_t(input.width) * size_t(input.height);
    const cv::Rect filled(0, 0, picture.cols, picture.rows);
    for (size_t i = 0; i < bytes.size(); i++) {
        const size_t place = channels == Channels::rgb ? bytes.size() - 1 - i : i;
        cv::Mat plane(input, CV_32F, planes + place * area);
        if (filled.size() != input) plane.setTo(0);
        // Of the right type and size already: written in place.
        bytes[i].convertTo(plane(filled), CV_32F);
    }
}

}  // namespace cvision
