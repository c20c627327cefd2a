#pragma once

#include <cstdint>

#include "matcher.hpp"

namespace cvision {

// pHash: the photo's luma (ITU-R BT.601) shrunk to 32 x 32 by area, its two-dimensional DCT-II, of that the 8 x 8
// coefficients of rows and columns 1 to 8, so without those that are constant along a side; a bit is 1 where a
// coefficient is above their median. Row by row, the first in the highest bit. Of two copies of a photo that differ in
// size, compression or a little in brightness few bits differ; of two photos about 32 of the 64.
// Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, section 3.2.1.
uint64_t photo_hash(const Photo &photo);

}  // namespace cvision
