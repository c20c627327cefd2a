#include "alignment.hpp"

#include "boundary.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cvision {

// The positions SFace was trained with (published with InsightFace and used by OpenCV's FaceRecognizerSF).
const Landmarks crop_template = {cv::Point2f(38.2946f, 51.6963f), cv::Point2f(73.5318f, 51.5014f),
                                 cv::Point2f(56.0252f, 71.7366f), cv::Point2f(41.5493f, 92.3655f),
                                 cv::Point2f(70.7299f, 92.2041f)};

// With points as complex numbers a similarity is z -> a z + b; the least-squares a is sum(conj(p) q) / sum |p|^2
// over centred points. This is Umeyama's solution (PAMI 1991) in two dimensions without reflections.
cv::Matx23d similarity(const cv::Point2f *from, const cv::Point2f *to, size_t count) {
    cv::Point2d from_mean, to_mean;
    for (size_t i = 0; i < count; i++) {
        from_mean += cv::Point2d(from[i]) * (1.0 / double(count));
        to_mean += cv::Point2d(to[i]) * (1.0 / double(count));
    }
    double real = 0, imaginary = 0, norm = 0;
    for (size_t i = 0; i < count; i++) {
        const cv::Point2d p = cv::Point2d(from[i]) - from_mean, q = cv::Point2d(to[i]) - to_mean;
        real += p.dot(q);
        imaginary += p.cross(q);
        norm += p.dot(p);
    }
    // Coinciding landmarks would divide by zero; a detector that says so has not found a face.
    if (!(norm > 1e-6)) throw Failure(CVISION_INTERNAL, "landmarks coincide");
    const double a = real / norm, b = imaginary / norm;
    return {a, -b, to_mean.x - a * from_mean.x + b * from_mean.y, b, a, to_mean.y - b * from_mean.x - a * from_mean.y};
}

cv::Mat aligned_crop(const cv::Mat &pixels, const Landmarks &landmarks) {
    const cv::Matx23d map = similarity(landmarks.data(), crop_template.data(), landmarks.size());
    // Bilinear sampling skips pixels when it shrinks by more than two: warp to a larger crop first, then average.
    int oversampling = 1;
    for (double shrink = std::hypot(map(0, 0), map(1, 0)); shrink < 0.5 && oversampling < 16; shrink *= 2)
        oversampling *= 2;
    const int side = CVISION_CROP_SIDE * oversampling;
    cv::Matx23d larger = map * double(oversampling);
    // Pixel centres stay pixel centres under the averaging below.
    larger(0, 2) += (oversampling - 1) / 2.0;
    larger(1, 2) += (oversampling - 1) / 2.0;
    cv::Mat crop;
    cv::warpAffine(pixels, crop, larger, cv::Size(side, side), cv::INTER_LINEAR);
    if (oversampling > 1) cv::resize(crop, crop, cv::Size(CVISION_CROP_SIDE, CVISION_CROP_SIDE), 0, 0, cv::INTER_AREA);
    return crop;
}

}  // namespace cvision
