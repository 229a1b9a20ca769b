#include "kernel.h"

/* Columns are taken a strip at a time, so that a strip's figures stay in registers and cache. */
enum { STRIP = 64 };

static inline size_t strip_width(size_t first, size_t columns) {
  return columns - first < STRIP ? columns - first : STRIP;
}

#define REAL float
#define SUFFIX _f
#define MATH(function) function##f
#include "normalization.inc"
#undef REAL
#undef SUFFIX
#undef MATH

#define REAL double
#define SUFFIX _d
#define MATH(function) function
#include "normalization.inc"
