// Networks under OpenVINO, which generates code for each input size: all of it before the process is sealed.

#include "COpenVINO.h"

#include "boundary.hpp"
#include "network.hpp"

#include <algorithm>

namespace cvision {
namespace {

void check(copenvino_status status, const copenvino_error &error) {
    if (status == COPENVINO_OK) return;
    if (status == COPENVINO_NO_LIBRARY) throw Failure(CVISION_NO_LIBRARY, error.message);
    throw Failure(status == COPENVINO_BAD_MODEL ? CVISION_BAD_MODEL : CVISION_INTERNAL, error.message);
}

class OpenVINONetwork : public Network {
public:
    OpenVINONetwork(copenvino_runtime *runtime, const NetworkPlan &plan) : channels_(plan.channels) {
        std::vector<const char *> names;
        for (const std::string &name : plan.outputs) names.push_back(name.c_str());
        for (const cv::Size size : plan.sizes) {
            const int64_t shape[] = {1, 3, size.height, size.width};
            copenvino_network *raw = nullptr;
            copenvino_error error;
            check(copenvino_compile(runtime, plan.model.data, plan.model.length, shape, names.data(), names.size(),
                                    &raw, &error),
                  error);
            Compiled compiled{size, {raw, copenvino_free}, {}};
            for (size_t i = 0; i < names.size(); i++) {
                size_t count = 0;
                // A header without a copy; the values are only ever read.
                float *values = const_cast<float *>(copenvino_output(raw, i, &count));
                compiled.outputs.emplace_back(1, int(count), CV_32F, values);
            }
            compiled_.push_back(std::move(compiled));
        }
        std::sort(compiled_.begin(), compiled_.end(),
                  [](const Compiled &a, const Compiled &b) { return a.size.area() < b.size.area(); });
    }

    cv::Size input_size(cv::Size picture) const override {
        for (const Compiled &compiled : compiled_)
            if (compiled.size.width >= picture.width && compiled.size.height >= picture.height) return compiled.size;
        throw Failure(CVISION_INTERNAL, "no network was prepared for so large a picture");
    }

    const std::vector<cv::Mat> &run(const cv::Mat &picture, cv::Size input) override {
        const auto wanted = std::find_if(compiled_.begin(), compiled_.end(),
                                         [&](const Compiled &compiled) { return compiled.size == input; });
        if (wanted == compiled_.end()) throw Failure(CVISION_INTERNAL, "no network was prepared for this input");
        write_planes(picture, channels_, input, copenvino_input(wanted->network.get()));
        copenvino_error error;
        check(copenvino_infer(wanted->network.get(), &error), error);
        return wanted->outputs;
    }

private:
    struct Compiled {
        cv::Size size;
        std::unique_ptr<copenvino_network, void (*)(copenvino_network *)> network;
        std::vector<cv::Mat> outputs;
    };

    Channels channels_;
    std::vector<Compiled> compiled_;  // by rising area
};

class OpenVINOLibrary : public NetworkLibrary {
public:
    explicit OpenVINOLibrary(const char *path) {
        copenvino_runtime *raw = nullptr;
        copenvino_error error;
        check(copenvino_open(path, &raw, &error), error);
        runtime_.reset(raw);
    }

    std::unique_ptr<Network> load(const NetworkPlan &plan) override {
        return std::make_unique<OpenVINONetwork>(runtime_.get(), plan);
    }

    // "2026.4.1" of "2026.4.1-22982-e213a147257-releases/2026/4".
    std::string version() const override {
        const std::string build = copenvino_version(runtime_.get());
        return build.substr(0, build.find('-'));
    }

private:
    std::unique_ptr<copenvino_runtime, void (*)(copenvino_runtime *)> runtime_{nullptr, copenvino_close};
};

}  // namespace

std::unique_ptr<NetworkLibrary> make_openvino_library(const char *path) {
    return std::make_unique<OpenVINOLibrary>(path);
}

}  // namespace cvision
