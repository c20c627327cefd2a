// Connectionist temporal classification (Graves et al., ICML 2006), best path: of each run of columns in which one class
// leads, the column where it leads most is the character, and the other classes there are what else it may be.

#include "line_network.hpp"

#include "boundary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cdocument {
namespace {

constexpr char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
constexpr int classes = 38, step = 4;
// What is less probable is not reported.
constexpr double least = 1e-4;

using Column = std::array<double, classes>;

Column softmax(const float *logits, size_t stride) {
    Column values;
    double most = -1e30;
    for (size_t i = 0; i < classes; i++) most = std::max(most, values[i] = double(logits[i * stride]));
    double sum = 0;
    for (double &value : values) sum += value = std::exp(value - most);
    for (double &value : values) value /= sum;
    return values;
}

Character character(const Column &column, int at) {
    std::array<int, classes - 1> order;
    std::iota(order.begin(), order.end(), 1);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        return column[size_t(a)] != column[size_t(b)] ? column[size_t(a)] > column[size_t(b)] : a < b;
    });
    const double inked = std::max(1e-9, 1 - column[0]);
    Character found{};
    found.x = at * step + step / 2.0;
    for (int i = 0; i < CDOCUMENT_CANDIDATES; i++) {
        const double probability = column[size_t(order[size_t(i)])] / inked;
        if (i > 0 && probability < least) break;
        found.values.values[i] = alphabet[order[size_t(i)] - 1];
        found.values.probabilities[i] = std::clamp(probability, 0.0, 1.0);
        found.values.count++;
    }
    return found;
}

// OCR-B has one pitch: what lies between two places of the grid is dropped, an empty place is filled with what the
// network held likeliest there, and what stands apart at an end is no part of the line.
std::vector<Character> on_grid(std::vector<Character> line, const std::vector<Column> &columns) {
    if (line.size() < 8) return line;
    std::vector<double> steps;
    for (size_t i = 1; i < line.size(); i++) steps.push_back(line[i].x - line[i - 1].x);
    std::nth_element(steps.begin(), steps.begin() + ptrdiff_t(steps.size() / 2), steps.end());
    const double pitch = steps[steps.size() / 2];
    for (size_t i = 1; i < line.size();) {
        if (line[i].x - line[i - 1].x >= 0.5 * pitch) {
            i++;
            continue;
        }
        line.erase(line.begin() + ptrdiff_t(line[i].probability() < line[i - 1].probability() ? i : i - 1));
        if (i > 1) i--;
    }
    // The part with the most characters, cut where more than two in a row are missing.
    size_t from = 0, best_from = 0, best_count = 0;
    for (size_t i = 1; i <= line.size(); i++) {
        if (i < line.size() && line[i].x - line[i - 1].x < 3.4 * pitch) continue;
        if (i - from > best_count) best_from = from, best_count = i - from;
        from = i;
    }
    std::vector<Character> whole;
    for (size_t i = best_from; i < best_from + best_count; i++) {
        if (!whole.empty()) {
            const double before = whole.back().x, gap = line[i].x - before;
            const int missing = int(std::lround(gap / pitch)) - 1;
            for (int k = 1; k <= missing; k++) {
                const int at = int((before + gap * k / (missing + 1)) / step);
                if (at < 0 || at >= int(columns.size())) continue;
                // A little to the left or right it may be clearer.
                int clearest = at;
                for (int near : {at - 1, at + 1})
                    if (near >= 0 && near < int(columns.size()) && columns[size_t(near)][0] < columns[size_t(clearest)][0])
                        clearest = near;
                whole.push_back(character(columns[size_t(clearest)], clearest));
            }
        }
        whole.push_back(line[i]);
    }
    return whole;
}

}  // namespace

LineNetwork::LineNetwork(cvision_bytes model) {
    cvision::loading("line network", [&] {
        net_ = cv::dnn::readNetFromONNX(reinterpret_cast<const char *>(model.data), model.length);
        net_.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        read(cv::Mat(height, 64, CV_8U, cv::Scalar(255)));  // a network of another shape fails here
    });
}

std::vector<Character> LineNetwork::read(const cv::Mat &strip) {
    const int width = std::max(step, strip.cols / step * step);
    cv::Mat input;
    strip.colRange(0, std::min(width, strip.cols)).convertTo(input, CV_32F);
    cv::Scalar mean, deviation;
    cv::meanStdDev(input, mean, deviation);
    // Dark is positive.
    input = (mean[0] - input) / std::max(1.0, deviation[0]);
    net_.setInput(cv::dnn::blobFromImage(input));
    const cv::Mat output = net_.forward();
    const size_t count = output.total() / classes;
    if (output.type() != CV_32F || output.total() % classes != 0 || count != size_t(width / step) ||
        output.size[1] != classes)
        throw cvision::Failure(CVISION_BAD_MODEL, "line network: unexpected output shape");
    std::vector<Column> columns;
    columns.reserve(count);
    for (size_t i = 0; i < count; i++) columns.push_back(softmax(output.ptr<float>() + i, count));
    std::vector<Character> line;
    int before = 0, peak = 0;
    for (size_t i = 0; i <= count; i++) {
        const int leader =
            i < count ? int(std::max_element(columns[i].begin(), columns[i].end()) - columns[i].begin()) : 0;
        if (before != 0 && leader == before) {
            if (columns[i][size_t(leader)] > columns[size_t(peak)][size_t(leader)]) peak = int(i);
            continue;
        }
        if (before != 0) line.push_back(character(columns[size_t(peak)], peak));
        before = leader;
        peak = int(i);
    }
    return on_grid(std::move(line), columns);
}

}  // namespace cdocument
