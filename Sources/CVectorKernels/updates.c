#include "kernel.h"

#define LOOPS "updates.inc"
#include "precisions.h"

KERNEL void vk_add_penalty(vk_precision precision, void *g, const void *w, double l1, double l2, size_t count) {
  EITHER(precision, add_penalty, g, w, l1, l2, count);
}

KERNEL double vk_sum_magnitudes(vk_precision precision, const void *x, size_t count) {
  return EITHER(precision, sum_magnitudes, x, count);
}

KERNEL double vk_sum_squares(vk_precision precision, const void *x, size_t count) {
  return EITHER(precision, sum_squares, x, count);
}

KERNEL void vk_clamp(vk_precision precision, void *x, double limit, size_t count) {
  EITHER(precision, clamp, x, limit, count);
}

KERNEL void vk_rescale(vk_precision precision, void *x, double factor, double divisor, size_t count) {
  EITHER(precision, rescale, x, factor, divisor, count);
}

KERNEL void vk_decay(vk_precision precision, void *w, double decay, double rate, size_t count) {
  EITHER(precision, decay, w, decay, rate, count);
}

KERNEL void vk_raise_to_zero(vk_precision precision, void *w, size_t count) {
  EITHER(precision, raise_to_zero, w, count);
}

KERNEL void vk_limit_norms(vk_precision precision, void *w, void *norms, double limit, double epsilon,
                           size_t rows, size_t columns) {
  EITHER(precision, limit_norms, w, norms, limit, epsilon, rows, columns);
}
