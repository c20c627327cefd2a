// Wall time of the stages of one photo.

#pragma once

#include "CVision.h"

#include <chrono>

namespace cvision {

// Each lap adds the seconds since the last one (or the start) to a stage.
class Stopwatch {
public:
    explicit Stopwatch(cvision_timings &timings) : timings_(timings) {}

    void lap(double cvision_timings::*stage) {
        const Clock::time_point now = Clock::now();
        timings_.*stage += std::chrono::duration<double>(now - last_).count();
        last_ = now;
    }

private:
    using Clock = std::chrono::steady_clock;
    cvision_timings &timings_;
    Clock::time_point last_ = Clock::now();
};

}  // namespace cvision
