// The limit that the matchers are measured against: the same networks on the same photos with nothing around them. Decodes
// every photo in full, finds faces with YuNet at the input size that the product uses first, aligns the face nearest to the
// centre, runs SFace; under cv::dnn, in processes of one thread that share nothing but the number of the next photo. Checks
// nothing, keeps nothing, sends nothing.
//
// usage: bare_loop DETECTOR RECOGNISER LIST PROCESSES [TEMPLATES]     LIST: a photo's path a line
//
// Prints a line of JSON. The clock starts when every process has run both networks once. With TEMPLATES, and one process,
// writes 128 numbers a line, none for a photo without a face.

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <opencv2/dnn.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using Points = std::array<cv::Point2f, 5>;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::vector<char> contents(const std::string &path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

struct Loop {
    cv::dnn::Net detector, recogniser;
    std::vector<cv::String> names;

    Loop(const char *detector_path, const char *recogniser_path)
        : detector(cv::dnn::readNetFromONNX(detector_path)), recogniser(cv::dnn::readNetFromONNX(recogniser_path)) {
        for (const char *kind : {"cls_", "obj_", "bbox_", "kps_"})
            for (const char *stride : {"8", "16", "32"}) names.push_back(std::string(kind) + stride);
    }

    // The landmarks of the face nearest to the centre; false when there is none. Of overlapping boxes any will do for a
    // measurement of time: they differ by little.
    bool find(const cv::Mat &photo, Points &points) {
        const double scale = std::min(1.0, 640.0 / std::max(photo.cols, photo.rows));
        cv::Mat input = photo, padded;
        if (scale < 1) cv::resize(photo, input, {}, scale, scale, cv::INTER_AREA);
        const int width = (input.cols + 31) / 32 * 32, height = (input.rows + 31) / 32 * 32;
        cv::copyMakeBorder(input, padded, 0, height - input.rows, 0, width - input.cols, cv::BORDER_CONSTANT);
        detector.setInput(cv::dnn::blobFromImage(padded));
        std::vector<cv::Mat> out;
        detector.forward(out, names);
        float best = INFINITY;
        for (int level = 0; level < 3; level++) {
            const int stride = 8 << level, columns = width / stride;
            const float *classes = out[level].ptr<float>(), *objects = out[3 + level].ptr<float>();
            const float *boxes = out[6 + level].ptr<float>(), *marks = out[9 + level].ptr<float>();
            for (int cell = 0; cell < columns * (height / stride); cell++) {
                if (!(std::sqrt(classes[cell] * objects[cell]) >= 0.6f)) continue;
                const float column = float(cell % columns), row = float(cell / columns);
                const float x = (column + boxes[4 * cell]) * stride, y = (row + boxes[4 * cell + 1]) * stride;
                const float distance = std::hypot(x - input.cols / 2.f, y - input.rows / 2.f);
                if (distance >= best) continue;
                best = distance;
                for (int i = 0; i < 5; i++)
                    points[i] = cv::Point2f((column + marks[10 * cell + 2 * i]) * stride * photo.cols / input.cols,
                                            (row + marks[10 * cell + 2 * i + 1]) * stride * photo.rows / input.rows);
            }
        }
        return best < INFINITY;
    }

    cv::Mat embed(const cv::Mat &crop) {
        recogniser.setInput(cv::dnn::blobFromImage(crop, 1, {112, 112}, {}, true, false));
        return recogniser.forward();
    }

    bool run(const std::string &path, cv::Mat &values) {
        static const Points target = {cv::Point2f(38.2946f, 51.6963f), cv::Point2f(73.5318f, 51.5014f),
                                      cv::Point2f(56.0252f, 71.7366f), cv::Point2f(41.5493f, 92.3655f),
                                      cv::Point2f(70.7299f, 92.2041f)};
        const std::vector<char> bytes = contents(path);
        const cv::Mat photo = cv::imdecode(bytes, cv::IMREAD_COLOR);
        Points points;
        if (photo.empty() || !find(photo, points)) return false;
        cv::Point2f from, to;
        for (int i = 0; i < 5; i++) {
            from += points[i] * 0.2f;
            to += target[i] * 0.2f;
        }
        double real = 0, imaginary = 0, norm = 1e-9;
        for (int i = 0; i < 5; i++) {
            const cv::Point2d p = points[i] - from, q = target[i] - to;
            real += p.dot(q), imaginary += p.cross(q), norm += p.dot(p);
        }
        const double a = real / norm, b = imaginary / norm;
        const cv::Matx23d map(a, -b, to.x - a * from.x + b * from.y, b, a, to.y - b * from.x - a * from.y);
        cv::Mat crop;
        cv::warpAffine(photo, crop, map, {112, 112});
        values = embed(crop);
        return true;
    }
};

struct Shared {
    std::atomic<int> ready, next, faces;
    std::atomic<bool> go;
};

}  // namespace

int main(int count, char **arguments) {
    if (count < 5) {
        std::fprintf(stderr, "usage: bare_loop DETECTOR RECOGNISER LIST PROCESSES [TEMPLATES]\n");
        return 64;
    }
    std::ifstream list(arguments[3]);
    std::vector<std::string> photos;
    for (std::string line; std::getline(list, line);) photos.push_back(line);
    const int processes = std::max(1, std::atoi(arguments[4]));
    void *memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    Shared &shared = *new (memory) Shared{};
    const double started = now();
    std::vector<pid_t> children;
    for (int process = 0; process < processes; process++) {
        const pid_t child = fork();
        if (child > 0) {
            children.push_back(child);
            continue;
        }
        cv::setNumThreads(1);
        Loop loop(arguments[1], arguments[2]);
        loop.embed(cv::Mat::zeros(112, 112, CV_8UC3));
        cv::Mat values;
        if (!photos.empty()) loop.run(photos[0], values);
        std::FILE *file = count > 5 && processes == 1 ? std::fopen(arguments[5], "w") : nullptr;
        shared.ready++;
        while (!shared.go) usleep(200);
        for (int i; (i = shared.next++) < int(photos.size());) {
            const bool found = loop.run(photos[size_t(i)], values);
            shared.faces += found;
            if (file == nullptr) continue;
            for (int j = 0; found && j < 128; j++) std::fprintf(file, "%.7g ", values.ptr<float>()[j]);
            std::fprintf(file, "\n");
        }
        if (file != nullptr) std::fclose(file);
        _exit(0);
    }
    while (shared.ready < processes) {
        // One that failed would be waited for in vain.
        if (waitpid(-1, nullptr, WNOHANG) > 0) return 70;
        usleep(1000);
    }
    const double begun = now();
    shared.go = true;
    bool failed = false;
    for (const pid_t child : children) {
        int status = 0;
        failed |= waitpid(child, &status, 0) < 0 || status != 0;
    }
    const double seconds = now() - begun;
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    std::printf("{\"photos\": %zu, \"faces\": %d, \"processes\": %d, \"start_seconds\": %.3f, \"seconds\": %.3f, "
                "\"photos_per_second\": %.2f, \"peak_mib\": %ld}\n",
                photos.size(), shared.faces.load(), processes, begun - started, seconds, double(photos.size()) / seconds,
                usage.ru_maxrss / 1024);
    return failed ? 70 : 0;
}
