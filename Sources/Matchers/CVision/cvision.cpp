// The exported functions: the pipeline that all matchers share, and ownership.

#include "alignment.hpp"
#include "boundary.hpp"
#include "codecs.hpp"
#include "dlib_matcher.hpp"
#include "image_decode.hpp"
#include "network.hpp"
#include "photo_hash.hpp"
#include "quality.hpp"
#include "sface_matcher.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/utils/logger.hpp>

// Present when OpenBLAS is the BLAS that was linked; without it there is no thread pool to limit.
extern "C" __attribute__((weak)) void openblas_set_num_threads(int count);

namespace cvision {
namespace {

// What the caller sees, and the vectors that own what it points to.
struct OwnedResult : cvision_result {
    OwnedResult() : cvision_result{} {}
    std::vector<cvision_face> owned_faces;
    Template owned_template;
    std::vector<uint8_t> owned_crop;
};

float distance_to_centre(const Photo &photo, const Face &face) {
    const cv::Point2f centre = (face.box.tl() + face.box.br()) * 0.5f;
    return std::hypot(centre.x - float(photo.pixels.cols) / 2, centre.y - float(photo.pixels.rows) / 2);
}

// Faces come sorted by falling confidence, and only a strictly better one replaces an earlier one: ties go to the
// more confident.
ptrdiff_t choose(const Photo &photo, const std::vector<Face> &faces, cvision_face_choice choice) {
    ptrdiff_t best = -1;
    for (size_t i = 0; i < faces.size(); i++) {
        const Face &challenger = faces[i];
        const auto is_better = [&](const Face &holder) {
            if (choice == CVISION_FACE_CENTRAL)
                return distance_to_centre(photo, challenger) < distance_to_centre(photo, holder);
            return challenger.box.area() > holder.box.area();
        };
        if (best < 0 || is_better(faces[size_t(best)])) best = ptrdiff_t(i);
    }
    return best;
}

cvision_face describe(const Photo &photo, const Face &face) {
    cvision_face out{};
    out.box = {face.box.x * photo.scale.x, face.box.y * photo.scale.y, face.box.width * photo.scale.x,
               face.box.height * photo.scale.y};
    for (size_t i = 0; i < face.landmarks.size(); i++)
        out.landmarks[i] = {face.landmarks[i].x * photo.scale.x, face.landmarks[i].y * photo.scale.y};
    out.quality = measure_quality(photo, face, face.crop);
    return out;
}

std::unique_ptr<OwnedResult> extract(cvision_matcher &matcher, cvision_bytes bytes, const cvision_options &options) {
    auto result = std::make_unique<OwnedResult>();
    Stopwatch watch(result->timings);
    const Photo photo = decode_photo(bytes, options);
    watch.lap(&cvision_timings::decode);
    std::vector<Face> faces = matcher.detect(photo);
    std::sort(faces.begin(), faces.end(), is_more_confident);
    if (faces.size() > CVISION_MAX_FACES) faces.resize(CVISION_MAX_FACES);

    result->width = photo.width;
    result->height = photo.height;
    result->reduction = photo.reduction;
    result->orientation = photo.orientation;
    result->photo_hash = photo_hash(photo);
    result->chosen = choose(photo, faces, options.face_choice);
    result->owned_faces.reserve(faces.size());
    watch.lap(&cvision_timings::detect);
    for (Face &face : faces) face.crop = aligned_crop(photo.pixels, face.landmarks);
    if (!faces.empty()) watch.lap(&cvision_timings::align);
    for (const Face &face : faces) result->owned_faces.push_back(describe(photo, face));
    watch.lap(&cvision_timings::detect);
    if (result->chosen >= 0) {
        const Face &face = faces[size_t(result->chosen)];
        result->owned_template = matcher.embed(photo, face, watch);
        const auto is_finite = [](float value) { return std::isfinite(value); };
        if (result->owned_template.size() != CVISION_TEMPLATE_LENGTH ||
            !std::all_of(result->owned_template.begin(), result->owned_template.end(), is_finite))
            throw Failure(CVISION_INTERNAL, "the recogniser returned no usable template");
        result->owned_crop = encode_jpeg(face.crop);
        result->template_values = result->owned_template.data();
        result->crop = result->owned_crop.data();
        result->crop_length = result->owned_crop.size();
    }
    result->faces = result->owned_faces.data();
    result->face_count = result->owned_faces.size();
    return result;
}

}  // namespace
}  // namespace cvision

using cvision::guard;

cvision_status cvision_prepare_process(cvision_error *error) {
    return guard(error, [&] {
        cv::setNumThreads(1);
        if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        // OpenCV also prints what it is about to throw; the guard reports it instead.
        cv::redirectError([](int, const char *, const char *, const char *, int, void *) { return 0; });
    });
}

cvision_status cvision_versions(cvision_library_versions *out, cvision_error *error) {
    return guard(error, [&] {
        static const std::string opencv = cv::getVersionString();
        *out = {opencv.c_str(), cvision::dlib_version(), cvision::png_version(), cvision::jpeg_version()};
    });
}

cvision_status cvision_opencv_open(cvision_bytes detector, cvision_bytes recogniser, cvision_matcher **out,
                                   cvision_error *error) {
    *out = nullptr;
    return guard(error, [&] {
        *out = cvision::make_sface_matcher(cvision::make_opencv_library(), detector, recogniser).release();
    });
}

cvision_status cvision_openvino_open(const char *library, cvision_bytes detector, cvision_bytes recogniser,
                                     cvision_matcher **out, cvision_error *error) {
    *out = nullptr;
    return guard(error, [&] {
        *out = cvision::make_sface_matcher(cvision::make_openvino_library(library), detector, recogniser).release();
    });
}

cvision_status cvision_dlib_open(cvision_bytes landmarks, cvision_bytes recogniser, cvision_matcher **out,
                                 cvision_error *error) {
    *out = nullptr;
    return guard(error, [&] { *out = cvision::make_dlib_matcher(landmarks, recogniser).release(); });
}

const char *cvision_library_version(const cvision_matcher *matcher) { return matcher->library_version(); }

cvision_status cvision_extract(cvision_matcher *matcher, cvision_bytes photo, cvision_options options,
                               cvision_result **out, cvision_error *error) {
    *out = nullptr;
    return guard(error, [&] { *out = cvision::extract(*matcher, photo, options).release(); });
}

void cvision_result_free(cvision_result *result) { delete static_cast<cvision::OwnedResult *>(result); }

void cvision_close(cvision_matcher *matcher) { delete matcher; }
