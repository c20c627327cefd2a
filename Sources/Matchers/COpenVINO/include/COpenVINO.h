/// C boundary over OpenVINO's C library, which is loaded at run time: where it is not installed everything else builds and
/// works. One thread computes, and after `copenvino_compile` no file is opened and no code is generated, so that the
/// process may be sealed.

#ifndef COPENVINO_H
#define COPENVINO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    COPENVINO_OK = 0,
    /// There is no library at the path, it cannot be loaded, or it is not the release that this was written for.
    COPENVINO_NO_LIBRARY = 1,
    /// The model cannot be read, has no such output, or cannot take such an input.
    COPENVINO_BAD_MODEL = 2,
    /// Anything else.
    COPENVINO_INTERNAL = 3
} copenvino_status;

/// A UTF-8 sentence fragment, always zero-terminated, empty on success. The caller owns the buffer.
typedef struct {
    char message[256];
} copenvino_error;

/// The library with its CPU device, never unloaded.
typedef struct copenvino_runtime copenvino_runtime;

/// A model for one size of input, and the memory of its inference: for one thread.
typedef struct copenvino_network copenvino_network;

/// Loads `libopenvino_c.so.*` with what lies beside it. Single-threaded from here on.
copenvino_status copenvino_open(const char *_Nonnull library, copenvino_runtime *_Nullable *_Nonnull out,
                                copenvino_error *_Nonnull error);

/// As "2026.4.1-22982-...": lives as long as the runtime.
const char *_Nonnull copenvino_version(const copenvino_runtime *_Nonnull runtime);

/// Compiles an ONNX model with one input for float32 of `shape` (images, channels, rows, columns), and remembers which
/// outputs are wanted, by their names, in which order. The runtime must outlive the network.
copenvino_status copenvino_compile(copenvino_runtime *_Nonnull runtime, const uint8_t *_Nonnull model, size_t length,
                                   const int64_t shape[_Nonnull 4], const char *_Nonnull const *_Nonnull outputs,
                                   size_t output_count, copenvino_network *_Nullable *_Nonnull out,
                                   copenvino_error *_Nonnull error);

/// Where the next input is to be written: as many values as the shape has.
float *_Nonnull copenvino_input(copenvino_network *_Nonnull network);

/// Runs the network on the input.
copenvino_status copenvino_infer(copenvino_network *_Nonnull network, copenvino_error *_Nonnull error);

/// The values of the output at `index`; they change with the next `copenvino_infer`. NULL beyond the last output.
const float *_Nullable copenvino_output(const copenvino_network *_Nonnull network, size_t index,
                                        size_t *_Nonnull count);

/// NULL is allowed.
void copenvino_free(copenvino_network *_Nullable network);

/// NULL is allowed. The library itself stays in the process.
void copenvino_close(copenvino_runtime *_Nullable runtime);

#ifdef __cplusplus
}
#endif

#endif
