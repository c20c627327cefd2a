#include "reader.hpp"

#include "outline.hpp"
#include "text_lines.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cdocument {
namespace {

// A zone this sure ends the search for a better view of it.
constexpr double sure = 0.9;
constexpr float sure_face = 0.7f;
// Longer side of what Tesseract sees: small print of 1.2 mm on a page of 125 mm is 12 px high.
constexpr double words_side = 1400;
// A strip thinner than this shows nothing.
constexpr int thinnest = 32;

cv::Mat grey_of(const cv::Mat &pixels) {
    cv::Mat grey;
    cv::cvtColor(pixels, grey, cv::COLOR_BGR2GRAY);
    return grey;
}

void turn_back(Zone &zone, cv::Size size) {
    if (!zone.is_upside_down) return;
    const auto turn = [&](cv::Point2f &point) {
        point = cv::Point2f(float(size.width) - point.x, float(size.height) - point.y);
    };
    for (ZoneLine &line : zone.lines) {
        turn(line.place.left);
        turn(line.place.right);
    }
    zone.is_upside_down = false;
}

cv::Point2f mapped(const cv::Matx33d &map, cv::Point2f point) {
    const cv::Vec3d out = map * cv::Vec3d(point.x, point.y, 1);
    return {float(out[0] / out[2]), float(out[1] / out[2])};
}

cv::Rect around(const TextLine &line, float reach) {
    const float high = line.height * reach;
    const cv::Point2f low(std::min(line.left.x, line.right.x), std::min(line.left.y, line.right.y) - high / 2);
    const cv::Point2f far(std::max(line.left.x, line.right.x), std::max(line.left.y, line.right.y) + high / 2);
    return cv::Rect2f(low, far);
}

// The page of a passport or visa by its zone, for a photo without an outline: 44 characters are 111.8 mm long, and the page
// ends at most 95 mm above the last line. Of an open passport the other page is slow to read and says nothing.
cv::Rect page_of(const Zone &zone, cv::Size size) {
    const cv::Rect all(0, 0, size.width, size.height);
    if (zone.lines.size() != 2 || zone.lines[0].characters.size() < 40) return all;
    const TextLine &last = zone.lines[1].place;
    const double millimetre = double(last.length()) / 111.8;
    const int top = int(double(last.centre().y) - 95 * millimetre), bottom = int(double(last.centre().y) + 12 * millimetre);
    const cv::Rect page = cv::Rect(0, top, size.width, bottom - top) & all;
    return page.height > page.width / 3 ? page : all;
}

// Print without what it stands on, twice as dark: fine lines and shades, with which documents are protected, are fainter than
// letters. Of specimens at the level `medium` this doubles what is read.
cv::Mat print_alone(const cv::Mat &grey) {
    cv::Mat out;
    strokes(grey, 41).convertTo(out, CV_8U, -2, 255);
    return out;
}

class Laps {
public:
    explicit Laps(cdocument_timings &timings) : timings_(timings) {}
    void lap(double cdocument_timings::*stage) {
        const auto now = Clock::now();
        timings_.*stage += std::chrono::duration<double>(now - last_).count();
        last_ = now;
    }

private:
    using Clock = std::chrono::steady_clock;
    cdocument_timings &timings_;
    Clock::time_point last_ = Clock::now();
};

}  // namespace

Reader::Reader(cvision_bytes line_network, cvision_bytes detector, cvision_bytes recogniser,
               const cdocument_language *languages, size_t count, const std::string &warm)
    : network_(line_network), portraits_(detector, recogniser), words_(languages, count, warm) {}

// Upright or on its head first, then on its sides; `image` is turned so that the zone runs from left to right.
Zone Reader::read_zone(Straight &image, int &quarters) {
    Zone best;
    Straight best_image = image;
    for (const int turn : {0, 1}) {
        Straight view = turned(image, turn);
        const cv::Mat grey = grey_of(view.pixels);
        Zone zone = cdocument::read_zone(grey, find_text_lines(grey), network_);
        if (zone.score <= best.score) continue;
        quarters = turn + (zone.is_upside_down ? 2 : 0);
        best_image = zone.is_upside_down ? turned(view, 2) : view;
        turn_back(zone, view.pixels.size());
        best = std::move(zone);
        if (best.score >= sure) break;
    }
    image = best_image;
    return best;
}

// The document by its outline, or where no zone is found in that the whole photo: an outline may be a wrong one.
Reading Reader::find_zone(const cv::Mat &photo) {
    std::vector<Reading> attempts;
    for (const Outline &outline : find_outlines(photo)) {
        Reading reading;
        reading.outline = outline.corners;
        reading.image = straighten(photo, outline.corners, CDOCUMENT_SIDE);
        attempts.push_back(std::move(reading));
    }
    const size_t outlined = attempts.size();
    for (size_t i = 0; i <= outlined; i++) {
        if (i == outlined) {
            Reading reading;
            reading.image = whole(photo, CDOCUMENT_SIDE);
            attempts.push_back(std::move(reading));
        }
        attempts[i].zone = read_zone(attempts[i].image, attempts[i].quarters);
        if (attempts[i].zone.score >= sure) return attempts[i];
    }
    const auto best = std::max_element(attempts.begin(), attempts.end(), [](const Reading &a, const Reading &b) {
        return a.zone.score < b.zone.score;
    });
    return *best;
}

