// Enlarges photos for the workload of large ones: reads pairs of lines, a photo's path and where its copy of SIDE pixels on
// the longer side belongs. usage: enlarge SIDE

#include <algorithm>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

int main(int count, char **arguments) {
    if (count != 2) return 64;
    const double side = std::stod(arguments[1]);
    for (std::string from, to; std::getline(std::cin, from) && std::getline(std::cin, to);) {
        cv::Mat photo = cv::imread(from), large;
        if (photo.empty()) return 66;
        const double scale = side / std::max(photo.cols, photo.rows);
        cv::resize(photo, large, {}, scale, scale, cv::INTER_CUBIC);
        if (!cv::imwrite(to, large, {cv::IMWRITE_JPEG_QUALITY, 90})) return 73;
    }
    return 0;
}
