#include "gallery.hpp"

#include "boundary.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

extern "C" {
// Of OpenMP's API; clang brings no omp.h.
void omp_set_num_threads(int count);
// Present when OpenBLAS is the BLAS that was linked.
__attribute__((weak)) void openblas_set_num_threads(int count);
}

namespace csearch {
namespace {

std::vector<int64_t> integers(const void *bytes, size_t count) {
    std::vector<int64_t> values(count);
    if (count > 0) std::memcpy(values.data(), bytes, count * sizeof(int64_t));
    return values;
}

constexpr size_t max_dimension = 65536;
// A search for more than these asks twice: most probes have few that are alike.
constexpr size_t first_look = 64;

}  // namespace

Gallery::Gallery(const csearch_options &options)
    : dimension_(options.dimension), is_cosine_(options.metric == CSEARCH_COSINE), capacity_(options.capacity),
      threads_(options.threads),
      flat_(int64_t(options.dimension), is_cosine_ ? faiss::METRIC_INNER_PRODUCT : faiss::METRIC_L2) {
    if (dimension_ < 1 || dimension_ > max_dimension) throw Refusal("the dimension is out of range");
    if (threads_ < 1 || threads_ > 1024) throw Refusal("the number of threads is out of range");
    if (capacity_ > size_t(std::numeric_limits<int32_t>::max())) throw Refusal("the capacity is out of range");
    omp_set_num_threads(threads_);
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(threads_);
    // A vector that grew would need three times its memory for a moment.
    flat_.codes.reserve(capacity_ * dimension_ * sizeof(float));
    ids_.reserve(capacity_);
    rows_.reserve(capacity_);
}

// Copies values, of unit length for cosine.
std::vector<float> Gallery::checked(const void *bytes, size_t count, double *largest) const {
    std::vector<float> values(count * dimension_);
    if (!values.empty()) std::memcpy(values.data(), bytes, values.size() * sizeof(float));
    for (size_t i = 0; i < count; i++) {
        float *row = values.data() + i * dimension_;
        double squares = 0;
        for (size_t j = 0; j < dimension_; j++) squares += double(row[j]) * row[j];
        const double length = std::sqrt(squares);
        // Half the range of single precision leaves room for FAISS's sums of squares.
        if (!std::isfinite(squares)) throw Refusal("a value is not finite");
        if (!is_cosine_ && length > 1e18) throw Refusal("a template is too long for single precision");
        if (is_cosine_ && !(length > 0)) throw Refusal("a template without length has no cosine");
        if (is_cosine_)
            for (size_t j = 0; j < dimension_; j++) row[j] = float(row[j] / length);
        if (largest != nullptr) *largest = std::max(*largest, is_cosine_ ? 1 : length);
    }
    return values;
}

void Gallery::add(const void *id_bytes, const void *value_bytes, size_t count) {
    double largest = largest_;
    const std::vector<int64_t> ids = integers(id_bytes, count);
    const std::vector<float> values = checked(value_bytes, count, &largest);
    size_t fresh = 0;
    for (int64_t id : ids) fresh += rows_.count(id) == 0;
    if (fresh > capacity_ - ids_.size()) throw Refusal("more templates than there is room for");
    largest_ = largest;
    for (size_t i = 0; i < count; i++) {
        const float *row = values.data() + i * dimension_;
        const auto [place, is_new] = rows_.try_emplace(ids[i], ids_.size());
        if (is_new) {
            ids_.push_back(ids[i]);
            flat_.add(1, row);
        } else {
            std::copy_n(row, dimension_, flat_.get_xb() + place->second * dimension_);
        }
    }
}

void Gallery::remove(const void *id_bytes, size_t count) {
    for (int64_t id : integers(id_bytes, count)) {
        const auto found = rows_.find(id);
        if (found == rows_.end()) continue;
        const size_t row = found->second, last = ids_.size() - 1;
        float *values = flat_.get_xb();
        if (row != last) {
            std::copy_n(values + last * dimension_, dimension_, values + row * dimension_);
            ids_[row] = ids_[last];
            rows_[ids_[row]] = row;
        }
        // What was removed is not kept in memory either.
        std::fill_n(values + last * dimension_, dimension_, 0.0f);
        rows_.erase(id);
        ids_.pop_back();
        flat_.codes.resize(last * dimension_ * sizeof(float));
        flat_.ntotal = int64_t(last);
    }
}

// In double precision and in index order: the same for any number of threads, any block and any place of the template.
double Gallery::score(const float *probe, size_t row) const {
    const float *other = flat_.get_xb() + row * dimension_;
    double sum = 0;
    if (is_cosine_) {
        for (size_t j = 0; j < dimension_; j++) sum += double(probe[j]) * other[j];
        return sum;
    }
    for (size_t j = 0; j < dimension_; j++) {
        const double difference = double(probe[j]) - other[j];
        sum += difference * difference;
    }
    return std::sqrt(sum);
}

bool Gallery::is_better(const Hit &a, const Hit &b) const {
    if (a.score != b.score) return is_cosine_ ? a.score > b.score : a.score < b.score;
    return a.id < b.id;
}

// FAISS's scores are sums in single precision of d products (three such sums for L2), in an order of its choosing: each
// is off by at most (d + 8) 2^-23 times the lengths (Higham, Accuracy and Stability, 3.1). Whatever it did not give
// has a score no better than the last that it gave; beyond that error nothing can be missing.
bool Gallery::is_settled(const float *probe, const Hit &last_kept, float last_seen) const {
    double squares = 0;
    for (size_t j = 0; j < dimension_; j++) squares += double(probe[j]) * probe[j];
    const double lengths = std::sqrt(squares) + largest_;
    const double error = double(dimension_ + 8) * std::ldexp(1.0, -23) * lengths * lengths;
    if (is_cosine_) return last_kept.score > last_seen + error;
    return last_kept.score * last_kept.score < last_seen - error;
}

// Asks FAISS for `extra` more than wanted and ranks what it gives by exact scores.
void Gallery::widen(const std::vector<float> &probes, const Rows &which, size_t best, size_t extra, Hits &hits,
                    Rows &doubtful) const {
    const size_t wide = std::min(best + extra, count());
    std::vector<float> block;
    const float *x = probes.data();
    if (which.size() * dimension_ != probes.size()) {
        for (size_t i : which) block.insert(block.end(), x + i * dimension_, x + (i + 1) * dimension_);
        x = block.data();
    }
    std::vector<float> seen(which.size() * wide);
    std::vector<int64_t> labels(which.size() * wide);
    flat_.search(int64_t(which.size()), x, int64_t(wide), seen.data(), labels.data());
    for (size_t i = 0; i < which.size(); i++) {
        const float *probe = x + i * dimension_;
        std::vector<Hit> ranked(wide);
        for (size_t j = 0; j < wide; j++) {
            const int64_t row = labels[i * wide + j];
            if (row < 0 || size_t(row) >= count()) throw std::runtime_error("FAISS named no template");
            ranked[j] = {ids_[size_t(row)], score(probe, size_t(row))};
        }
        std::sort(ranked.begin(), ranked.end(), [this](const Hit &a, const Hit &b) { return is_better(a, b); });
        if (wide < count() && !is_settled(probe, ranked[best - 1], seen[(i + 1) * wide - 1]))
            doubtful.push_back(which[i]);
        ranked.resize(best);
        hits[which[i]] = std::move(ranked);
    }
}

// Every score, for a probe to which very many are equally alike.
std::vector<Hit> Gallery::scan(const float *probe, size_t best) const {
    std::vector<Hit> all(count());
    for (size_t row = 0; row < all.size(); row++) all[row] = {ids_[row], score(probe, row)};
    const auto order = [this](const Hit &a, const Hit &b) { return is_better(a, b); };
    std::partial_sort(all.begin(), all.begin() + ptrdiff_t(best), all.end(), order);
    all.resize(best);
    return all;
}

void Gallery::fill(const std::vector<float> &probes, Rows which, size_t best, Hits &hits) const {
    for (size_t extra : {size_t(16), size_t(1024)}) {
        if (which.empty()) return;
        Rows doubtful;
        widen(probes, which, best, extra, hits, doubtful);
        which = std::move(doubtful);
    }
    for (size_t i : which) hits[i] = scan(probes.data() + i * dimension_, best);
}

std::vector<std::vector<Hit>> Gallery::nearest(const void *bytes, size_t count, size_t best) const {
    const std::vector<float> probes = checked(bytes, count, nullptr);
    Hits hits(count);
    best = std::min(best, this->count());
    if (best == 0 || count == 0) return hits;
    Rows all(count);
    for (size_t i = 0; i < count; i++) all[i] = i;
    fill(probes, std::move(all), best, hits);
    return hits;
}

std::vector<std::vector<Hit>> Gallery::within(const void *bytes, size_t count, double threshold, size_t limit) const {
    if (std::isnan(threshold)) throw Refusal("the threshold is no number");
    limit = std::min(limit, this->count());
    const size_t some = std::min(limit, first_look);
    Hits hits = nearest(bytes, count, some);
    const auto is_alike = [&](const Hit &hit) {
        return is_cosine_ ? hit.score >= threshold : hit.score <= threshold;
    };
    Rows more;
    for (size_t i = 0; some < limit && i < count; i++)
        if (is_alike(hits[i].back())) more.push_back(i);
    if (!more.empty()) fill(checked(bytes, count, nullptr), std::move(more), limit, hits);
    for (auto &found : hits)
        found.erase(std::find_if_not(found.begin(), found.end(), is_alike), found.end());
    return hits;
}

}  // namespace csearch
