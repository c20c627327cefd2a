#include "zone.hpp"

#include "strip.hpp"

#include <algorithm>
#include <cmath>

namespace cdocument {
namespace {

// Fewest characters that a line of a zone may have lost some of: TD1 has 30.
constexpr size_t fewest = 24, most = 48;
constexpr double enough = 0.6, certain = 0.97;
// Groups that are read at most, the likeliest first.
constexpr size_t patience = 6;

using Group = std::vector<TextLine>;

// Whether b is the next line of a zone below a: 2.54 mm from character to character and 4.2 to 6.4 mm from line to line.
bool is_below(const TextLine &a, const TextLine &b) {
    const float length = std::max(a.length(), b.length());
    const cv::Point2f along = (a.right - a.left) * (1 / a.length());
    const auto position = [&](cv::Point2f point) { return along.dot(point - a.left); };
    const float from = std::max(0.f, position(b.left)), to = std::min(a.length(), position(b.right));
    if (to - from < 0.6f * length) return false;
    const cv::Point2f step = b.centre() - a.centre();
    const float down = along.x * step.y - along.y * step.x;
    const float height = (a.height + b.height) / 2;
    return std::min(a.height, b.height) > 0.5f * std::max(a.height, b.height) && down > 1.3f * height &&
           down < 4.2f * height && down < 0.14f * length;
}

// The lines of a zone begin and end together: one that was found in part gets the others' ends.
void align(Group &group) {
    // A copy: the first line is moved, too.
    const cv::Point2f origin = group[0].left, along = (group[0].right - origin) * (1 / group[0].length());
    const auto position = [&](cv::Point2f point) { return along.dot(point - origin); };
    float from = 1e9f, to = -1e9f;
    for (const TextLine &line : group) {
        from = std::min(from, position(line.left));
        to = std::max(to, position(line.right));
    }
    for (TextLine &line : group) {
        const cv::Point2f own = (line.right - line.left) * (1 / line.length());
        const cv::Point2f left = line.left + own * (from - position(line.left));
        line.right = line.right + own * (to - position(line.right));
        line.left = left;
    }
}

std::vector<Group> groups(std::vector<TextLine> lines) {
    std::sort(lines.begin(), lines.end(), [](const TextLine &a, const TextLine &b) { return a.centre().y < b.centre().y; });
    std::vector<Group> found;
    for (size_t i = 0; i < lines.size(); i++)
        for (size_t j = i + 1; j < lines.size(); j++) {
            if (!is_below(lines[i], lines[j])) continue;
            bool has_third = false;
            for (size_t k = j + 1; k < lines.size(); k++)
                if (is_below(lines[j], lines[k])) {
                    found.push_back({lines[i], lines[j], lines[k]});
                    has_third = true;
                }
            if (!has_third) found.push_back({lines[i], lines[j]});
        }
    // Long and low comes first.
    const auto rank = [](const Group &group) {
        double sum = 0;
        for (const TextLine &line : group) sum += double(line.length());
        return sum / double(group.size()) * (group.size() == 3 ? 1.05 : 1);
    };
    std::sort(found.begin(), found.end(), [&](const Group &a, const Group &b) { return rank(a) > rank(b); });
    if (found.size() > patience) found.resize(patience);
    return found;
}

double mean_probability(const std::vector<Character> &characters) {
    double sum = 0;
    for (const Character &character : characters) sum += character.probability();
    return characters.empty() ? 0 : sum / double(characters.size());
}

// Characters of a line of TD1, of TD2 and MRV-B, and of TD3 and MRV-A.
bool is_layout(size_t count) { return count == 30 || count == 36 || count == 44; }

// What a line is worth: how sure the network is, less for a count that no layout has.
double worth(const std::vector<Character> &characters) {
    const size_t count = characters.size();
    if (count < fewest || count > most) return 0;
    return mean_probability(characters) * (is_layout(count) ? 1 : 0.93);
}

ZoneLine read_line(const cv::Mat &grey, const TextLine &place, LineNetwork &network) {
    const auto attempt = [&](const TextLine &where, double stretch, ZoneLine &best, double &value) {
        const Strip strip = cut_strip(grey, where, stretch);
        std::vector<Character> characters = network.read(strip.pixels);
        const double reached = worth(characters);
        if (reached <= value) return;
        value = reached;
        best.characters = std::move(characters);
        const double half = best.characters.size() < 2 ? 0
                                                       : (best.characters.back().x - best.characters.front().x) /
                                                             double(best.characters.size() - 1) / 2;
        best.place = {strip.origin + strip.along * float(best.characters.front().x - half),
                      strip.origin + strip.along * float(best.characters.back().x + half), strip.height};
    };
    ZoneLine best;
    double value = 0;
    attempt(place, 1, best, value);
    // A line that is read poorly may have been cut too high, too low, too wide or too narrow.
    if (value > 0.2 && value < 0.97)
        for (const double stretch : {0.9, 1.1}) attempt(place, stretch, best, value);
    if (value > 0.2 && value < 0.97)
        for (const float factor : {0.85f, 1.18f}) {
            TextLine other = place;
            other.height *= factor;
            attempt(other, 1, best, value);
        }
    return best;
}

bool has_filler(const Zone &zone) {
    for (const ZoneLine &line : zone.lines)
        for (const Character &character : line.characters)
            if (character.values.count > 0 && character.values.values[0] == '<') return true;
    return false;
}

// The lines of a zone begin and end together, so what one has before or after another that is whole is the card's edge or a
// stain.
void trim(std::vector<ZoneLine> &lines) {
    const auto whole = std::find_if(lines.begin(), lines.end(), [](const ZoneLine &line) { return is_layout(line.characters.size()); });
    if (whole == lines.end()) return;
    const size_t wanted = whole->characters.size();
    const TextLine place = whole->place;
    const cv::Point2f along = (place.right - place.left) * (1 / std::max(1.f, place.length()));
    const float pitch = place.length() / float(wanted);
    for (ZoneLine &line : lines) {
        while (line.characters.size() > wanted) {
            const float before = along.dot(place.left - line.place.left), after = along.dot(line.place.right - place.right);
            if (std::max(before, after) < 0.5f * pitch) break;
            if (before > after) {
                line.characters.erase(line.characters.begin());
                line.place.left += along * pitch;
            } else {
                line.characters.pop_back();
                line.place.right -= along * pitch;
            }
        }
    }
}

Zone read_group(const cv::Mat &grey, Group group, bool is_upside_down, LineNetwork &network) {
    Zone zone;
    zone.is_upside_down = is_upside_down;
    align(group);
    if (is_upside_down) {
        std::reverse(group.begin(), group.end());
        for (TextLine &line : group) std::swap(line.left, line.right);
    }
    for (const TextLine &line : group) {
        ZoneLine read = read_line(grey, line, network);
        // The first line decides whether this is worth more time.
        if (read.characters.empty()) {
            if (group.size() < 3) return zone;
            continue;
        }
        zone.lines.push_back(std::move(read));
    }
    if (zone.lines.size() < 2) return zone;
    // Three lines are TD1's; of others the two that are read best and are neighbours.
    size_t longest = 0;
    for (const ZoneLine &line : zone.lines) longest = std::max(longest, line.characters.size());
    if (zone.lines.size() == 3 && longest > 33) {
        const double first = worth(zone.lines[0].characters), last = worth(zone.lines[2].characters);
        zone.lines.erase(first > last ? zone.lines.end() - 1 : zone.lines.begin());
    }
    trim(zone.lines);
    for (const ZoneLine &line : zone.lines) zone.score += worth(line.characters) / double(zone.lines.size());
    // Every zone has fillers, which are no characters when they stand on their heads.
    if (!has_filler(zone)) zone.score *= 0.8;
    return zone;
}

}  // namespace

Zone read_zone(const cv::Mat &grey, const std::vector<TextLine> &lines, LineNetwork &network) {
    Zone best;
    for (const Group &group : groups(lines)) {
        for (const bool is_upside_down : {false, true}) {
            if (best.score > certain) break;
            Zone zone = read_group(grey, group, is_upside_down, network);
            if (zone.score > best.score || (zone.score > best.score - 0.03 && zone.lines.size() > best.lines.size()))
                best = std::move(zone);
        }
        if (best.score > certain) break;
    }
    return best.score >= enough ? best : Zone();
}

}  // namespace cdocument
