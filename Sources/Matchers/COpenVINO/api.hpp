// What is used of OpenVINO's C API, looked up by name in a library that may not be there when this is compiled. The
// declarations repeat openvino/c/*.h of release 2026.4; `Api` refuses another release, whose structures may differ.

#pragma once

#include <cstddef>
#include <cstdint>

namespace copenvino {

using Status = int;  // ov_status_e; 0 is success
constexpr int element_f32 = 4;  // ov_element_type_e

struct Core;
struct Model;
struct CompiledModel;
struct InferRequest;
struct Tensor;

struct Version {
    const char *build, *description;
};
struct Dimension {
    int64_t least, most;
};
struct PartialShape {
    Dimension rank;
    Dimension *dimensions;
};

struct Api {
    // Throws std::runtime_error.
    explicit Api(const char *library);

    Status (*version)(Version *);
    void (*version_free)(Version *);
    const char *(*last_error)();
    Status (*core_create)(Core **);
    void (*core_free)(Core *);
    Status (*read_model)(const Core *, const char *bytes, size_t length, const Tensor *weights, Model **);
    Status (*compile)(const Core *, const Model *, const char *device, size_t argument_count, CompiledModel **, ...);
    Status (*shape_create)(int64_t rank, const int64_t *sizes, PartialShape *);
    void (*shape_free)(PartialShape *);
    Status (*reshape)(const Model *, PartialShape);
    void (*model_free)(Model *);
    Status (*request_create)(const CompiledModel *, InferRequest **);
    void (*compiled_free)(CompiledModel *);
    Status (*input_tensor)(const InferRequest *, Tensor **);
    Status (*output_tensor)(const InferRequest *, const char *name, Tensor **);
    Status (*infer)(InferRequest *);
    void (*request_free)(InferRequest *);
    Status (*tensor_data)(const Tensor *, void **);
    Status (*tensor_size)(const Tensor *, size_t *);
    Status (*tensor_type)(const Tensor *, int *);
    void (*tensor_free)(Tensor *);
};

}  // namespace copenvino
