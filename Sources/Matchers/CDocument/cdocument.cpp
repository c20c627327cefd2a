// The exported functions, and ownership of what they give out.

#include "CDocument.h"

#include "boundary.hpp"
#include "codecs.hpp"
#include "image_decode.hpp"
#include "reader.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <opencv2/imgproc.hpp>

struct cdocument_reader {
    cdocument::Reader reader;
};

namespace cdocument {
namespace {

// Fewer pixels than this on the shorter side show no line of text.
constexpr int smallest_side = 160;
// Photos are decoded at no less than this on the longer side: a PDF417 has about 270 modules across.
constexpr uint32_t useful_side = 2000;
constexpr int jpeg_quality = 85;

// What the caller sees, and the vectors that own what it points to.
struct OwnedSide : cdocument_side {
    OwnedSide() : cdocument_side{} {}
    Reading reading;
    std::vector<std::vector<cdocument_character>> owned_characters;
    std::vector<cdocument_line> owned_lines;
    std::vector<cdocument_barcode> owned_barcodes;
    std::vector<cdocument_word> owned_words;
    std::vector<cdocument_face> owned_faces;
    std::vector<uint8_t> owned_jpeg;
};

// The part within the image, a pixel at least.
cdocument_box clipped(cv::Rect2f box, cv::Size size) {
    const double left = std::clamp(double(box.x), 0.0, size.width - 1.0);
    const double top = std::clamp(double(box.y), 0.0, size.height - 1.0);
    const double right = std::clamp(double(box.x + box.width), left + 1, double(size.width));
    const double bottom = std::clamp(double(box.y + box.height), top + 1, double(size.height));
    return {left, top, right - left, bottom - top};
}

void add_lines(OwnedSide &side, cv::Size size) {
    for (const ZoneLine &line : side.reading.zone.lines) {
        std::vector<cdocument_character> characters;
        for (const Character &character : line.characters) characters.push_back(character.values);
        side.owned_characters.push_back(std::move(characters));
    }
    for (size_t i = 0; i < side.owned_characters.size(); i++) {
        const TextLine &place = side.reading.zone.lines[i].place;
        const float half = place.height / 2;
        const cv::Point2f low(std::min(place.left.x, place.right.x), std::min(place.left.y, place.right.y) - half);
        const cv::Point2f far(std::max(place.left.x, place.right.x), std::max(place.left.y, place.right.y) + half);
        side.owned_lines.push_back({clipped(cv::Rect2f(low, far), size), side.owned_characters[i].data(),
                                    side.owned_characters[i].size()});
    }
}

void add_others(OwnedSide &side, cv::Size size) {
    for (const Barcode &code : side.reading.barcodes)
        side.owned_barcodes.push_back({code.format, code.text.c_str(), clipped(cv::boundingRect(code.corners), size)});
    for (const Word &word : side.reading.words)
        side.owned_words.push_back({word.text.c_str(), word.confidence, clipped(word.box, size), word.line});
    for (const Portrait &face : side.reading.portraits)
        side.owned_faces.push_back({clipped(face.box, size), double(face.confidence), face.similarity});
}

void add_outline(OwnedSide &side, const cvision::Photo &photo) {
    side.has_outline = side.reading.outline.has_value();
    if (!side.has_outline) {
        side.problems |= CDOCUMENT_NO_OUTLINE;
        return;
    }
    for (size_t i = 0; i < 4; i++) {
        // A quarter clockwise brings the bottom left corner to the top left.
        const cv::Point2f corner = (*side.reading.outline)[(i + 4 - size_t(side.reading.quarters)) % 4];
        side.outline[i] = {double(corner.x * photo.scale.x), double(corner.y * photo.scale.y)};
    }
}

std::unique_ptr<OwnedSide> read(Reader &reader, cvision_bytes bytes, const cdocument_options &options) {
    using Clock = std::chrono::steady_clock;
    auto side = std::make_unique<OwnedSide>();
    const auto began = Clock::now();
    const auto seconds = [](Clock::duration time) { return std::chrono::duration<double>(time).count(); };
    const cvision_options limits{CVISION_FACE_LARGEST, options.max_bytes, options.max_pixels};
    const cvision::Photo photo = cvision::decode_photo(bytes, limits, useful_side);
    side->timings.decode = seconds(Clock::now() - began);
    if (std::min(photo.pixels.cols, photo.pixels.rows) < smallest_side) side->problems |= CDOCUMENT_IMAGE_TOO_SMALL;
    side->reading = reader.read(photo.pixels, options.languages, side->timings);
    const auto encoding = Clock::now();
    side->owned_jpeg = cvision::encode_jpeg(side->reading.image.pixels, jpeg_quality);
    side->timings.encode = seconds(Clock::now() - encoding);

    const cv::Size size = side->reading.image.pixels.size();
    side->width = uint32_t(size.width);
    side->height = uint32_t(size.height);
    side->rotation = side->reading.quarters * 90;
    side->skew = std::clamp(side->reading.image.skew, -45.0, 45.0);
    if (side->reading.is_language_missing) side->problems |= CDOCUMENT_LANGUAGE_DATA_MISSING;
    add_outline(*side, photo);
    add_lines(*side, size);
    add_others(*side, size);
    side->lines = side->owned_lines.data();
    side->line_count = side->owned_lines.size();
    side->barcodes = side->owned_barcodes.data();
    side->barcode_count = side->owned_barcodes.size();
    side->words = side->owned_words.data();
    side->word_count = side->owned_words.size();
    side->faces = side->owned_faces.data();
    side->face_count = side->owned_faces.size();
    side->jpeg = side->owned_jpeg.data();
    side->jpeg_length = side->owned_jpeg.size();
    return side;
}

}  // namespace
}  // namespace cdocument

using cvision::guard;

cdocument_library_versions cdocument_versions(void) {
    return {cdocument::tesseract_version(), cdocument::zxing_version(), cdocument::leptonica_version()};
}

cvision_status cdocument_open(cvision_bytes line_network, cvision_bytes detector, cvision_bytes recogniser,
                              const cdocument_language *languages, size_t language_count, const char *warm,
                              cdocument_reader **out, cvision_error *error) {
    *out = nullptr;
    return guard(error, [&] {
        *out = new cdocument_reader{{line_network, detector, recogniser, languages, language_count, warm}};
    });
}

cvision_status cdocument_read(cdocument_reader *reader, cvision_bytes photo, cdocument_options options,
                              cdocument_side **out, cvision_error *error) {
    *out = nullptr;
    return guard(error, [&] { *out = cdocument::read(reader->reader, photo, options).release(); });
}

void cdocument_side_free(cdocument_side *side) { delete static_cast<cdocument::OwnedSide *>(side); }

void cdocument_close(cdocument_reader *reader) { delete reader; }
