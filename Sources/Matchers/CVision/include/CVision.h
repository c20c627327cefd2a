/// C boundary over OpenCV, dlib and OpenVINO: a photo's bytes in, faces and one face template out.
///
/// Every function that can fail returns a status and fills `error`; no C++ exception leaves this library. A matcher
/// holds networks with internal state, so one matcher serves one thread at a time. Nothing here opens a file, except that
/// `cvision_openvino_open` loads its library.

#ifndef CVISION_H
#define CVISION_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Values of a face template, all matchers.
#define CVISION_TEMPLATE_LENGTH 128
/// Pixels along each side of the aligned face crop.
#define CVISION_CROP_SIDE 112
/// At most this many faces are reported for one photo, the most confident ones.
#define CVISION_MAX_FACES 32

typedef enum {
    CVISION_OK = 0,
    /// The bytes claim to be JPEG or PNG but are damaged, truncated or empty.
    CVISION_BAD_IMAGE = 1,
    /// Neither JPEG nor PNG, or a kind of them that no camera or scanner writes (lossless, arithmetic, 12-bit JPEG).
    CVISION_UNSUPPORTED_FORMAT = 2,
    /// More bytes than `max_bytes`.
    CVISION_TOO_MANY_BYTES = 3,
    /// More pixels than `max_pixels`, judged by the header before anything is decoded.
    CVISION_TOO_MANY_PIXELS = 4,
    /// The model's bytes are not the network that this matcher expects.
    CVISION_BAD_MODEL = 5,
    /// Anything else: out of memory, or a defect.
    CVISION_INTERNAL = 6,
    /// The library is not there, or is not the release that this was written for.
    CVISION_NO_LIBRARY = 7
} cvision_status;

/// A UTF-8 sentence fragment, always zero-terminated, empty on success. The caller owns the buffer.
typedef struct {
    char message[256];
} cvision_error;

/// Bytes that the caller owns; they are read during the call only.
typedef struct {
    const uint8_t *_Nullable data;
    size_t length;
} cvision_bytes;

typedef enum {
    /// The face with the largest box area.
    CVISION_FACE_LARGEST = 0,
    /// The face whose box centre is nearest to the image's centre.
    CVISION_FACE_CENTRAL = 1
} cvision_face_choice;

typedef struct {
    cvision_face_choice face_choice;
    size_t max_bytes;
    /// Width times height as the header states them.
    uint64_t max_pixels;
} cvision_options;

/// Pixels of the upright full-size photo: origin at the top left corner, x to the right, y down.
typedef struct {
    float x, y;
} cvision_point;

/// In the same pixels as `cvision_point`; may reach beyond the photo's edge.
typedef struct {
    float x, y, width, height;
} cvision_box;

/// What the photo shows of one face, for the reviewer and the policy.
typedef struct {
    /// Distance between the eye centres in pixels of the full-size photo (ISO/IEC 39794-5 calls it IED).
    double inter_eye_distance;
    /// Variance of the 3x3 Laplacian over the aligned crop's luma (Pech-Pacheco et al., ICPR 2000); 0 = no detail.
    double sharpness;
    /// Mean luma of the aligned crop, 0 (black) to 255 (white); luma as ITU-R BT.601.
    double brightness;
    /// Standard deviation of the aligned crop's luma, 0 to 127.5.
    double contrast;
    /// Degrees, coarse (about 10): positive when the nose points to the right of the picture. See quality.cpp.
    double yaw;
    /// Degrees, coarse: positive when the face looks up.
    double pitch;
    /// Degrees, -180 to 180: positive when the head is turned clockwise in the picture. Exact for the landmarks.
    double roll;
    /// 0 to 1. YuNet: its own score. dlib: a logistic map of the HOG score, see dlib_matcher.cpp.
    double confidence;
} cvision_quality;

typedef struct {
    cvision_box box;
    /// Eye, eye, nose tip, mouth corner, mouth corner; of each pair the one on the left of the picture first.
    /// dlib finds the eyes and the base of the nose only: its last three are estimated from those.
    cvision_point landmarks[5];
    cvision_quality quality;
} cvision_face;

