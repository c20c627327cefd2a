// The one place where a C++ exception becomes a status: nothing may unwind into Swift's frames.

#pragma once

#include "CVision.h"

#include <cstdio>
#include <exception>
#include <string>

namespace cvision {

// A failure with a status of its own; everything else that is thrown is CVISION_INTERNAL.
struct Failure : std::exception {
    cvision_status status;
    std::string text;
    Failure(cvision_status status, std::string text) : status(status), text(std::move(text)) {}
    const char *what() const noexcept override { return text.c_str(); }
};

inline cvision_status fail(cvision_error *error, cvision_status status, const char *text) noexcept {
    std::snprintf(error->message, sizeof error->message, "%s", text);
    // The libraries' messages span lines; a log entry must not.
    for (char &letter : error->message)
        if (letter == '\n' || letter == '\r') letter = ' ';
    return status;
}

// cv::Exception, dlib::error and std::bad_alloc all derive from std::exception.
template <class Body>
cvision_status guard(cvision_error *error, Body &&body) noexcept try {
    *error = {};
    body();
    return CVISION_OK;
} catch (const Failure &failure) {
    return fail(error, failure.status, failure.what());
} catch (const std::exception &failure) {
    return fail(error, CVISION_INTERNAL, failure.what());
} catch (...) {
    return fail(error, CVISION_INTERNAL, "unknown C++ exception");
}

// For loading: whatever a library throws about a model's bytes means that they are not that model.
template <class Body>
auto loading(const char *model, Body &&body) try {
    return body();
} catch (const std::bad_alloc &) {
    throw;
} catch (const std::exception &failure) {
    throw Failure(CVISION_BAD_MODEL, std::string(model) + ": " + failure.what());
}

}  // namespace cvision
