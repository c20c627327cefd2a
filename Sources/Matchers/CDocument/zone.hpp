// The machine-readable zone: two or three long lines of the same length, one below the other.

#pragma once

#include "line_network.hpp"
#include "text_lines.hpp"

namespace cdocument {

struct ZoneLine {
    std::vector<Character> characters;
    TextLine place;  // in pixels of the picture, from its first character to its last
};

struct Zone {
    std::vector<ZoneLine> lines;
    bool is_upside_down = false;
    // Mean probability of the characters, 0 to 1; 0 when there is no zone.
    double score = 0;
};

// `lines` are those of `find_text_lines(grey)`; zones that stand on their heads are found as well.
Zone read_zone(const cv::Mat &grey, const std::vector<TextLine> &lines, LineNetwork &network);

}  // namespace cdocument
