// The one place where a C++ exception becomes a status: nothing may unwind into Swift's frames.

#pragma once

#include "CSearch.h"

#include <cstdio>
#include <exception>
#include <stdexcept>

namespace csearch {

// What the caller did wrong; everything else that is thrown is CSEARCH_INTERNAL.
struct Refusal : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline csearch_status fail(csearch_error *error, csearch_status status, const char *text) noexcept {
    std::snprintf(error->message, sizeof error->message, "%s", text);
    for (char &letter : error->message)
        if (letter == '\n' || letter == '\r') letter = ' ';
    return status;
}

// faiss::FaissException and std::bad_alloc derive from std::exception.
template <class Body>
csearch_status guard(csearch_error *error, Body &&body) noexcept try {
    *error = {};
    body();
    return CSEARCH_OK;
} catch (const Refusal &failure) {
    return fail(error, CSEARCH_REFUSED, failure.what());
} catch (const std::exception &failure) {
    return fail(error, CSEARCH_INTERNAL, failure.what());
} catch (...) {
    return fail(error, CSEARCH_INTERNAL, "unknown C++ exception");
}

}  // namespace csearch
