/// C boundary over OpenCV, zxing-cpp and Tesseract: a photo of one side of an identity document in, raw readings out.
///
/// Nothing is interpreted here. Status, error and bytes are CVision's: one decoder reads all photos. A reader holds
/// networks with inner state, so it serves one thread at a time. Nothing here opens a file.

#ifndef CDOCUMENT_H
#define CDOCUMENT_H

#include "CVision.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What a character of a machine-readable zone may be, at most.
#define CDOCUMENT_CANDIDATES 5
/// Longer side of the straightened image in pixels, at most.
#define CDOCUMENT_SIDE 1600

/// Pixels; origin at the top left corner, x to the right, y down.
typedef struct {
    double x, y;
} cdocument_point;

/// Pixels of the straightened image, within it.
typedef struct {
    double x, y, width, height;
} cdocument_box;

/// The best candidate first; `values` are ASCII, `probabilities` add up to at most 1.
typedef struct {
    int count;
    char values[CDOCUMENT_CANDIDATES];
    double probabilities[CDOCUMENT_CANDIDATES];
} cdocument_character;

typedef struct {
    cdocument_box box;
    const cdocument_character *_Nullable characters;
    size_t count;
} cdocument_line;

typedef struct {
    /// `pdf417`, `qr_code`, `code_128` or `code_39`; static.
    const char *_Nonnull format;
    /// UTF-8, zero-terminated.
    const char *_Nonnull text;
    cdocument_box box;
} cdocument_barcode;

typedef struct {
    /// UTF-8, zero-terminated.
    const char *_Nonnull text;
    /// 0 to 1.
    double confidence;
    cdocument_box box;
    /// From 0; words of one line share it.
    int line;
} cdocument_word;

typedef struct {
    cdocument_box box;
    double confidence;
    /// Cosine to the first face; NaN for the first, and where no template could be made.
    double similarity;
} cdocument_face;

/// What kept something from being read; bits.
typedef enum {
    CDOCUMENT_NO_OUTLINE = 1,
    CDOCUMENT_IMAGE_TOO_SMALL = 2,
    CDOCUMENT_LANGUAGE_DATA_MISSING = 4
} cdocument_problem;

/// Wall time of each stage in seconds.
typedef struct {
    double decode, outline, zone, faces, barcodes, words, encode;
} cdocument_timings;

/// All memory belongs to the side and lives until `cdocument_side_free`.
typedef struct {
    /// Of the straightened image.
    uint32_t width, height;
    /// Clockwise from the straightened top left, in pixels of the upright full-size photo.
    int has_outline;
    cdocument_point outline[4];
    /// 0, 90, 180 or 270 degrees clockwise.
    int rotation;
    /// Degrees, -45 to 45.
    double skew;
    const cdocument_line *_Nullable lines;
    size_t line_count;
    const cdocument_barcode *_Nullable barcodes;
    size_t barcode_count;
    const cdocument_word *_Nullable words;
    size_t word_count;
    const cdocument_face *_Nullable faces;
    size_t face_count;
    /// The straightened image as a JPEG.
    const uint8_t *_Nullable jpeg;
    size_t jpeg_length;
    unsigned problems;
    cdocument_timings timings;
} cdocument_side;

/// A language's data for Tesseract ("traineddata"); `name` is like "eng".
typedef struct {
    const char *_Nonnull name;
    cvision_bytes data;
} cdocument_language;

typedef struct {
    size_t max_bytes;
    /// Width times height as the header states them.
    uint64_t max_pixels;
    /// Names of languages with `+` between them; one that was not given to `cdocument_open` is a problem of the side.
    const char *_Nonnull languages;
} cdocument_options;

typedef struct cdocument_reader cdocument_reader;

/// Versions of the libraries, such as "5.3.0": static strings.
typedef struct {
    const char *_Nonnull tesseract;
    const char *_Nonnull zxing;
    const char *_Nonnull leptonica;
} cdocument_library_versions;

cdocument_library_versions cdocument_versions(void);

/// The line network (scripts/ocrb), YuNet and SFace as ONNX, and languages, whose bytes are copied. The languages of
/// `warm`, with `+` between them, are made ready at once, which is where memory is taken. On success the caller owns
/// `*out`.
cvision_status cdocument_open(cvision_bytes line_network, cvision_bytes detector, cvision_bytes recogniser,
                              const cdocument_language *_Nullable languages, size_t language_count,
                              const char *_Nonnull warm, cdocument_reader *_Nullable *_Nonnull out,
                              cvision_error *_Nonnull error);

/// Decodes a photo and reads what is on it. A photo without a document is CVISION_OK with nothing read. On success the
/// caller owns `*out`; otherwise it is NULL.
cvision_status cdocument_read(cdocument_reader *_Nonnull reader, cvision_bytes photo, cdocument_options options,
                              cdocument_side *_Nullable *_Nonnull out, cvision_error *_Nonnull error);

/// NULL is allowed.
void cdocument_side_free(cdocument_side *_Nullable side);

/// NULL is allowed.
void cdocument_close(cdocument_reader *_Nullable reader);

#ifdef __cplusplus
}
#endif

#endif
