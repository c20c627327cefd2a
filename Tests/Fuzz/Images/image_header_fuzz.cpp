// The image header reader: whatever the bytes are, it gives a size that can be, or one of two errors with a text.

#include "boundary.hpp"
#include "image_header.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

static void require(bool condition, const char *what) {
    if (condition) return;
    std::fprintf(stderr, "image-header: %s\n", what);
    std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length) {
    const bool is_jpeg = length >= 3 && std::memcmp(data, "\xFF\xD8\xFF", 3) == 0;
    const bool is_png = length >= 8 && std::memcmp(data, "\x89PNG\r\n\x1A\n", 8) == 0;
    try {
        const cvision::ImageHeader header = cvision::read_header({data, length});
        require(is_jpeg || is_png, "taken for an image that it is not");
        require((header.format == cvision::Format::jpeg) == is_jpeg, "taken for the other format");
        require(header.width > 0 && header.height > 0, "a size of 0");
        require(!is_jpeg || (header.width <= 0xFFFF && header.height <= 0xFFFF), "a JPEG larger than JPEGs can be");
        require(header.orientation >= 1 && header.orientation <= 8, "an orientation that there is not");
    } catch (const cvision::Failure &failure) {
        require(failure.status == CVISION_BAD_IMAGE || failure.status == CVISION_UNSUPPORTED_FORMAT, "another status");
        require(!failure.text.empty(), "no text");
        require(failure.status == CVISION_BAD_IMAGE || !is_png, "a PNG is never unsupported");
    }
    return 0;
}