// Without a zone: a face stands upright, a barcode lies level, and what reads best is right.
int Reader::quarters_by_content(const Straight &image, const std::string &languages) {
    float clearest = sure_face;
    int found = -1;
    for (int quarters = 0; quarters < 4; quarters++) {
        const float face = portraits_.uprightness(turned(image, quarters).pixels);
        // Every view is looked at: a detector sees faces upside down, too, less clearly.
        if (face > clearest) clearest = face, found = quarters;
    }
    if (found >= 0) return found;
    for (const Barcode &code : cdocument::read_barcodes(grey_of(image.pixels))) {
        // QR codes are printed any way up.
        if (code.format != std::string("qr_code")) return int(std::lround(-code.orientation / 90.0)) & 3;
    }
    const cv::Mat grey = grey_of(image.pixels), side = grey_of(turned(image, 1).pixels);
    const auto total = [](const cv::Mat &view) {
        double sum = 0;
        for (const TextLine &line : find_text_lines(view)) sum += double(line.length());
        return sum;
    };
    const int base = total(side) > 1.5 * total(grey) ? 1 : 0;
    double best = -1;
    for (const int quarters : {base, base + 2}) {
        Reading reading;
        reading.image = turned(image, quarters);
        read_words(reading, languages);
        double sum = 0;
        for (const Word &word : reading.words)
            if (word.confidence > 0.6) sum += word.confidence * double(word.text.size());
        if (sum > best * 1.1) best = sum, found = quarters;
    }
    return std::max(0, found);
}

void Reader::read_barcodes(const cv::Mat &photo, Reading &reading) {
    reading.barcodes = cdocument::read_barcodes(grey_of(reading.image.pixels));
    if (!reading.barcodes.empty()) return;
    // In the photo it has all its pixels, and no outline cuts it off.
    const double larger = std::max(photo.cols, photo.rows) / double(std::max(reading.image.pixels.cols, reading.image.pixels.rows));
    if (!reading.outline && larger < 1.15) return;
    reading.barcodes = cdocument::read_barcodes(grey_of(photo));
    const cv::Matx33d from_photo = reading.image.to_photo.inv();
    for (Barcode &code : reading.barcodes)
        for (cv::Point2f &corner : code.corners) corner = mapped(from_photo, corner);
}

void Reader::read_words(Reading &reading, const std::string &languages) {
    cv::Mat grey = grey_of(reading.image.pixels);
    // What has been read already is covered: it would be read again, slowly and wrongly.
    const cv::Rect all(0, 0, grey.cols, grey.rows);
    const auto cover = [&](const cv::Rect &where) {
        const cv::Rect part = where & all;
        if (part.empty()) return;
        cv::Mat block = grey(part);
        block.setTo(cv::mean(block)[0] > 128 ? cv::Scalar(230) : cv::mean(block));
    };
    for (const ZoneLine &line : reading.zone.lines) cover(around(line.place, 1.9f));
    for (const Portrait &portrait : reading.portraits) cover(portrait.box);
    for (const Barcode &code : reading.barcodes) cover(cv::boundingRect(code.corners));
    // Light print on a dark card.
    if (cv::mean(grey)[0] < 100) grey = 255 - grey;
    const cv::Rect page = reading.outline ? all : page_of(reading.zone, grey.size());
    grey = grey(page);
    const double scale = std::min(2.0, words_side / std::max(grey.cols, grey.rows));
    cv::resize(grey, grey, cv::Size(), scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    reading.words = words_.read(print_alone(grey), languages, reading.is_language_missing);
    for (Word &word : reading.words)
        word.box = cv::Rect(int(word.box.x / scale) + page.x, int(word.box.y / scale) + page.y, std::max(1, int(word.box.width / scale)),
                            std::max(1, int(word.box.height / scale)));
}

Reading Reader::read(const cv::Mat &photo, const std::string &languages, cdocument_timings &timings) {
    Laps laps(timings);
    if (std::min(photo.cols, photo.rows) < thinnest) {
        Reading empty;
        empty.image = whole(photo, CDOCUMENT_SIDE);
        return empty;
    }
    Reading reading = find_zone(photo);
    laps.lap(&cdocument_timings::zone);
    if (reading.zone.lines.empty()) {
        reading.quarters = quarters_by_content(reading.image, languages);
        reading.image = turned(reading.image, reading.quarters);
    }
    laps.lap(&cdocument_timings::outline);
    reading.portraits = portraits_.find(reading.image.pixels);
    laps.lap(&cdocument_timings::faces);
    read_barcodes(photo, reading);
    laps.lap(&cdocument_timings::barcodes);
    read_words(reading, languages);
    laps.lap(&cdocument_timings::words);
    return reading;
}

}  // namespace cdocument
