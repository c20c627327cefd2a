#include "boundary.hpp"
#include "codecs.hpp"

#include <png.h>

namespace cvision {
namespace {

// libpng's simplified interface catches its own jumps; this frees it on every path.
struct Image {
    png_image base{};
    Image() { base.version = PNG_IMAGE_VERSION; }
    ~Image() { png_image_free(&base); }
    Image(const Image &) = delete;
    Image &operator=(const Image &) = delete;

    [[noreturn]] void fail() const { throw Failure(CVISION_BAD_IMAGE, std::string("PNG: ") + base.message); }
};

}  // namespace

cv::Mat decode_png(cvision_bytes bytes) {
    Image image;
    if (!png_image_begin_read_from_memory(&image.base, bytes.data, bytes.length)) image.fail();
    image.base.format = PNG_FORMAT_BGR;
    // Without this libpng takes 16-bit samples for linear light, which no camera or scanner writes.
    image.base.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    cv::Mat pixels(int(image.base.height), int(image.base.width), CV_8UC3);
    const png_color white = {255, 255, 255};
    // `finish` reports success for a row checksum that is wrong, but leaves a warning.
    if (!png_image_finish_read(&image.base, &white, pixels.data, png_int_32(pixels.step), nullptr)) image.fail();
    return pixels;
}

const char *png_version() { return png_get_libpng_ver(nullptr); }

}  // namespace cvision
