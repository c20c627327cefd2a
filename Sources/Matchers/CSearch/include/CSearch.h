/// C boundary over FAISS: an exact index of templates in memory.
///
/// Every function that can fail returns a status and fills `error`; no C++ exception leaves this library. An index serves
/// one caller at a time. Nothing here opens a file. Blocks of ids and values are read as they are on the wire: little-endian
/// 64-bit integers and single-precision values, as the processors are on which this runs.

#ifndef CSEARCH_H
#define CSEARCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    CSEARCH_OK = 0,
    /// An argument cannot be right: the size, a value that is not finite, a template without length, too many templates.
    CSEARCH_REFUSED = 1,
    /// Anything else: out of memory, or a defect.
    CSEARCH_INTERNAL = 2
} csearch_status;

/// A UTF-8 sentence fragment, always zero-terminated, empty on success. The caller owns the buffer.
typedef struct {
    char message[256];
} csearch_error;

typedef enum {
    /// Inner product of templates that are scaled to unit length.
    CSEARCH_COSINE = 0,
    /// Length of the difference.
    CSEARCH_EUCLIDEAN = 1
} csearch_metric;

typedef struct {
    /// Values of a template.
    size_t dimension;
    csearch_metric metric;
    /// Threads of a search.
    int threads;
    /// Most templates; memory for them is reserved at once and touched when they come.
    size_t capacity;
} csearch_options;

typedef struct csearch_index csearch_index;

/// For each probe in turn `counts[i]` hits, best first, ties by lower id; a cosine, or a distance. The index owns it; it
/// is valid until the next call.
typedef struct {
    const size_t *_Nullable counts;
    const int64_t *_Nullable ids;
    const double *_Nullable scores;
    size_t total;
} csearch_hits;

/// FAISS's version, as "1.7.3".
const char *_Nonnull csearch_version(void);

csearch_status csearch_open(csearch_options options, csearch_index *_Nullable *_Nonnull out,
                            csearch_error *_Nonnull error);

/// Adds `count` templates; one whose id is there is replaced. All or none.
csearch_status csearch_add(csearch_index *_Nonnull index, const void *_Nonnull ids, const void *_Nonnull values,
                           size_t count, csearch_error *_Nonnull error);

/// Removes templates; ids that are not there are ignored.
csearch_status csearch_remove(csearch_index *_Nonnull index, const void *_Nonnull ids, size_t count,
                              csearch_error *_Nonnull error);

/// The `best` most alike of each of `count` probes.
csearch_status csearch_nearest(csearch_index *_Nonnull index, const void *_Nonnull probes, size_t count, size_t best,
                               csearch_hits *_Nonnull out, csearch_error *_Nonnull error);

/// Of each probe what is at least as alike as `threshold`, at most `limit`.
csearch_status csearch_within(csearch_index *_Nonnull index, const void *_Nonnull probes, size_t count,
                              double threshold, size_t limit, csearch_hits *_Nonnull out,
                              csearch_error *_Nonnull error);

/// How many templates there are.
size_t csearch_count(const csearch_index *_Nonnull index);

void csearch_close(csearch_index *_Nullable index);

#ifdef __cplusplus
}
#endif

#endif
