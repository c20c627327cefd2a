#include "words.hpp"

#include "boundary.hpp"

#include <algorithm>
#include <leptonica/allheaders.h>
#include <sstream>
#include <tesseract/baseapi.h>

namespace cdocument {
namespace {

// Tesseract's reader is a plain function, so what it reads is the process's.
std::map<std::string, std::vector<char>> &library() {
    static std::map<std::string, std::vector<char>> files;
    return files;
}

// Called with "FOLDER/NAME.traineddata".
bool from_memory(const char *path, std::vector<char> *out) {
    const std::string name(path);
    const size_t slash = name.rfind('/'), from = slash == std::string::npos ? 0 : slash + 1;
    const auto found = library().find(name.substr(from));
    if (found == library().end()) return false;
    *out = found->second;
    return true;
}

std::vector<std::string> split(const std::string &names) {
    std::vector<std::string> found;
    std::istringstream stream(names);
    for (std::string name; std::getline(stream, name, '+');)
        if (!name.empty()) found.push_back(name);
    return found;
}

// Languages for which there is data, with `+` between them.
std::string known(const std::string &languages, bool &is_missing) {
    std::string found;
    for (const std::string &name : split(languages)) {
        if (library().count(name + ".traineddata") == 0) {
            is_missing = true;
            continue;
        }
        found += (found.empty() ? "" : "+") + name;
    }
    return found;
}

constexpr size_t most_words = 2000;

}  // namespace

Words::Words(const cdocument_language *languages, size_t count, const std::string &warm) {
    // Tesseract also prints what it thinks; only its failures matter here.
    setMsgSeverity(L_SEVERITY_NONE);
    for (size_t i = 0; i < count; i++) {
        const char *data = reinterpret_cast<const char *>(languages[i].data.data);
        library()[std::string(languages[i].name) + ".traineddata"].assign(data, data + languages[i].data.length);
    }
    bool is_missing = false;
    const std::string names = known(warm, is_missing);
    if (!names.empty()) engine(names);
}

Words::~Words() = default;

tesseract::TessBaseAPI *Words::engine(const std::string &languages) {
    std::unique_ptr<tesseract::TessBaseAPI> &engine = engines_[languages];
    if (engine != nullptr) return engine.get();
    auto made = std::make_unique<tesseract::TessBaseAPI>();
    const std::vector<std::string> names = {"load_system_dawg", "load_freq_dawg", "tessedit_do_invert"};
    // Names and numbers are no dictionary's words; documents print dark on light.
    const std::vector<std::string> values = {"0", "0", "0"};
    if (made->Init("/", 0, languages.c_str(), tesseract::OEM_LSTM_ONLY, nullptr, 0, &names, &values, false, from_memory) != 0) {
        engines_.erase(languages);
        throw cvision::Failure(CVISION_BAD_MODEL, "Tesseract refuses the data of " + languages);
    }
    made->SetPageSegMode(tesseract::PSM_SPARSE_TEXT);
    engine = std::move(made);
    return engine.get();
}

std::vector<Word> Words::read(const cv::Mat &grey, const std::string &languages, bool &is_missing) {
    is_missing = false;
    const std::string names = known(languages, is_missing);
    std::vector<Word> found;
    if (names.empty()) return found;
    tesseract::TessBaseAPI &engine = *this->engine(names);
    engine.SetImage(grey.data, grey.cols, grey.rows, 1, int(grey.step));
    engine.SetSourceResolution(300);
    if (engine.Recognize(nullptr) != 0) return found;
    std::unique_ptr<tesseract::ResultIterator> words(engine.GetIterator());
    int line = -1;
    for (; words != nullptr && found.size() < most_words;) {
        if (words->IsAtBeginningOf(tesseract::RIL_TEXTLINE)) line++;
        int left, top, right, bottom;
        const std::unique_ptr<const char[]> text(words->GetUTF8Text(tesseract::RIL_WORD));
        if (text != nullptr && words->BoundingBox(tesseract::RIL_WORD, &left, &top, &right, &bottom)) {
            const double confidence = double(words->Confidence(tesseract::RIL_WORD)) / 100;
            const bool is_blank = std::string(text.get()).find_first_not_of(" \t\r\n") == std::string::npos;
            if (!is_blank && right > left && bottom > top)
                found.push_back({text.get(), std::clamp(confidence, 0.0, 1.0), cv::Rect(left, top, right - left, bottom - top),
                                 std::max(0, line)});
        }
        if (!words->Next(tesseract::RIL_WORD)) break;
    }
    engine.Clear();
    engine.ClearAdaptiveClassifier();
    return found;
}

const char *tesseract_version() { return tesseract::TessBaseAPI::Version(); }

const char *leptonica_version() {
    static const std::string version = [] {
        char *text = getLeptonicaVersion();
        std::string found = text == nullptr ? "unknown" : text;
        lept_free(text);
        const size_t dash = found.find('-');
        return dash == std::string::npos ? found : found.substr(dash + 1);
    }();
    return version.c_str();
}

}  // namespace cdocument
