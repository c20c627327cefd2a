#include "COpenVINO.h"

#include "api.hpp"

#include <cstdio>
#include <exception>
#include <memory>
#include <sched.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace copenvino {
namespace {

struct BadModel : std::runtime_error {
    using std::runtime_error::runtime_error;
};

copenvino_status fail(copenvino_error *error, copenvino_status status, const char *message) noexcept {
    std::snprintf(error->message, sizeof error->message, "%s", message);
    return status;
}

template <class Body>
copenvino_status guard(copenvino_error *error, copenvino_status otherwise, Body &&body) noexcept try {
    *error = {};
    body();
    return COPENVINO_OK;
} catch (const BadModel &failure) {
    return fail(error, COPENVINO_BAD_MODEL, failure.what());
} catch (const std::exception &failure) {
    return fail(error, otherwise, failure.what());
} catch (...) {
    return fail(error, otherwise, "unknown C++ exception");
}

// One processor while it lives. OpenVINO's scheduler makes a thread for every further processor that it sees, for the
// compilation of models too; threads would be idle afterwards, and not covered by Landlock when they exist before the seal.
class OneProcessor {
public:
    OneProcessor() {
        if (sched_getaffinity(0, sizeof before_, &before_) != 0) return;
        const int here = sched_getcpu();
        if (here < 0) return;
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(here, &one);
        is_set_ = sched_setaffinity(0, sizeof one, &one) == 0;
    }
    ~OneProcessor() {
        if (is_set_) sched_setaffinity(0, sizeof before_, &before_);
    }
    OneProcessor(const OneProcessor &) = delete;
    OneProcessor &operator=(const OneProcessor &) = delete;

private:
    cpu_set_t before_;
    bool is_set_ = false;
};

template <class Thing>
using Owned = std::unique_ptr<Thing, void (*)(Thing *)>;

}  // namespace
}  // namespace copenvino

using copenvino::BadModel;
using copenvino::guard;
using copenvino::Owned;

// Global, because the C header declares it.
struct copenvino_runtime {
    explicit copenvino_runtime(const char *library) : api(library), core(nullptr, api.core_free) {
        copenvino::Version found{};
        if (api.version(&found) == 0) {
            version = found.build;
            api.version_free(&found);
        }
        copenvino::Core *raw = nullptr;
        check(api.core_create(&raw));
        core.reset(raw);
    }

    template <class Failure = std::runtime_error>
    void check(copenvino::Status status) const {
        if (status == 0) return;
        const char *text = api.last_error();
        throw Failure(text != nullptr && *text != 0 ? text : "OpenVINO status " + std::to_string(status));
    }

    copenvino::Api api;
    Owned<copenvino::Core> core;
    std::string version;
};

struct copenvino_network {
    explicit copenvino_network(const copenvino::Api &api)
        : compiled(nullptr, api.compiled_free), request(nullptr, api.request_free) {}

    // Destroyed from the last: tensors before the request, the request before the model.
    const copenvino_runtime *runtime = nullptr;
    Owned<copenvino::CompiledModel> compiled;
    Owned<copenvino::InferRequest> request;
    struct Values {
        Owned<copenvino::Tensor> tensor;
        float *data;
        size_t count;
    };
    std::vector<Values> tensors;  // the input, then the outputs
};

