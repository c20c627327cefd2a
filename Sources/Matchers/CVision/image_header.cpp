// JPEG: ITU-T T.81 annex B. PNG: W3C PNG third edition. EXIF: CIPA DC-008, tag 0x0112.

#include "image_header.hpp"

#include "boundary.hpp"

#include <cstring>

namespace cvision {
namespace {

// A view that refuses to be read beyond its end: every offset in a stranger's file is a guess until checked.
struct Reader {
    const uint8_t *data;
    size_t length;

    uint8_t byte(size_t at) const {
        if (at >= length) throw Failure(CVISION_BAD_IMAGE, "the file ends early");
        return data[at];
    }
    uint32_t big(size_t at, int count) const {
        uint32_t value = 0;
        for (int i = 0; i < count; i++) value = value << 8 | byte(at + size_t(i));
        return value;
    }
    uint32_t little(size_t at, int count) const {
        uint32_t value = 0;
        for (int i = count - 1; i >= 0; i--) value = value << 8 | byte(at + size_t(i));
        return value;
    }
    bool has(size_t at, const char *text, size_t count) const {
        return at <= length && count <= length - at && std::memcmp(data + at, text, count) == 0;
    }
};

// Broken metadata must not cost the applicant the photo: anything odd means "upright".
uint32_t exif_orientation(const uint8_t *data, size_t length) {
    try {
        const Reader tiff{data, length};
        const bool is_little = tiff.has(0, "II*\0", 4);
        if (!is_little && !tiff.has(0, "MM\0*", 4)) return 1;
        const auto number = [&](size_t at, int count) {
            return is_little ? tiff.little(at, count) : tiff.big(at, count);
        };
        const size_t directory = number(4, 4);
        const uint32_t entries = number(directory, 2);
        for (uint32_t i = 0; i < entries; i++) {
            const size_t entry = directory + 2 + size_t(i) * 12;
            if (number(entry, 2) != 0x0112) continue;
            const uint32_t value = number(entry + 8, 2);
            return value >= 1 && value <= 8 ? value : 1;
        }
    } catch (const Failure &) {
    }
    return 1;
}

// A progressive photo has about ten scans; each costs a pass over the whole picture, so a file made of thousands
// of tiny scans is an attack on our time.
constexpr int max_scans = 64;

// Walks every marker up to the end-of-image one. A file that was cut anywhere has lost that marker.
ImageHeader read_jpeg(const Reader &file) {
    ImageHeader header{Format::jpeg, 0, 0};
    bool has_exif = false;
    int scans = 0;
    size_t at = 2;
    while (true) {
        if (file.byte(at) != 0xFF) throw Failure(CVISION_BAD_IMAGE, "JPEG: a marker is missing");
        while (file.byte(at) == 0xFF) at++;  // a marker may be padded with any number of FF
        const uint8_t marker = file.byte(at++);
        if (marker == 0xD9) break;
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) continue;  // markers without a segment
        const size_t size = file.big(at, 2);
        if (size < 2 || size > file.length - at) throw Failure(CVISION_BAD_IMAGE, "JPEG: a segment is cut short");
        const bool is_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (is_frame) {
            if (marker > 0xC2)
                throw Failure(CVISION_UNSUPPORTED_FORMAT, "JPEG: lossless, differential or arithmetic coding");
            if (header.width != 0) throw Failure(CVISION_BAD_IMAGE, "JPEG: two frames");
            if (file.byte(at + 2) != 8) throw Failure(CVISION_UNSUPPORTED_FORMAT, "JPEG: not 8 bits a sample");
            header.height = file.big(at + 3, 2);
            header.width = file.big(at + 5, 2);
            // A height of zero is legal (a later DNL marker gives it) but no camera writes it.
            if (header.width == 0 || header.height == 0) throw Failure(CVISION_BAD_IMAGE, "JPEG: no size");
        } else if (marker == 0xE1 && !has_exif && size >= 8 && file.has(at + 2, "Exif\0\0", 6)) {
            has_exif = true;
            header.orientation = exif_orientation(file.data + at + 8, size - 8);
        }
        at += size;
        if (marker != 0xDA) continue;
        if (header.width == 0) throw Failure(CVISION_BAD_IMAGE, "JPEG: a scan before its frame");
        if (++scans > max_scans) throw Failure(CVISION_UNSUPPORTED_FORMAT, "JPEG: too many scans");
        // Inside a scan FF is followed by 00 (a data byte) or a restart marker; anything else ends it.
        while (!(file.byte(at) == 0xFF && file.byte(at + 1) != 0x00 && (file.byte(at + 1) & 0xF8) != 0xD0)) at++;
    }
    if (scans == 0) throw Failure(CVISION_BAD_IMAGE, "JPEG: no picture");
    return header;
}

ImageHeader read_png(const Reader &file) {
    if (!file.has(12, "IHDR", 4) || file.big(8, 4) != 13)
        throw Failure(CVISION_BAD_IMAGE, "PNG: the header is missing");
    ImageHeader header{Format::png, file.big(16, 4), file.big(20, 4)};
    if (header.width == 0 || header.height == 0) throw Failure(CVISION_BAD_IMAGE, "PNG: no size");
    size_t at = 8;
    bool is_last = false;
    while (!is_last) {
        is_last = file.has(at + 4, "IEND", 4);
        const size_t size = file.big(at, 4);
        file.byte(at + 7);
        // The checksum's four bytes after the data count too.
        if (size > file.length - at - 8 || file.length - at - 8 - size < 4)
            throw Failure(CVISION_BAD_IMAGE, "PNG: a chunk is cut short");
        if (file.has(at + 4, "eXIf", 4)) header.orientation = exif_orientation(file.data + at + 8, size);
        at += size + 12;
    }
    return header;
}

}  // namespace

ImageHeader read_header(cvision_bytes bytes) {
    const Reader file{bytes.data, bytes.length};
    if (bytes.length == 0) throw Failure(CVISION_BAD_IMAGE, "the file is empty");
    if (file.has(0, "\xFF\xD8\xFF", 3)) return read_jpeg(file);
    if (file.has(0, "\x89PNG\r\n\x1A\n", 8)) return read_png(file);
    throw Failure(CVISION_UNSUPPORTED_FORMAT, "neither JPEG nor PNG");
}

}  // namespace cvision
