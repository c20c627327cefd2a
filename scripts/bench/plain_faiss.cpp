// FAISS by its own API: the yardstick of search.py. Writes a gallery and probes, then answers lines of stdin:
// "flat" searches once and prints the seconds; "ivf" and "hnsw" build such an index and print what it costs and finds.
//
// usage: plain_faiss TEMPLATES DIMENSION PROBES BEST THREADS FOLDER

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVFFlat.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <vector>

extern "C" {
void omp_set_num_threads(int);
void openblas_set_num_threads(int);
}

namespace {

size_t dimension, best;
using Labels = std::vector<int64_t>;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void normalise(float *row) {
    double squares = 0;
    for (size_t j = 0; j < dimension; j++) squares += double(row[j]) * row[j];
    for (size_t j = 0; j < dimension; j++) row[j] = float(row[j] / std::sqrt(squares));
}

void write(const std::string &path, const void *data, size_t bytes) {
    std::ofstream(path, std::ios::binary).write(static_cast<const char *>(data), std::streamsize(bytes));
}

double search(const faiss::Index &index, const std::vector<float> &probes, Labels &labels) {
    const size_t count = probes.size() / dimension;
    std::vector<float> scores(count * best);
    labels.assign(count * best, -1);
    const double began = now();
    index.search(int64_t(count), probes.data(), int64_t(best), scores.data(), labels.data());
    return now() - began;
}

double recall(const Labels &found, const Labels &exact) {
    size_t same = 0;
    for (size_t i = 0; i < exact.size(); i += best) same += found[i] == exact[i];
    return double(same) / (double(exact.size()) / double(best));
}

}  // namespace

int main(int, char **arguments) {
    const size_t count = std::stoul(arguments[1]), probe_count = std::stoul(arguments[3]);
    dimension = std::stoul(arguments[2]);
    best = std::stoul(arguments[4]);
    const int threads = std::atoi(arguments[5]);
    const std::string folder = arguments[6];
    omp_set_num_threads(threads);
    openblas_set_num_threads(threads);

    // Identities lie in all directions alike. A probe is one of them with noise: a cosine of 0.65, as of two photos.
    std::mt19937 random(7);
    std::normal_distribution<float> normal;
    std::vector<float> gallery(count * dimension), probes(probe_count * dimension);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < dimension; j++) gallery[i * dimension + j] = normal(random);
        normalise(&gallery[i * dimension]);
    }
    const float noise = float(std::sqrt(1 / (0.65 * 0.65) - 1) / std::sqrt(double(dimension)));
    for (size_t i = 0; i < probe_count; i++) {
        const float *person = &gallery[(i * 7919 % count) * dimension];
        for (size_t j = 0; j < dimension; j++) probes[i * dimension + j] = person[j] + noise * normal(random);
        normalise(&probes[i * dimension]);
    }
    write(folder + "/gallery", gallery.data(), gallery.size() * sizeof(float));
    write(folder + "/probes", probes.data(), probes.size() * sizeof(float));

    double began = now();
    faiss::IndexFlatIP flat{int64_t(dimension)};
    flat.add(int64_t(count), gallery.data());
    std::printf("%f\n", now() - began);
    std::fflush(stdout);
    Labels exact;
    for (std::string line; std::getline(std::cin, line);) {
        if (line == "flat") {
            std::printf("%f\n", search(flat, probes, exact));
            write(folder + "/labels", exact.data(), exact.size() * sizeof(int64_t));
            std::fflush(stdout);
            continue;
        }
        Labels found;
        began = now();
        if (line == "ivf") {
            faiss::IndexFlatIP quantiser{int64_t(dimension)};
            faiss::IndexIVFFlat index(&quantiser, dimension, size_t(std::sqrt(double(count))),
                                      faiss::METRIC_INNER_PRODUCT);
            index.cp.max_points_per_centroid = 64;
            index.train(int64_t(count), gallery.data());
            index.add(int64_t(count), gallery.data());
            const double built = now() - began;
            for (size_t nprobe : {8, 32, 128}) {
                index.nprobe = nprobe;
                const double seconds = search(index, probes, found);
                std::printf("IVF%zu,nprobe=%zu %f %f %f\n", index.nlist, nprobe, built, seconds, recall(found, exact));
            }
        } else if (line == "hnsw") {
            faiss::IndexHNSWFlat index(int(dimension), 32, faiss::METRIC_INNER_PRODUCT);
            index.add(int64_t(count), gallery.data());
            const double built = now() - began;
            for (int ef : {64, 256, 1024}) {
                index.hnsw.efSearch = ef;
                const double seconds = search(index, probes, found);
                std::printf("HNSW32,ef=%d %f %f %f\n", ef, built, seconds, recall(found, exact));
            }
        }
        std::printf("end\n");
        std::fflush(stdout);
    }
}
