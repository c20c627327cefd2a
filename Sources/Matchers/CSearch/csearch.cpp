// The exported functions, and ownership of what they hand out.

#include "boundary.hpp"
#include "gallery.hpp"

#include <string>

#define CSEARCH_TEXT(number) #number
#define CSEARCH_VERSION(major, minor, patch) CSEARCH_TEXT(major) "." CSEARCH_TEXT(minor) "." CSEARCH_TEXT(patch)

struct csearch_index {
    csearch::Gallery gallery;
    std::vector<size_t> counts;
    std::vector<int64_t> ids;
    std::vector<double> scores;

    csearch_hits lend(const std::vector<std::vector<csearch::Hit>> &hits) {
        counts.clear();
        ids.clear();
        scores.clear();
        for (const auto &found : hits) {
            counts.push_back(found.size());
            for (const csearch::Hit &hit : found) {
                ids.push_back(hit.id);
                scores.push_back(hit.score);
            }
        }
        return {counts.data(), ids.data(), scores.data(), ids.size()};
    }
};

using csearch::guard;

// The version is that of the headers and so of the archive that is linked.
const char *csearch_version(void) {
    return CSEARCH_VERSION(FAISS_VERSION_MAJOR, FAISS_VERSION_MINOR, FAISS_VERSION_PATCH);
}

csearch_status csearch_open(csearch_options options, csearch_index **out, csearch_error *error) {
    *out = nullptr;
    return guard(error, [&] { *out = new csearch_index{csearch::Gallery(options), {}, {}, {}}; });
}

csearch_status csearch_add(csearch_index *index, const void *ids, const void *values, size_t count,
                           csearch_error *error) {
    return guard(error, [&] { index->gallery.add(ids, values, count); });
}

csearch_status csearch_remove(csearch_index *index, const void *ids, size_t count, csearch_error *error) {
    return guard(error, [&] { index->gallery.remove(ids, count); });
}

csearch_status csearch_nearest(csearch_index *index, const void *probes, size_t count, size_t best,
                               csearch_hits *out, csearch_error *error) {
    *out = {};
    return guard(error, [&] { *out = index->lend(index->gallery.nearest(probes, count, best)); });
}

csearch_status csearch_within(csearch_index *index, const void *probes, size_t count, double threshold, size_t limit,
                              csearch_hits *out, csearch_error *error) {
    *out = {};
    return guard(error, [&] { *out = index->lend(index->gallery.within(probes, count, threshold, limit)); });
}

size_t csearch_count(const csearch_index *index) { return index->gallery.count(); }

void csearch_close(csearch_index *index) { delete index; }
