// Templates by id, and the exact search among them.

#pragma once

#include "CSearch.h"

#include <faiss/IndexFlat.h>

#include <memory>
#include <unordered_map>
#include <vector>

namespace csearch {

struct Hit {
    int64_t id;
    double score;  // native: a cosine, or a distance
};

class Gallery {
  public:
    explicit Gallery(const csearch_options &options);

    void add(const void *ids, const void *values, size_t count);
    void remove(const void *ids, size_t count);
    size_t count() const { return ids_.size(); }

    // Best first, ties by lower id, for each probe.
    std::vector<std::vector<Hit>> nearest(const void *probes, size_t count, size_t best) const;
    std::vector<std::vector<Hit>> within(const void *probes, size_t count, double threshold, size_t limit) const;

  private:
    using Hits = std::vector<std::vector<Hit>>;
    using Rows = std::vector<size_t>;

    std::vector<float> checked(const void *values, size_t count, double *largest) const;
    void widen(const std::vector<float> &probes, const Rows &which, size_t best, size_t extra, Hits &hits,
               Rows &doubtful) const;
    void fill(const std::vector<float> &probes, Rows which, size_t best, Hits &hits) const;
    std::vector<Hit> scan(const float *probe, size_t best) const;
    double score(const float *probe, size_t row) const;
    bool is_better(const Hit &a, const Hit &b) const;
    bool is_settled(const float *probe, const Hit &last_kept, float last_seen) const;

    const size_t dimension_;
    const bool is_cosine_;
    const size_t capacity_;
    const int threads_;
    // Rows of `flat_` in no particular order: a removed row's place is taken by the last one.
    faiss::IndexFlat flat_;
    std::vector<int64_t> ids_;
    std::unordered_map<int64_t, size_t> rows_;
    double largest_ = 0;  // length of the longest template that was ever here
};

}  // namespace csearch
