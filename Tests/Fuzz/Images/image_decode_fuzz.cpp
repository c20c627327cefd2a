// The whole way from a photo's bytes to pixels: header, limits, libjpeg or libpng, reduction, orientation.

#include "boundary.hpp"
#include "image_decode.hpp"
#include "image_header.hpp"

#include <cstdio>
#include <cstdlib>

// Small, so that limits are met and no execution takes long.
static constexpr uint64_t max_pixels = 1 << 16;
static constexpr size_t max_bytes = 1 << 16;

static void require(bool condition, const char *what) {
    if (condition) return;
    std::fprintf(stderr, "image-decode: %s\n", what);
    std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length) {
    const cvision_options options{CVISION_FACE_LARGEST, max_bytes, max_pixels};
    try {
        const cvision::Photo photo = cvision::decode_photo({data, length}, options);
        const cvision::ImageHeader header = cvision::read_header({data, length});
        const bool is_turned = header.orientation >= 5;
        require(photo.width == (is_turned ? header.height : header.width), "another width than the header's");
        require(photo.height == (is_turned ? header.width : header.height), "another height than the header's");
        require(uint64_t(photo.width) * photo.height <= max_pixels, "more pixels than the limit");
        require(photo.pixels.type() == CV_8UC3 && !photo.pixels.empty(), "no picture of three bytes a pixel");
        const auto reduced = [&](uint32_t side) { return int((side + photo.reduction - 1) / photo.reduction); };
        require(photo.pixels.cols == reduced(photo.width), "another reduced width");
        require(photo.pixels.rows == reduced(photo.height), "another reduced height");
    } catch (const cvision::Failure &failure) {
        require(failure.status >= CVISION_BAD_IMAGE && failure.status <= CVISION_TOO_MANY_PIXELS, "another status");
        require(!failure.text.empty(), "no text");
    }
    return 0;
}
