#pragma once

#include "matcher.hpp"
#include "network.hpp"

#include <memory>

namespace cvision {

// Keeps the library as long as its networks.
std::unique_ptr<cvision_matcher> make_sface_matcher(std::unique_ptr<NetworkLibrary> library, cvision_bytes detector,
                                                    cvision_bytes recogniser);

}  // namespace cvision