namespace copenvino {
namespace {

copenvino_network::Values values_of(const copenvino_runtime &runtime, Tensor *raw) {
    Owned<Tensor> tensor(raw, runtime.api.tensor_free);
    int type = 0;
    size_t count = 0;
    void *data = nullptr;
    runtime.check<BadModel>(runtime.api.tensor_type(raw, &type));
    if (type != element_f32) throw BadModel("its values are not float32");
    runtime.check<BadModel>(runtime.api.tensor_size(raw, &count));
    runtime.check<BadModel>(runtime.api.tensor_data(raw, &data));
    return {std::move(tensor), static_cast<float *>(data), count};
}

Owned<CompiledModel> compile(const copenvino_runtime &runtime, const Model *model) {
    CompiledModel *raw = nullptr;
    // Without a stream inference runs in the calling thread and no other is made; float32 where the processor would rather take bfloat16, because
    // scores must not depend on the machine.
    runtime.check<BadModel>(runtime.api.compile(
        runtime.core.get(), model, "CPU", 14, &raw, "PERFORMANCE_HINT", "LATENCY", "NUM_STREAMS", "0",
        "INFERENCE_NUM_THREADS", "1", "ENABLE_CPU_PINNING", "NO", "ENABLE_HYPER_THREADING", "NO",
        "INFERENCE_PRECISION_HINT", "f32", "EXECUTION_MODE_HINT", "ACCURACY"));
    return {raw, runtime.api.compiled_free};
}

}  // namespace
}  // namespace copenvino

copenvino_status copenvino_open(const char *library, copenvino_runtime **out, copenvino_error *error) {
    *out = nullptr;
    return guard(error, COPENVINO_NO_LIBRARY, [&] {
        const copenvino::OneProcessor one;
        *out = new copenvino_runtime(library);
    });
}

const char *copenvino_version(const copenvino_runtime *runtime) { return runtime->version.c_str(); }

copenvino_status copenvino_compile(copenvino_runtime *runtime, const uint8_t *model, size_t length,
                                   const int64_t shape[4], const char *const *outputs, size_t output_count,
                                   copenvino_network **out, copenvino_error *error) {
    *out = nullptr;
    return guard(error, COPENVINO_INTERNAL, [&] {
        const copenvino::OneProcessor one;
        const copenvino::Api &api = runtime->api;
        copenvino::Model *raw = nullptr;
        runtime->check<BadModel>(
            api.read_model(runtime->core.get(), reinterpret_cast<const char *>(model), length, nullptr, &raw));
        const Owned<copenvino::Model> read(raw, api.model_free);
        copenvino::PartialShape wanted{};
        runtime->check(api.shape_create(4, shape, &wanted));
        const copenvino::Status reshaped = api.reshape(raw, wanted);
        api.shape_free(&wanted);
        runtime->check<BadModel>(reshaped);

        auto network = std::make_unique<copenvino_network>(api);
        network->runtime = runtime;
        network->compiled = copenvino::compile(*runtime, raw);
        copenvino::InferRequest *request = nullptr;
        runtime->check(api.request_create(network->compiled.get(), &request));
        network->request.reset(request);
        copenvino::Tensor *tensor = nullptr;
        runtime->check<BadModel>(api.input_tensor(request, &tensor));
        network->tensors.push_back(copenvino::values_of(*runtime, tensor));
        if (network->tensors[0].count != size_t(shape[0] * shape[1] * shape[2] * shape[3]))
            throw BadModel("its input has another shape");
        // What is generated and allocated at the first inference is there before the process is sealed.
        runtime->check(api.infer(request));
        for (size_t i = 0; i < output_count; i++) {
            runtime->check<BadModel>(api.output_tensor(request, outputs[i], &tensor));
            network->tensors.push_back(copenvino::values_of(*runtime, tensor));
        }
        *out = network.release();
    });
}

float *copenvino_input(copenvino_network *network) { return network->tensors[0].data; }

copenvino_status copenvino_infer(copenvino_network *network, copenvino_error *error) {
    return guard(error, COPENVINO_INTERNAL,
                 [&] { network->runtime->check(network->runtime->api.infer(network->request.get())); });
}

const float *copenvino_output(const copenvino_network *network, size_t index, size_t *count) {
    const bool is_there = index + 1 < network->tensors.size();
    *count = is_there ? network->tensors[index + 1].count : 0;
    return is_there ? network->tensors[index + 1].data : nullptr;
}

void copenvino_free(copenvino_network *network) { delete network; }

void copenvino_close(copenvino_runtime *runtime) { delete runtime; }
