// OpenCV 4.6's FaceDetectorYN expects an older model, so the outputs are decoded here. Definition: Wu, Peng, Yu,
// "YuNet: A Tiny Millisecond-level Face Detector" (2023), and its public training code.

#include "yunet.hpp"

#include "boundary.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cvision {
namespace {

constexpr int strides[] = {8, 16, 32};
// Longer side of the network's input, in the order of trying; a photo is never enlarged. 640 finds faces of 10 to about
// 300 px, which is what the network was trained on. A face that fills the photo is clearer at 320, a small one in a
// large scan at 1,280.
constexpr double detection_sides[] = {640, 320, 1280};
// Multiples of the largest stride, for a library that prepares each: thumbnails, the usual shapes of a photo, the largest.
const cv::Size prepared_sizes[] = {{256, 256}, {320, 320}, {480, 640}, {640, 480}, {640, 640}, {1280, 1280}};
// Above this score another size has nothing to add.
constexpr float clear_score = 0.8f;
// A strip this thin holds no face, and a padded one makes the network see things.
constexpr double thinnest_side = 16;
constexpr float minimum_score = 0.6f;
constexpr float overlap_limit = 0.3f;

// Constants of the nose tip for the pose, see quality.cpp.
constexpr float nose_tip_drop = 0.57f, nose_tip_depth = 0.45f;

float overlap(const cv::Rect2f &a, const cv::Rect2f &b) {
    const float common = (a & b).area();
    return common / (a.area() + b.area() - common);
}

// Non-maximum suppression: of overlapping faces the most confident stays.
std::vector<Face> suppress(std::vector<Face> faces) {
    std::sort(faces.begin(), faces.end(), is_more_confident);
    std::vector<Face> kept;
    for (const Face &face : faces) {
        const bool is_new = std::none_of(
            kept.begin(), kept.end(), [&](const Face &other) { return overlap(face.box, other.box) > overlap_limit; });
        if (is_new) kept.push_back(face);
    }
    return kept;
}

// One stride's outputs: a row for each cell of the grid, cell by cell from the top left.
void decode(int stride, int columns, int rows, const float *classes, const float *objects, const float *boxes,
            const float *points, std::vector<Face> &faces) {
    for (int cell = 0; cell < columns * rows; cell++) {
        const float score = std::sqrt(std::clamp(classes[cell], 0.f, 1.f) * std::clamp(objects[cell], 0.f, 1.f));
        if (!(score >= minimum_score)) continue;
        const float column = float(cell % columns), row = float(cell / columns), step = float(stride);
        const float *box = boxes + cell * 4, *point = points + cell * 10;
        const float x = (column + box[0]) * step, y = (row + box[1]) * step;
        const float width = std::exp(box[2]) * step, height = std::exp(box[3]) * step;
        Face face;
        face.confidence = score;
        face.box = cv::Rect2f(x - width / 2, y - height / 2, width, height);
        for (size_t i = 0; i < face.landmarks.size(); i++)
            face.landmarks[i] = cv::Point2f((column + point[2 * i]) * step, (row + point[2 * i + 1]) * step);
        faces.push_back(face);
    }
}

}  // namespace

YuNet::YuNet(NetworkLibrary &library, cvision_bytes model) {
    loading("detector", [&] {
        NetworkPlan plan{model, Channels::bgr, {}, {std::begin(prepared_sizes), std::end(prepared_sizes)}};
        for (const char *kind : {"cls_", "obj_", "bbox_", "kps_"})
            for (int stride : strides) plan.outputs.push_back(kind + std::to_string(stride));
        network_ = library.load(plan);
        detect(cv::Mat::zeros(64, 64, CV_8UC3));  // a network with other outputs fails here, not on the first photo
    });
}

std::vector<Face> YuNet::detect(const cv::Mat &pixels) {
    const double side = std::max(pixels.cols, pixels.rows);
    std::vector<Face> best;
    double smallest_tried = 2, largest_tried = 0;
    for (const double wanted : detection_sides) {
        const double scale = std::min(1.0, wanted / side);
        if (scale >= smallest_tried && scale <= largest_tried) continue;  // a small photo: the same input again
        smallest_tried = std::min(smallest_tried, scale);
        largest_tried = std::max(largest_tried, scale);
        if (std::min(pixels.cols, pixels.rows) * scale < thinnest_side) continue;
        std::vector<Face> faces = detect(pixels, scale);
        if (!faces.empty() && (best.empty() || faces.front().confidence > best.front().confidence))
            best = std::move(faces);
        if (!best.empty() && best.front().confidence >= clear_score) break;
    }
    return best;
}

std::vector<Face> YuNet::detect(const cv::Mat &pixels, double scale) {
    cv::Mat input = pixels;
    if (scale < 1) {
        const cv::Size size(std::max(1, int(std::lround(pixels.cols * scale))),
                            std::max(1, int(std::lround(pixels.rows * scale))));
        cv::resize(pixels, input, size, 0, 0, cv::INTER_AREA);
    }
    const float back_x = float(pixels.cols) / float(input.cols), back_y = float(pixels.rows) / float(input.rows);
    // Black at the right and bottom edges keeps all coordinates.
    const cv::Size area = network_->input_size(input.size());
    const std::vector<cv::Mat> &blobs = network_->run(input, area);
    std::vector<Face> faces;
    for (size_t i = 0; i < std::size(strides); i++) {
        const int columns = area.width / strides[i], rows = area.height / strides[i];
        const size_t cells = size_t(columns) * size_t(rows);
        const cv::Mat &classes = blobs[i], &objects = blobs[3 + i], &boxes = blobs[6 + i], &points = blobs[9 + i];
        if (classes.total() != cells || objects.total() != cells || boxes.total() != cells * 4 ||
            points.total() != cells * 10)
            throw Failure(CVISION_BAD_MODEL, "detector: unexpected output shape");
        decode(strides[i], columns, rows, classes.ptr<float>(), objects.ptr<float>(), boxes.ptr<float>(),
               points.ptr<float>(), faces);
    }
    faces = suppress(std::move(faces));
    for (Face &face : faces) {
        face.box =
            cv::Rect2f(face.box.x * back_x, face.box.y * back_y, face.box.width * back_x, face.box.height * back_y);
        for (cv::Point2f &point : face.landmarks) point = cv::Point2f(point.x * back_x, point.y * back_y);
        face.nose = face.landmarks[2];
        face.nose_drop = nose_tip_drop;
        face.nose_depth = nose_tip_depth;
    }
    return faces;
}

}  // namespace cvision
