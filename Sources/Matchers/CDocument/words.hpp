// Printed text by Tesseract's line network, with languages from memory: nothing is opened after the start.

#pragma once

#include "CDocument.h"

#include <map>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace tesseract {
class TessBaseAPI;
}

namespace cdocument {

struct Word {
    std::string text;  // UTF-8
    double confidence;
    cv::Rect box;
    int line;
};

class Words {
public:
    Words(const cdocument_language *languages, size_t count, const std::string &warm);
    ~Words();

    // `languages` with `+` between them. `is_missing` tells that at least one of them has no data; the others are read.
    std::vector<Word> read(const cv::Mat &grey, const std::string &languages, bool &is_missing);

private:
    tesseract::TessBaseAPI *engine(const std::string &languages);
    std::map<std::string, std::unique_ptr<tesseract::TessBaseAPI>> engines_;
};

const char *tesseract_version();
const char *leptonica_version();

}  // namespace cdocument
