// dlib's matcher: HOG detector, five-point shape predictor, ResNet metric network, Euclidean distance.
//
// All of dlib's network templates are in this file: they take minutes and more than a gigabyte to compile.

#include "dlib_matcher.hpp"

#include "alignment.hpp"
#include "boundary.hpp"

#include <algorithm>
#include <cmath>
#include <dlib/dnn.h>
#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/opencv/cv_image.h>
#include <dlib/revision.h>
#include <istream>
#include <opencv2/imgproc.hpp>
#include <streambuf>

namespace cvision {
namespace {

// The architecture that the model file was saved with (dlib's documentation, dnn_face_recognition example): a
// ResNet of 29 convolutions over a 150 px chip. Types, because dlib reads a network only into its exact type.
// clang-format off
template <int filters, int stride, class Below>
using Block = dlib::affine<dlib::con<filters, 3, 3, 1, 1,
              dlib::relu<dlib::affine<dlib::con<filters, 3, 3, stride, stride, Below>>>>>;
template <int filters, class Below>
using Same = dlib::relu<dlib::add_prev1<Block<filters, 1, dlib::tag1<Below>>>>;
template <int filters, class Below>
using Halve = dlib::relu<dlib::add_prev2<dlib::avg_pool<2, 2, 2, 2,
              dlib::skip1<dlib::tag2<Block<filters, 2, dlib::tag1<Below>>>>>>>;
using Stem = dlib::max_pool<3, 3, 2, 2, dlib::relu<dlib::affine<dlib::con<32, 7, 7, 2, 2,
             dlib::input_rgb_image_sized<150>>>>>;
using Stage32 = Same<32, Same<32, Same<32, Stem>>>;
using Stage64 = Same<64, Same<64, Same<64, Halve<64, Stage32>>>>;
using Stage128 = Same<128, Same<128, Halve<128, Stage64>>>;
using Stage256 = Halve<256, Same<256, Same<256, Halve<256, Stage128>>>>;
using Network = dlib::loss_metric<dlib::fc_no_bias<CVISION_TEMPLATE_LENGTH, dlib::avg_pool_everything<Stage256>>>;
// clang-format on

using Pixels = dlib::cv_image<dlib::bgr_pixel>;

// dlib finds faces from 80 px; at 800 px that is a tenth of the longer side.
constexpr int detection_side = 800;
constexpr double thinnest_side = 16;
constexpr unsigned long chip_side = 150;
constexpr double chip_padding = 0.25;

// Where dlib's eye centres and nose base lie in the ArcFace crop: means over 831 photos of LFW aligned with YuNet.
const std::array<cv::Point2f, 3> crop_points = {cv::Point2f(37.28f, 53.85f), cv::Point2f(72.45f, 53.39f),
                                                cv::Point2f(55.08f, 80.30f)};
// Pose constants of the nose base, see quality.cpp: the drop measured on the same photos, depth assumed.
constexpr float nose_base_drop = 0.76f, nose_base_depth = 0.25f;

// Lets dlib read bytes that were hashed by the caller, without a copy.
struct MemoryBuffer : std::streambuf {
    explicit MemoryBuffer(cvision_bytes bytes) {
        // A get area is never written through, so the cast is safe.
        char *start = const_cast<char *>(reinterpret_cast<const char *>(bytes.data));
        setg(start, start, start + bytes.length);
    }
};

template <class Model>
void read(Model &model, const char *name, cvision_bytes bytes) {
    loading(name, [&] {
        MemoryBuffer buffer(bytes);
        std::istream stream(&buffer);
        deserialize(model, stream);
    });
}

cv::Point2f middle(const dlib::full_object_detection &shape, unsigned a, unsigned b) {
    return {float(shape.part(a).x() + shape.part(b).x()) / 2, float(shape.part(a).y() + shape.part(b).y()) / 2};
}

class DlibMatcher : public cvision_matcher {
public:
    DlibMatcher(cvision_bytes landmarks, cvision_bytes recogniser) : detector_(dlib::get_frontal_face_detector()) {
        read(predictor_, "landmark model", landmarks);
        if (predictor_.num_parts() != 5) throw Failure(CVISION_BAD_MODEL, "landmark model: not five points");
        read(network_, "recogniser", recogniser);
    }

    std::vector<Face> detect(const Photo &photo) override {
        const cv::Size full = photo.pixels.size();
        const double shrink = std::min(1.0, double(detection_side) / std::max(full.width, full.height));
        // A strip this thin holds no face, and the retry would only enlarge it.
        if (std::min(full.width, full.height) * shrink < thinnest_side) return {};
        std::vector<Face> faces = detect(photo.pixels, shrink);
        // One retry at twice the scale finds faces from 40 px; at that scale a shrunk photo gets real detail back.
        if (faces.empty()) faces = detect(photo.pixels, 2 * shrink);
        return faces;
    }

