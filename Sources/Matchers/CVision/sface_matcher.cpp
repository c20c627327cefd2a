// YuNet finds, SFace describes (Zhong et al., "SFace", 2021), cosine compares; under whichever library.

#include "sface_matcher.hpp"

#include "boundary.hpp"
#include "yunet.hpp"

namespace cvision {
namespace {

const cv::Size crop_size(CVISION_CROP_SIDE, CVISION_CROP_SIDE);

class SFaceMatcher : public cvision_matcher {
public:
    SFaceMatcher(std::unique_ptr<NetworkLibrary> library, cvision_bytes detector, cvision_bytes recogniser)
        : library_(std::move(library)), version_(library_->version()), detector_(*library_, detector) {
        loading("recogniser", [&] {
            // RGB, 0 to 255: the network subtracts and scales by itself.
            recogniser_ = library_->load({recogniser, Channels::rgb, {"fc1"}, {crop_size}});
            describe(cv::Mat::zeros(crop_size, CV_8UC3));
        });
    }

    std::vector<Face> detect(const Photo &photo) override { return detector_.detect(photo.pixels); }

    Template embed(const Photo &, const Face &face, Stopwatch &watch) override {
        Template values = describe(face.crop);
        watch.lap(&cvision_timings::embed);
        return values;
    }

    const char *library_version() const override { return version_.c_str(); }

private:
    Template describe(const cv::Mat &crop) {
        const cv::Mat &values = recogniser_->run(crop, crop_size)[0];
        if (values.total() != CVISION_TEMPLATE_LENGTH || values.type() != CV_32F)
            throw Failure(CVISION_BAD_MODEL, "recogniser: unexpected output shape");
        return Template(values.ptr<float>(), values.ptr<float>() + values.total());
    }

    std::unique_ptr<NetworkLibrary> library_;  // first, because it must go last
    std::string version_;
    YuNet detector_;
    std::unique_ptr<Network> recogniser_;
};

}  // namespace

std::unique_ptr<cvision_matcher> make_sface_matcher(std::unique_ptr<NetworkLibrary> library, cvision_bytes detector,
                                                    cvision_bytes recogniser) {
    return std::make_unique<SFaceMatcher>(std::move(library), detector, recogniser);
}

}  // namespace cvision
