/* Loops of the layers; part of CVectorKernels.h. */
#ifndef LAYER_KERNELS_H
#define LAYER_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/* factors[i] = 0 where the stream's i-th number in [0, 2⁵³) is below threshold, else scale;
 * y[i] = x[i]·factors[i], 0 where that is 0. The stream is SplitMix64's after `state`. */
#define VK_DECLARE_DROP_OUT(NAME, REAL) \
  void NAME(const REAL *x, REAL *y, REAL *factors, uint64_t state, uint64_t threshold, REAL scale, \
            size_t count);

/* y[i] = x[i] + deviation·n, n normal, from two numbers each of SplitMix64's stream after `state`. */
#define VK_DECLARE_ADD_NOISE(NAME, REAL) \
  void NAME(const REAL *x, REAL *y, uint64_t state, REAL deviation, size_t count);

/* c[i] = a[i]·b[i]. */
#define VK_DECLARE_MULTIPLY(NAME, REAL) void NAME(const REAL *a, const REAL *b, REAL *c, size_t count);

VK_DECLARE_DROP_OUT(vk_drop_out_f, float)
VK_DECLARE_DROP_OUT(vk_drop_out_d, double)
VK_DECLARE_ADD_NOISE(vk_add_noise_f, float)
VK_DECLARE_ADD_NOISE(vk_add_noise_d, double)
VK_DECLARE_MULTIPLY(vk_multiply_f, float)
VK_DECLARE_MULTIPLY(vk_multiply_d, double)

#endif
