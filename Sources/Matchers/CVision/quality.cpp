// Pose from the eyes and one nose point, in units of the inter-eye distance, after the roll is undone.
//
// A frontal face has the nose point `drop` below the middle of the eyes and `depth` in front of them. Turned by yaw,
// the eyes' distance shrinks by cos(yaw) and the nose moves sideways by depth * sin(yaw), so the sideways offset in
// eye distances is depth * tan(yaw). Turned up by pitch, the nose lies drop * cos(pitch) - depth * sin(pitch) below the
// eyes. `drop` is measured on photos of LFW; `depth` is assumed, not measured, hence "coarse": two people looking
// straight ahead may differ by ten degrees. Scaled orthographic projection, as in DeMenthon and Davis (IJCV 1995).

#include "quality.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cvision {
namespace {

constexpr double degrees = 180 / CV_PI;

void measure_pose(const Face &face, cvision_quality &quality) {
    const cv::Point2d left = face.landmarks[0], right = face.landmarks[1], axis = right - left;
    const double distance = std::max(cv::norm(axis), 1e-3);
    const cv::Point2d nose = cv::Point2d(face.nose) - (left + right) * 0.5;
    const double sideways = axis.dot(nose) / (distance * distance);
    const double below = axis.cross(nose) / (distance * distance);

    const double yaw = std::atan(sideways / double(face.nose_depth));
    // cos(yaw): the visible eye distance is the shortened one.
    const double reach = std::hypot(double(face.nose_drop), double(face.nose_depth));
    const double ratio = std::clamp(below * std::cos(yaw) / reach, -1.0, 1.0);
    const double pitch = std::acos(ratio) - std::atan2(double(face.nose_depth), double(face.nose_drop));
    quality.yaw = yaw * degrees;
    quality.pitch = pitch * degrees;
    quality.roll = std::atan2(axis.y, axis.x) * degrees;
}

}  // namespace

cvision_quality measure_quality(const Photo &photo, const Face &face, const cv::Mat &crop) {
    cvision_quality quality{};
    const cv::Point2f between = face.landmarks[1] - face.landmarks[0];
    quality.inter_eye_distance = std::hypot(double(between.x * photo.scale.x), double(between.y * photo.scale.y));
    quality.confidence = double(face.confidence);
    measure_pose(face, quality);

    cv::Mat luma, edges;
    cv::cvtColor(crop, luma, cv::COLOR_BGR2GRAY);
    cv::Laplacian(luma, edges, CV_32F);
    cv::Scalar mean, deviation;
    cv::meanStdDev(edges, mean, deviation);
    quality.sharpness = deviation[0] * deviation[0];
    cv::meanStdDev(luma, mean, deviation);
    quality.brightness = mean[0];
    quality.contrast = deviation[0];
    return quality;
}

}  // namespace cvision
