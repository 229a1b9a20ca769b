/* Loops of the layers; part of CVectorKernels.h. */
#ifndef LAYER_KERNELS_H
#define LAYER_KERNELS_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
  VK_LINEAR = 0,
  VK_RELU = 1,
  VK_LEAKY_RELU = 2,
  VK_ELU = 3,
  VK_SELU = 4,
  VK_GELU = 5,
  VK_GELU_TANH = 6,
  VK_SWISH = 7,
  VK_SOFTPLUS = 8,
  VK_SIGMOID = 9,
  VK_TANH = 10,
  VK_SOFTMAX = 11,
} vk_activation;

/* z (rows × units): z[r, c] = f(z[r, c] + bias[c]); bias may be NULL. The parameter is leaky relu's slope and
 * elu's α. Unless sums is NULL, it gets what f was applied to. */
#define VK_DECLARE_ACTIVATE(NAME, REAL) \
  void NAME(vk_activation kind, REAL parameter, REAL *z, const REAL *bias, REAL *sums, size_t rows, \
            size_t units);

/* gradient = gradient·f′ (rows × units), from f's output or, for gelu, swish and softplus, from the sums that
 * it was applied to; for the others sums may be NULL. */
#define VK_DECLARE_ACTIVATE_BACKWARD(NAME, REAL) \
  void NAME(vk_activation kind, REAL parameter, const REAL *sums, const REAL *output, REAL *gradient, \
            size_t rows, size_t units);

/* mean[c] and variance[c] of a matrix's columns, the variance over all rows, in TensorFlow's order of sums.
 * `leading` is the distance from one row to the next. */
#define VK_DECLARE_COLUMN_MOMENTS(NAME, REAL) \
  void NAME(const REAL *x, REAL *mean, REAL *variance, size_t rows, size_t leading, size_t columns);

/* moving[i] = moving[i]·momentum + batch[i]·rest. */
#define VK_DECLARE_MOVING_AVERAGE(NAME, REAL) \
  void NAME(REAL *moving, const REAL *batch, REAL momentum, REAL rest, size_t count);

/* y = x·i + (beta − mean·i) with i = gamma/√(variance + epsilon), column by column; gamma and beta may be
 * NULL, for 1 and 0. */
#define VK_DECLARE_NORMALIZE(NAME, REAL) \
  void NAME(const REAL *x, REAL *y, const REAL *mean, const REAL *variance, const REAL *gamma, \
            const REAL *beta, REAL epsilon, size_t rows, size_t columns);

/* Of the loss's gradient g by y, column by column over all rows, with r = 1/√(variance + epsilon):
 * the gradients by beta, Σ g, and by gamma, r·(Σ g·x − mean·Σ g); and the figures of the way back,
 * factor = gamma·r, slope = 2·(the gradient by the variance)/rows, offset = (that by the mean)/rows. */
#define VK_DECLARE_NORMALIZE_SUMS(NAME, REAL) \
  void NAME(const REAL *x, const REAL *g, const REAL *mean, const REAL *variance, const REAL *gamma, \
            REAL epsilon, REAL *beta_gradient, REAL *gamma_gradient, REAL *factor, REAL *slope, \
            REAL *offset, size_t rows, size_t leading, size_t columns);

/* dx = g·factor + slope·(x − mean) + offset, column by column. */
#define VK_DECLARE_NORMALIZE_BACKWARD(NAME, REAL) \
  void NAME(const REAL *x, const REAL *g, REAL *dx, const REAL *mean, const REAL *factor, \
            const REAL *slope, const REAL *offset, size_t rows, size_t columns);

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

VK_DECLARE_ACTIVATE(vk_activate_f, float)
VK_DECLARE_ACTIVATE(vk_activate_d, double)
VK_DECLARE_ACTIVATE_BACKWARD(vk_activate_backward_f, float)
VK_DECLARE_ACTIVATE_BACKWARD(vk_activate_backward_d, double)
VK_DECLARE_COLUMN_MOMENTS(vk_column_moments_f, float)
VK_DECLARE_COLUMN_MOMENTS(vk_column_moments_d, double)
VK_DECLARE_MOVING_AVERAGE(vk_moving_average_f, float)
VK_DECLARE_MOVING_AVERAGE(vk_moving_average_d, double)
VK_DECLARE_NORMALIZE(vk_normalize_f, float)
VK_DECLARE_NORMALIZE(vk_normalize_d, double)
VK_DECLARE_NORMALIZE_SUMS(vk_normalize_sums_f, float)
VK_DECLARE_NORMALIZE_SUMS(vk_normalize_sums_d, double)
VK_DECLARE_NORMALIZE_BACKWARD(vk_normalize_backward_f, float)
VK_DECLARE_NORMALIZE_BACKWARD(vk_normalize_backward_d, double)
VK_DECLARE_DROP_OUT(vk_drop_out_f, float)
VK_DECLARE_DROP_OUT(vk_drop_out_d, double)
VK_DECLARE_ADD_NOISE(vk_add_noise_f, float)
VK_DECLARE_ADD_NOISE(vk_add_noise_d, double)
VK_DECLARE_MULTIPLY(vk_multiply_f, float)
VK_DECLARE_MULTIPLY(vk_multiply_d, double)

#endif
