// Runs the C boundary of both matchers over photos and damaged copies of them, compiled with the address and
// undefined-behaviour sanitizers: `vision FOLDER_OF_MODELS STEPS FOLDER_OF_IMAGES...`. STEPS says how many cuts and how many
// altered bytes are tried of each image. Any report of a sanitizer ends the program with a status that is not 0.

#include "CVision.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

using Bytes = std::vector<uint8_t>;

void require(bool condition, const std::string &what) {
    if (condition) return;
    std::fprintf(stderr, "%s\n", what.c_str());
    std::abort();
}

Bytes read(const std::filesystem::path &path) {
    std::ifstream file(path, std::ios::binary);
    require(bool(file), "cannot read " + path.string());
    return Bytes(std::istreambuf_iterator<char>(file), {});
}

cvision_bytes view(const Bytes &bytes) { return {bytes.data(), bytes.size()}; }

int calls[CVISION_INTERNAL + 1] = {};

// Touches every byte that a result claims to own, so that a wrong length is seen.
void examine(const cvision_result &result) {
    double sum = 0;
    for (size_t i = 0; i < result.face_count; i++) sum += result.faces[i].quality.confidence + result.faces[i].box.x;
    for (int i = 0; result.template_values != nullptr && i < CVISION_TEMPLATE_LENGTH; i++)
        sum += result.template_values[i];
    for (size_t i = 0; i < result.crop_length; i++) sum += result.crop[i];
    require(sum == sum, "a number is not a number");
    require((result.chosen >= 0) == (result.face_count > 0), "faces without a chosen one");
    require(result.width > 0 && result.height > 0, "a photo without a size");
}

void extract(cvision_matcher *matcher, const Bytes &photo, cvision_face_choice choice, uint64_t max_pixels) {
    cvision_result *result = nullptr;
    cvision_error error{};
    // A copy of exactly the right size: a read beyond it is a report.
    const Bytes exact(photo);
    const cvision_options options{choice, size_t(64) << 20, max_pixels};
    const cvision_status status = cvision_extract(matcher, view(exact), options, &result, &error);
    require(status != CVISION_INTERNAL, std::string("an internal error: ") + error.message);
    require((status == CVISION_OK) == (result != nullptr), "a status that the result contradicts");
    require((status == CVISION_OK) == (error.message[0] == 0), "a status that the message contradicts");
    if (result != nullptr) examine(*result);
    cvision_result_free(result);
    calls[status]++;
}

void damage(cvision_matcher *matcher, const Bytes &photo, int steps, std::mt19937 &random) {
    for (int step = 0; step < steps && !photo.empty(); step++) {
        Bytes cut(photo.begin(), photo.begin() + ptrdiff_t(random() % photo.size()));
        extract(matcher, cut, CVISION_FACE_LARGEST, 1 << 22);
        Bytes altered(photo);
        // Near the beginning there is more structure, in the rest only pixels.
        const size_t reach = step % 2 == 0 ? std::min<size_t>(512, photo.size()) : photo.size();
        for (int i = 0; i < 3; i++) altered[random() % reach] = uint8_t(random());
        extract(matcher, altered, CVISION_FACE_CENTRAL, 1 << 22);
    }
}

// Models that are not what they should be: empty, cut, of the other library.
void open_wrong(const Bytes &one, const Bytes &other, bool is_dlib) {
    const Bytes cut(one.begin(), one.begin() + ptrdiff_t(one.size() / 2));
    for (const auto &[first, second] : {std::pair<Bytes, Bytes>{{}, {}}, {other, one}, {cut, other}, {one, cut}}) {
        cvision_matcher *matcher = nullptr;
        cvision_error error{};
        const cvision_status status = is_dlib ? cvision_dlib_open(view(first), view(second), &matcher, &error)
                                              : cvision_opencv_open(view(first), view(second), &matcher, &error);
        require(status == CVISION_BAD_MODEL && matcher == nullptr && error.message[0] != 0, "a wrong model is opened");
    }
}

}  // namespace

int main(int count, char **arguments) {
    require(count >= 4, "vision FOLDER_OF_MODELS STEPS FOLDER_OF_IMAGES...");
    const std::filesystem::path models = arguments[1];
    const int steps = std::atoi(arguments[2]);
    cvision_error error{};
    require(cvision_prepare_process(&error) == CVISION_OK, error.message);
    cvision_library_versions versions{};
    require(cvision_versions(&versions, &error) == CVISION_OK && versions.opencv != nullptr, error.message);
    cvision_result_free(nullptr);
    cvision_close(nullptr);
    for (const bool is_dlib : {false, true}) {
        const Bytes first =
            read(models / (is_dlib ? "shape_predictor_5_face_landmarks.dat" : "face_detection_yunet_2023mar.onnx"));
        const Bytes second = read(
            models / (is_dlib ? "dlib_face_recognition_resnet_model_v1.dat" : "face_recognition_sface_2021dec.onnx"));
        open_wrong(first, second, is_dlib);
        cvision_matcher *matcher = nullptr;
        const cvision_status status = is_dlib ? cvision_dlib_open(view(first), view(second), &matcher, &error)
                                              : cvision_opencv_open(view(first), view(second), &matcher, &error);
        require(status == CVISION_OK, error.message);
        std::mt19937 random(20260101);
        extract(matcher, {}, CVISION_FACE_LARGEST, 1 << 22);
        for (int i = 3; i < count; i++)
            for (const auto &entry : std::filesystem::directory_iterator(arguments[i])) {
                if (!entry.is_regular_file()) continue;
                const Bytes photo = read(entry.path());
                extract(matcher, photo, CVISION_FACE_LARGEST, 1 << 22);
                extract(matcher, photo, CVISION_FACE_CENTRAL, 1 << 22);
                extract(matcher, photo, CVISION_FACE_LARGEST, 1);
                // A photo takes a second where a drawn image takes a hundredth.
                damage(matcher, photo, photo.size() < 1 << 16 ? steps : (steps + 9) / 10, random);
            }
        cvision_close(matcher);
    }
    std::printf("calls by status 0 to %d:", CVISION_INTERNAL);
    for (const int number : calls) std::printf(" %d", number);
    std::printf("\n");
}
