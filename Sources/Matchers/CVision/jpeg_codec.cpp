#include "boundary.hpp"
#include "codecs.hpp"

#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include <csetjmp>
#include <jpeglib.h>
// libjpeg's message codes, which tell damage from harmless oddities.
#include <jerror.h>

namespace cvision {
namespace {

// libjpeg reports by callbacks and cannot be unwound by an exception, so an error jumps back to the caller's frame.
// Nothing with a destructor may be created between setjmp and the last libjpeg call.
struct ErrorManager {
    jpeg_error_mgr base;
    std::jmp_buf back;
    bool is_damaged;
    char text[JMSG_LENGTH_MAX];
};

ErrorManager &manager(j_common_ptr codec) { return *reinterpret_cast<ErrorManager *>(codec->err); }

[[noreturn]] void stop(j_common_ptr codec) {
    codec->err->format_message(codec, manager(codec).text);
    std::longjmp(manager(codec).back, 1);
}

// Negative levels are warnings: libjpeg goes on and fills what is missing with grey. Extraneous bytes between
// segments lose no pixel; the others do.
void note(j_common_ptr codec, int level) {
    if (level >= 0) return;
    const int code = codec->err->msg_code;
    if (code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR) return;
    manager(codec).is_damaged = true;
    stop(codec);
}

void be_silent(j_common_ptr) {}

void install(ErrorManager &errors) {
    jpeg_std_error(&errors.base);
    errors.base.error_exit = stop;
    errors.base.emit_message = note;
    errors.base.output_message = be_silent;
    errors.is_damaged = false;
    errors.text[0] = '\0';
}

// Adobe writes CMYK inverted, 255 meaning no ink, so that a product gives the light that is left.
void cmyk_to_bgr(const uint8_t *from, uint8_t *to, JDIMENSION width, bool is_inverted) {
    for (JDIMENSION x = 0; x < width; x++, from += 4, to += 3)
        for (int channel = 0; channel < 3; channel++) {
            const int ink = from[2 - channel], black = from[3];
            to[channel] = uint8_t(is_inverted ? ink * black / 255 : (255 - ink) * (255 - black) / 255);
        }
}

// Returns false with `errors.text` filled. `line` is the caller's, because a jump would leak a local one.
bool decode(jpeg_decompress_struct &codec, ErrorManager &errors, cvision_bytes bytes, uint32_t reduction,
            cv::Mat &pixels, std::vector<uint8_t> &line) {
    if (setjmp(errors.back) != 0) return false;
    jpeg_create_decompress(&codec);
    jpeg_mem_src(&codec, bytes.data, static_cast<unsigned long>(bytes.length));
    jpeg_read_header(&codec, TRUE);
    const bool is_cmyk = codec.num_components == 4;
    codec.out_color_space = is_cmyk ? JCS_CMYK : JCS_EXT_BGR;
    codec.scale_num = 1;
    codec.scale_denom = reduction;
    jpeg_start_decompress(&codec);
    pixels.create(int(codec.output_height), int(codec.output_width), CV_8UC3);
    if (is_cmyk) line.resize(size_t(codec.output_width) * 4);
    while (codec.output_scanline < codec.output_height) {
        uint8_t *row = pixels.ptr(int(codec.output_scanline));
        JSAMPROW target = is_cmyk ? line.data() : row;
        jpeg_read_scanlines(&codec, &target, 1);
        if (is_cmyk) cmyk_to_bgr(line.data(), row, codec.output_width, codec.saw_Adobe_marker);
    }
    jpeg_finish_decompress(&codec);
    return true;
}

bool encode(jpeg_compress_struct &codec, ErrorManager &errors, const cv::Mat &pixels, int quality,
            unsigned char **out, unsigned long *length) {
    if (setjmp(errors.back) != 0) return false;
    jpeg_create_compress(&codec);
    jpeg_mem_dest(&codec, out, length);
    codec.image_width = JDIMENSION(pixels.cols);
    codec.image_height = JDIMENSION(pixels.rows);
    codec.input_components = 3;
    codec.in_color_space = JCS_EXT_BGR;
    jpeg_set_defaults(&codec);
    jpeg_set_quality(&codec, quality, TRUE);
    jpeg_start_compress(&codec, TRUE);
    while (codec.next_scanline < codec.image_height) {
        JSAMPROW row = const_cast<JSAMPROW>(pixels.ptr(int(codec.next_scanline)));
        jpeg_write_scanlines(&codec, &row, 1);
    }
    jpeg_finish_compress(&codec);
    return true;
}

}  // namespace

cv::Mat decode_jpeg(cvision_bytes bytes, uint32_t reduction) {
    jpeg_decompress_struct codec{};
    ErrorManager errors;
    install(errors);
    codec.err = &errors.base;
    cv::Mat pixels;
    std::vector<uint8_t> line;
    const bool is_done = decode(codec, errors, bytes, reduction, pixels, line);
    jpeg_destroy_decompress(&codec);
    if (!is_done)
        throw Failure(CVISION_BAD_IMAGE, std::string(errors.is_damaged ? "JPEG is damaged: " : "JPEG: ") + errors.text);
    return pixels;
}

std::vector<uint8_t> encode_jpeg(const cv::Mat &pixels, int quality) {
    jpeg_compress_struct codec{};
    ErrorManager errors;
    install(errors);
    codec.err = &errors.base;
    unsigned char *out = nullptr;
    unsigned long length = 0;
    const bool is_done = encode(codec, errors, pixels, quality, &out, &length);
    jpeg_destroy_compress(&codec);
    std::vector<uint8_t> result;
    if (is_done) result.assign(out, out + length);
    std::free(out);
    if (!is_done) throw Failure(CVISION_INTERNAL, errors.text);
    return result;
}

#define AUDITOR_TEXT(value) #value
#define AUDITOR_TEXT_OF(macro) AUDITOR_TEXT(macro)
const char *jpeg_version() { return AUDITOR_TEXT_OF(LIBJPEG_TURBO_VERSION); }

}  // namespace cvision
