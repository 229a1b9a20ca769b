#define _DEFAULT_SOURCE

#include "kernel.h"

/* The number at a place, counted from 1, of SplitMix64's stream after `state`: RandomStream's numbers. */
static inline uint64_t random_bits(uint64_t state, uint64_t place) {
  uint64_t bits = state + place * 0x9e3779b97f4a7c15;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

/* In [0, 1). */
static inline double random_uniform(uint64_t state, uint64_t place) {
  return (random_bits(state, place) >> 11) * 0x1p-53;
}

#define REAL float
#define SUFFIX _f
#define MATH(function) function##f
#include "noise.inc"
#undef REAL
#undef SUFFIX
#undef MATH

#define REAL double
#define SUFFIX _d
#define MATH(function) function
#include "noise.inc"
