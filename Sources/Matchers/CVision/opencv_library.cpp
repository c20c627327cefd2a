// Networks under OpenCV's DNN module, which takes any input size and lays its memory out anew when that changes.

#include "network.hpp"

#include <opencv2/dnn.hpp>

namespace cvision {
namespace {

// YuNet halves its input five times.
constexpr int granularity = 32;

int round_up(int side) { return (side + granularity - 1) / granularity * granularity; }

class OpenCVNetwork : public Network {
public:
    // cv::FaceRecognizerSF of 4.6 reads a path only; loading here keeps a network to the bytes that were hashed.
    explicit OpenCVNetwork(const NetworkPlan &plan)
        : net_(cv::dnn::readNetFromONNX(reinterpret_cast<const char *>(plan.model.data), plan.model.length)),
          channels_(plan.channels), names_(plan.outputs.begin(), plan.outputs.end()),
          only_size_(plan.sizes.size() == 1 ? plan.sizes[0] : cv::Size()) {
        net_.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    }

    cv::Size input_size(cv::Size picture) const override {
        return only_size_.empty() ? cv::Size(round_up(picture.width), round_up(picture.height)) : only_size_;
    }

    const std::vector<cv::Mat> &run(const cv::Mat &picture, cv::Size input) override {
        const int shape[] = {1, 3, input.height, input.width};
        values_.create(4, shape, CV_32F);
        write_planes(picture, channels_, input, values_.ptr<float>());
        net_.setInput(values_);
        net_.forward(outputs_, names_);
        return outputs_;
    }

private:
    cv::dnn::Net net_;
    Channels channels_;
    std::vector<cv::String> names_;
    cv::Size only_size_;
    cv::Mat values_;
    std::vector<cv::Mat> outputs_;
};

class OpenCVLibrary : public NetworkLibrary {
public:
    std::unique_ptr<Network> load(const NetworkPlan &plan) override { return std::make_unique<OpenCVNetwork>(plan); }
    std::string version() const override { return cv::getVersionString(); }
};

}  // namespace

std::unique_ptr<NetworkLibrary> make_opencv_library() { return std::make_unique<OpenCVLibrary>(); }

}  // namespace cvision
