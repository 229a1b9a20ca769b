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

#define LOOPS "noise.inc"
#include "precisions.h"

KERNEL void vk_drop_out(vk_precision precision, const void *x, void *y, void *factors, double rate,
                        uint64_t state, size_t count) {
  EITHER(precision, drop_out, x, y, factors, rate, state, count);
}

KERNEL void vk_add_noise(vk_precision precision, const void *x, void *y, double deviation, uint64_t state,
                         size_t count) {
  EITHER(precision, add_noise, x, y, deviation, state, count);
}

KERNEL void vk_multiply(vk_precision precision, const void *a, const void *b, void *c, size_t count) {
  EITHER(precision, multiply, a, b, c, count);
}

KERNEL void vk_add(vk_precision precision, const void *a, const void *b, void *c, size_t count) {
  EITHER(precision, add, a, b, c, count);
}
