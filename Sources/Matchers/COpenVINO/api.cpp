#include "api.hpp"

#include <cstring>
#include <dlfcn.h>
#include <stdexcept>
#include <string>

namespace copenvino {
namespace {

constexpr const char *known_release = "2026.4.";

template <class Function>
void find(void *library, const char *name, Function &function) {
    // POSIX promises that a pointer to a function fits one to an object.
    function = reinterpret_cast<Function>(dlsym(library, name));
    if (function == nullptr) throw std::runtime_error(std::string("the library has no ") + name);
}

}  // namespace

Api::Api(const char *library) {
    // Local: nothing else in the process shall find its symbols.
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) throw std::runtime_error(dlerror());
    find(handle, "ov_get_openvino_version", version);
    find(handle, "ov_version_free", version_free);
    find(handle, "ov_get_last_err_msg", last_error);
    find(handle, "ov_core_create", core_create);
    find(handle, "ov_core_free", core_free);
    find(handle, "ov_core_read_model_from_memory_buffer", read_model);
    find(handle, "ov_core_compile_model", compile);
    find(handle, "ov_partial_shape_create_static", shape_create);
    find(handle, "ov_partial_shape_free", shape_free);
    find(handle, "ov_model_reshape_single_input", reshape);
    find(handle, "ov_model_free", model_free);
    find(handle, "ov_compiled_model_create_infer_request", request_create);
    find(handle, "ov_compiled_model_free", compiled_free);
    find(handle, "ov_infer_request_get_input_tensor", input_tensor);
    find(handle, "ov_infer_request_get_tensor", output_tensor);
    find(handle, "ov_infer_request_infer", infer);
    find(handle, "ov_infer_request_free", request_free);
    find(handle, "ov_tensor_data", tensor_data);
    find(handle, "ov_tensor_get_size", tensor_size);
    find(handle, "ov_tensor_get_element_type", tensor_type);
    find(handle, "ov_tensor_free", tensor_free);
    Version found{};
    if (version(&found) != 0) throw std::runtime_error("the library does not say its version");
    const std::string build = found.build;
    version_free(&found);
    if (build.compare(0, std::strlen(known_release), known_release) != 0)
        throw std::runtime_error("the library is of release " + build + ", not " + known_release + "x");
}

}  // namespace copenvino
