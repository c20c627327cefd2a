// The way of a photo through the parts.

#pragma once

#include "barcodes.hpp"
#include "portraits.hpp"
#include "straighten.hpp"
#include "words.hpp"
#include "zone.hpp"

#include <optional>

namespace cdocument {

// What was found, in pixels of `image`, which is upright.
struct Reading {
    Straight image;
    std::optional<Quad> outline;  // in pixels of the decoded photo
    int quarters = 0;             // by which the image was turned clockwise
    Zone zone;
    std::vector<Portrait> portraits;
    std::vector<Barcode> barcodes;
    std::vector<Word> words;
    bool is_language_missing = false;
};

class Reader {
public:
    Reader(cvision_bytes line_network, cvision_bytes detector, cvision_bytes recogniser,
           const cdocument_language *languages, size_t count, const std::string &warm);

    Reading read(const cv::Mat &photo, const std::string &languages, cdocument_timings &timings);

private:
    Reading find_zone(const cv::Mat &photo);
    Zone read_zone(Straight &image, int &quarters);
    int quarters_by_content(const Straight &image, const std::string &languages);
    void read_barcodes(const cv::Mat &photo, Reading &reading);
    void read_words(Reading &reading, const std::string &languages);

    LineNetwork network_;
    Portraits portraits_;
    Words words_;
};

}  // namespace cdocument