    Template embed(const Photo &photo, const Face &face, Stopwatch &watch) override {
        std::vector<dlib::point> parts;
        for (const cv::Point &part : face.parts) parts.emplace_back(part.x, part.y);
        const dlib::full_object_detection shape(dlib::rectangle(), parts);
        dlib::matrix<dlib::rgb_pixel> chip;
        dlib::extract_image_chip(Pixels(photo.pixels), dlib::get_face_chip_details(shape, chip_side, chip_padding),
                                 chip);
        watch.lap(&cvision_timings::align);
        const dlib::matrix<float, 0, 1> values = network_(chip);
        watch.lap(&cvision_timings::embed);
        return Template(values.begin(), values.end());
    }

    const char *library_version() const override { return dlib_version(); }

private:
    std::vector<Face> detect(const cv::Mat &pixels, double scale) {
        std::vector<dlib::rect_detection> found;
        if (scale == 2) {
            // dlib's own enlargement: what its detector was tuned with.
            dlib::array2d<dlib::rgb_pixel> enlarged;
            const dlib::pyramid_down<2> pyramid;
            dlib::pyramid_up(Pixels(pixels), enlarged, pyramid);
            detector_(enlarged, found);
            for (auto &one : found) one.rect = pyramid.rect_down(one.rect);
        } else {
            cv::Mat scaled = pixels;
            if (scale != 1)
                {
                    // A thin photo keeps a line: cv::resize would round its short side to nothing.
                    const cv::Size size(std::max(1, cvRound(pixels.cols * scale)),
                                        std::max(1, cvRound(pixels.rows * scale)));
                    cv::resize(pixels, scaled, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
                }
            detector_(Pixels(scaled), found);
            for (auto &one : found)
                one.rect = dlib::rectangle(
                    std::lround(double(one.rect.left()) / scale), std::lround(double(one.rect.top()) / scale),
                    std::lround(double(one.rect.right()) / scale), std::lround(double(one.rect.bottom()) / scale));
        }
        std::vector<Face> faces;
        for (const auto &one : found) faces.push_back(describe(pixels, one));
        return faces;
    }

    Face describe(const cv::Mat &pixels, const dlib::rect_detection &found) {
        const dlib::full_object_detection shape = predictor_(Pixels(pixels), found.rect);
        Face face;
        face.box = cv::Rect2f(float(found.rect.left()), float(found.rect.top()), float(found.rect.width()),
                              float(found.rect.height()));
        // The HOG score is a margin: 0 is dlib's own threshold, 1 a clear face. 0 maps to 0.70, 1 to 0.95, so that
        // the default minimum of 0.7 means "dlib itself calls it a face".
        face.confidence = float(1 / (1 + std::exp(-(0.85 + 2 * found.detection_confidence))));
        for (unsigned long i = 0; i < shape.num_parts(); i++)
            face.parts.emplace_back(int(shape.part(i).x()), int(shape.part(i).y()));
        // Parts 0 and 1 are the corners of the eye on the right of the picture, 2 and 3 of the other, 4 the nose base.
        const std::array<cv::Point2f, 3> seen = {middle(shape, 2, 3), middle(shape, 0, 1), middle(shape, 4, 4)};
        face.nose = seen[2];
        face.nose_drop = nose_base_drop;
        face.nose_depth = nose_base_depth;
        const cv::Matx23d to_photo = similarity(crop_points.data(), seen.data(), seen.size());
        for (size_t i = 0; i < face.landmarks.size(); i++) {
            const cv::Point2f p = crop_template[i];
            const cv::Vec2d at = to_photo * cv::Vec3d(p.x, p.y, 1);
            face.landmarks[i] = cv::Point2f(float(at[0]), float(at[1]));
        }
        // Eyes as seen; only what dlib does not find is taken from the template.
        face.landmarks[0] = seen[0];
        face.landmarks[1] = seen[1];
        return face;
    }

    dlib::frontal_face_detector detector_;
    dlib::shape_predictor predictor_;
    Network network_;
};

}  // namespace

std::unique_ptr<cvision_matcher> make_dlib_matcher(cvision_bytes landmarks, cvision_bytes recogniser) {
    return std::make_unique<DlibMatcher>(landmarks, recogniser);
}

const char *dlib_version() {
    static const std::string version = std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION) +
                                       "." + std::to_string(DLIB_PATCH_VERSION);
    return version.c_str();
}

}  // namespace cvision