/// Wall time of each stage in seconds, 0 for a stage that was not reached. Encoding the face crop is not counted.
typedef struct {
    double decode;
    /// Finding faces and measuring their quality.
    double detect;
    /// Of every face.
    double align;
    double embed;
} cvision_timings;

/// All memory belongs to the result and lives until `cvision_result_free`.
typedef struct {
    /// Of the upright full-size photo, in pixels.
    uint32_t width, height;
    /// 1, 2, 4 or 8: a large photo is analysed at 1/reduction of its size (1,600 px or more on the longer side).
    uint32_t reduction;
    /// EXIF orientation that was applied, 1 to 8; 1 = stored upright.
    uint32_t orientation;
    /// Sorted by falling confidence.
    const cvision_face *_Nullable faces;
    size_t face_count;
    /// Index into `faces`, -1 when there is none; then the two fields below are empty.
    ptrdiff_t chosen;
    /// CVISION_TEMPLATE_LENGTH finite values or NULL. Compare by cosine; those of `dlib` by Euclidean distance.
    const float *_Nullable template_values;
    /// The chosen face, aligned, as a JPEG of CVISION_CROP_SIDE pixels a side.
    const uint8_t *_Nullable crop;
    size_t crop_length;
    /// The perceptual hash of the upright photo; see photo_hash.hpp.
    uint64_t photo_hash;
    cvision_timings timings;
} cvision_result;

typedef struct cvision_matcher cvision_matcher;

/// Versions of the libraries, such as "4.6.0": static strings, never NULL after success.
typedef struct {
    const char *_Nullable opencv;
    const char *_Nullable dlib;
    const char *_Nullable png;
    /// As at build time: libjpeg cannot be asked.
    const char *_Nullable jpeg;
} cvision_library_versions;

/// Makes this process single-threaded for both libraries and keeps OpenCV from writing to stderr. Call it once, first.
/// OpenBLAS reads OPENBLAS_NUM_THREADS before main: the parent should set it to 1 as well.
cvision_status cvision_prepare_process(cvision_error *_Nonnull error);

cvision_status cvision_versions(cvision_library_versions *_Nonnull out, cvision_error *_Nonnull error);

/// YuNet (2023) and SFace (2021) as ONNX; see models.json. On success the caller owns `*out`.
cvision_status cvision_opencv_open(cvision_bytes detector, cvision_bytes recogniser,
                                   cvision_matcher *_Nullable *_Nonnull out, cvision_error *_Nonnull error);

/// The same networks under OpenVINO; `library` is the path of its C library. Must come before the process is sealed.
cvision_status cvision_openvino_open(const char *_Nonnull library, cvision_bytes detector, cvision_bytes recogniser,
                                     cvision_matcher *_Nullable *_Nonnull out, cvision_error *_Nonnull error);

/// The five-point shape predictor and the ResNet metric network; the HOG detector is built into dlib.
cvision_status cvision_dlib_open(cvision_bytes landmarks, cvision_bytes recogniser,
                                 cvision_matcher *_Nullable *_Nonnull out, cvision_error *_Nonnull error);

/// The version of the library that runs the matcher's networks, as "4.6.0"; lives as long as the matcher.
const char *_Nonnull cvision_library_version(const cvision_matcher *_Nonnull matcher);

/// Decodes a photo, finds its faces and makes a template of the chosen one. A photo without a face is
/// CVISION_OK with `face_count` 0. On success the caller owns `*out`; otherwise it is NULL.
cvision_status cvision_extract(cvision_matcher *_Nonnull matcher, cvision_bytes photo, cvision_options options,
                               cvision_result *_Nullable *_Nonnull out, cvision_error *_Nonnull error);

/// NULL is allowed.
void cvision_result_free(cvision_result *_Nullable result);

/// NULL is allowed.
void cvision_close(cvision_matcher *_Nullable matcher);

#ifdef __cplusplus
}
#endif

#endif
