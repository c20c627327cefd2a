// OpenCV's matcher: YuNet finds, SFace describes (Zhong et al., "SFace", 2021), cosine compares.

#include "opencv_matcher.hpp"

#include "alignment.hpp"
#include "boundary.hpp"
#include "yunet.hpp"

namespace cvision {
namespace {

class OpenCVMatcher : public cvision_matcher {
public:
    // cv::FaceRecognizerSF of 4.6 reads a path only; loading the network here keeps it to the bytes that were hashed.
    OpenCVMatcher(cvision_bytes detector, cvision_bytes recogniser) : detector_(detector) {
        loading("recogniser", [&] {
            recogniser_ = cv::dnn::readNetFromONNX(reinterpret_cast<const char *>(recogniser.data), recogniser.length);
            recogniser_.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
            describe(cv::Mat::zeros(CVISION_CROP_SIDE, CVISION_CROP_SIDE, CV_8UC3));
        });
    }

    std::vector<Face> detect(const Photo &photo) override { return detector_.detect(photo.pixels); }

    Template embed(const Photo &photo, const Face &face, Stopwatch &watch) override {
        const cv::Mat crop = aligned_crop(photo.pixels, face.landmarks);
        watch.lap(&cvision_timings::align);
        Template values = describe(crop);
        watch.lap(&cvision_timings::embed);
        return values;
    }

private:
    // RGB, 0 to 255: the network subtracts and scales by itself.
    Template describe(const cv::Mat &crop) {
        recogniser_.setInput(cv::dnn::blobFromImage(crop, 1, crop.size(), cv::Scalar(), true, false));
        const cv::Mat values = recogniser_.forward();
        if (values.total() != CVISION_TEMPLATE_LENGTH || values.type() != CV_32F)
            throw Failure(CVISION_BAD_MODEL, "recogniser: unexpected output shape");
        return Template(values.ptr<float>(), values.ptr<float>() + values.total());
    }

    YuNet detector_;
    cv::dnn::Net recogniser_;
};

}  // namespace

std::unique_ptr<cvision_matcher> make_opencv_matcher(cvision_bytes detector, cvision_bytes recogniser) {
    return std::make_unique<OpenCVMatcher>(detector, recogniser);
}

}  // namespace cvision
