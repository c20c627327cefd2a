#include "portraits.hpp"

#include "alignment.hpp"
#include "sface_matcher.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cdocument {
namespace {

// Longer sides at which faces are looked for: the portrait, and a ghost of a twentieth of the width.
constexpr double coarse_side = 480, portrait_side = 640, ghost_side = 960;
constexpr size_t most = 8;
// Of a picture that is printed small and pale the recogniser makes something of anyone.
constexpr float smallest_eyes = 8;

double cosine(const cvision::Template &a, const cvision::Template &b) {
    double product = 0, first = 0, second = 0;
    for (size_t i = 0; i < a.size(); i++) {
        product += double(a[i]) * double(b[i]);
        first += double(a[i]) * double(a[i]);
        second += double(b[i]) * double(b[i]);
    }
    return product / std::sqrt(std::max(1e-12, first * second));
}

// A ghost is printed pale: with the brightness and contrast of the first the recogniser sees a face.
cv::Mat toned_like(const cv::Mat &crop, const cv::Mat &first) {
    cv::Mat grey, out;
    cv::cvtColor(crop, grey, cv::COLOR_BGR2GRAY);
    cv::Scalar mean, deviation, wanted_mean, wanted_deviation;
    cv::meanStdDev(grey, mean, deviation);
    cv::Mat first_grey;
    cv::cvtColor(first, first_grey, cv::COLOR_BGR2GRAY);
    cv::meanStdDev(first_grey, wanted_mean, wanted_deviation);
    const double gain = wanted_deviation[0] / std::max(1.0, deviation[0]);
    crop.convertTo(out, CV_8U, gain, wanted_mean[0] - gain * mean[0]);
    return out;
}

}  // namespace

Portraits::Portraits(cvision_bytes detector, cvision_bytes recogniser)
    : library_(cvision::make_opencv_library()),
      detector_(*library_, detector),
      matcher_(cvision::make_sface_matcher(cvision::make_opencv_library(), detector, recogniser)) {}

float Portraits::uprightness(const cv::Mat &pixels) {
    const double side = std::max(pixels.cols, pixels.rows);
    const std::vector<cvision::Face> faces = detector_.detect(pixels, std::min(1.0, coarse_side / side));
    // Sorted by confidence; a face whose eyes are not above its mouth lies on its side.
    for (const cvision::Face &face : faces) {
        const cv::Point2f eyes = face.landmarks[1] - face.landmarks[0], down = face.landmarks[3] - face.landmarks[0];
        if (eyes.x > std::abs(eyes.y) && down.y > std::abs(down.x)) return face.confidence;
    }
    return 0;
}

std::vector<Portrait> Portraits::find(const cv::Mat &pixels) {
    const double side = std::max(pixels.cols, pixels.rows);
    std::vector<cvision::Face> faces;
    for (const double wanted : {portrait_side, ghost_side}) {
        if (wanted > portrait_side && side <= portrait_side) break;
        for (const cvision::Face &face : detector_.detect(pixels, std::min(1.0, wanted / side))) {
            const bool is_known = std::any_of(faces.begin(), faces.end(), [&](const cvision::Face &other) {
                return (face.box & other.box).area() > 0.3f * std::min(face.box.area(), other.box.area());
            });
            if (!is_known) faces.push_back(face);
        }
    }
    std::sort(faces.begin(), faces.end(), [](const cvision::Face &a, const cvision::Face &b) {
        return a.box.area() != b.box.area() ? a.box.area() > b.box.area() : cvision::is_more_confident(a, b);
    });
    if (faces.size() > most) faces.resize(most);
    cvision::Photo photo;
    photo.pixels = pixels;
    photo.width = uint32_t(pixels.cols);
    photo.height = uint32_t(pixels.rows);
    cvision_timings unused{};
    cvision::Stopwatch watch(unused);
    std::vector<Portrait> found;
    cvision::Template first;
    cv::Mat first_crop;
    for (cvision::Face &face : faces) {
        Portrait portrait{face.box, face.confidence};
        if (faces.size() > 1 && cv::norm(face.landmarks[1] - face.landmarks[0]) >= double(smallest_eyes)) {
            face.crop = cvision::aligned_crop(pixels, face.landmarks);
            if (first_crop.empty()) first_crop = face.crop;
            else face.crop = toned_like(face.crop, first_crop);
            const cvision::Template values = matcher_->embed(photo, face, watch);
            if (found.empty()) {
                first = values;
            } else if (!first.empty()) {
                const double similarity = cosine(first, values);
                if (std::isfinite(similarity)) portrait.similarity = std::clamp(similarity, -1.0, 1.0);
            }
        }
        found.push_back(portrait);
    }
    return found;
}

}  // namespace cdocument
