#include "barcodes.hpp"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>
#include <ZXing/ZXVersion.h>

namespace cdocument {
namespace {

constexpr size_t most = 16;

const char *name(ZXing::BarcodeFormat format) {
    switch (format) {
        case ZXing::BarcodeFormat::PDF417: return "pdf417";
        case ZXing::BarcodeFormat::QRCode: return "qr_code";
        case ZXing::BarcodeFormat::Code128: return "code_128";
        case ZXing::BarcodeFormat::Code39: return "code_39";
        default: return nullptr;
    }
}

}  // namespace

std::vector<Barcode> read_barcodes(const cv::Mat &grey) {
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::PDF417 | ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::Code128 |
                     ZXing::BarcodeFormat::Code39);
    // The default is two equal lines; a lone scan line finds Code 39 in a row of letters.
    hints.setTryHarder(true).setTryRotate(true).setTryDownscale(true).setMinLineCount(4).setMaxNumberOfSymbols(most);
    std::vector<Barcode> found;
    const ZXing::ImageView view(grey.data, grey.cols, grey.rows, ZXing::ImageFormat::Lum, int(grey.step));
    for (const ZXing::Result &result : ZXing::ReadBarcodes(view, hints)) {
        const char *format = name(result.format());
        if (format == nullptr || !result.isValid() || found.size() >= most) continue;
        Barcode code{format, result.text(), {}, result.orientation()};
        // Code 39 has no checksum of its own: two or three characters are noise.
        if (code.text.empty() || (result.format() == ZXing::BarcodeFormat::Code39 && code.text.size() < 4)) continue;
        for (const ZXing::PointI &point : result.position()) code.corners.emplace_back(float(point.x), float(point.y));
        found.push_back(std::move(code));
    }
    return found;
}

#define CDOCUMENT_TEXT(value) #value
#define CDOCUMENT_TEXT_OF(macro) CDOCUMENT_TEXT(macro)
const char *zxing_version() {
    return CDOCUMENT_TEXT_OF(ZXING_VERSION_MAJOR) "." CDOCUMENT_TEXT_OF(ZXING_VERSION_MINOR) "." CDOCUMENT_TEXT_OF(
        ZXING_VERSION_PATCH);
}

}  // namespace cdocument
