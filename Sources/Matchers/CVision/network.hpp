// What runs a neural network. The matchers that differ in nothing else share everything but this.

#pragma once

#include "CVision.h"

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace cvision {

// For one thread: a network has inner state.
class Network {
public:
    virtual ~Network() = default;

    // The smallest input that this network takes and that holds a picture of this size.
    virtual cv::Size input_size(cv::Size picture) const = 0;

    // Runs on a picture (BGR, 8 bits) in the top left corner of an input of a size that `input_size` gave, black beyond it.
    // The outputs are float32, in the order in which they were asked for, and live until the next run.
    virtual const std::vector<cv::Mat> &run(const cv::Mat &picture, cv::Size input) = 0;
};

enum class Channels { bgr, rgb };

// What a network is loaded from, and what is asked of it.
struct NetworkPlan {
    cvision_bytes model;  // ONNX
    Channels channels;    // the order that it was trained with, values 0 to 255
    std::vector<std::string> outputs;
    // Input sizes of which a library that prepares each beforehand shall have one for every picture; the largest holds all.
    std::vector<cv::Size> sizes;
};

class NetworkLibrary {
public:
    virtual ~NetworkLibrary() = default;
    // Throws for a model that it cannot load.
    virtual std::unique_ptr<Network> load(const NetworkPlan &plan) = 0;
    // As "4.6.0".
    virtual std::string version() const = 0;
};

std::unique_ptr<NetworkLibrary> make_opencv_library();

// Throws Failure(CVISION_NO_LIBRARY) when there is none at the path.
std::unique_ptr<NetworkLibrary> make_openvino_library(const char *path);

// Writes a picture as a network reads it: a plane of float32 for each channel, row by row, black beyond the picture.
void write_planes(const cv::Mat &picture, Channels channels, cv::Size input, float *planes);

}  // namespace cvision
