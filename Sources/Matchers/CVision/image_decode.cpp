#include "image_decode.hpp"

#include "boundary.hpp"
#include "codecs.hpp"
#include "image_header.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace cvision {
namespace {

uint32_t choose_reduction(uint32_t longer_side, uint32_t useful_side) {
    uint32_t reduction = 1;
    while (reduction < 8 && longer_side / (reduction * 2) >= useful_side) reduction *= 2;
    return reduction;
}

// EXIF 5 to 8 are stored on their side; after the transposition all are flips. OpenCV's flip codes: 1 left-right,
// 0 top-bottom, -1 both.
cv::Mat turn_upright(cv::Mat pixels, uint32_t orientation) {
    if (orientation >= 5) pixels = pixels.t();
    static constexpr int none = 2;
    static constexpr int flips[9] = {none, none, 1, -1, 0, none, 1, -1, 0};
    if (flips[orientation] != none) cv::flip(pixels, pixels, flips[orientation]);
    return pixels;
}

}  // namespace

Photo decode_photo(cvision_bytes bytes, const cvision_options &options, uint32_t useful_side) {
    if (bytes.length > options.max_bytes)
        throw Failure(CVISION_TOO_MANY_BYTES, std::to_string(bytes.length) + " bytes");
    const ImageHeader header = read_header(bytes);
    if (uint64_t(header.width) * header.height > options.max_pixels)
        throw Failure(CVISION_TOO_MANY_PIXELS,
                      std::to_string(header.width) + " x " + std::to_string(header.height) + " pixels");

    Photo photo;
    photo.reduction = choose_reduction(std::max(header.width, header.height), useful_side);
    cv::Mat stored;
    if (header.format == Format::jpeg) {
        stored = decode_jpeg(bytes, photo.reduction);
    } else {
        // PNG cannot be decoded small, but everything after this is as cheap as for a JPEG.
        stored = decode_png(bytes);
        // Rounded up, as libjpeg does: a photo of 30,000 x 2 pixels keeps a line.
        const int step = int(photo.reduction);
        const cv::Size smaller((stored.cols + step - 1) / step, (stored.rows + step - 1) / step);
        if (step > 1) cv::resize(stored, stored, smaller, 0, 0, cv::INTER_AREA);
    }
    photo.orientation = header.orientation;
    photo.pixels = turn_upright(std::move(stored), header.orientation);
    photo.width = header.orientation >= 5 ? header.height : header.width;
    photo.height = header.orientation >= 5 ? header.width : header.height;
    photo.scale =
        cv::Point2f(float(photo.width) / float(photo.pixels.cols), float(photo.height) / float(photo.pixels.rows));
    return photo;
}

}  // namespace cvision
