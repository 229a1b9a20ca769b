/* Loops of the layers; part of CVectorKernels.h. */
#ifndef LAYER_KERNELS_H
#define LAYER_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "Precision.h"

typedef VK_ENUM {
  VK_LINEAR VK_SWIFT("linear"),
  VK_RELU VK_SWIFT("relu"),
  VK_LEAKY_RELU VK_SWIFT("leakyReLU"),
  VK_ELU VK_SWIFT("elu"),
  VK_SELU VK_SWIFT("selu"),
  VK_GELU VK_SWIFT("gelu"),
  VK_GELU_TANH VK_SWIFT("geluTanh"),
  VK_SWISH VK_SWIFT("swish"),
  VK_SOFTPLUS VK_SWIFT("softplus"),
  VK_SIGMOID VK_SWIFT("sigmoid"),
  VK_TANH VK_SWIFT("tanh"),
  VK_MISH VK_SWIFT("mish"),
  VK_SOFTMAX VK_SWIFT("softmax"),
} vk_activation VK_SWIFT("ActivationKernel");

/* z (rows × units): z[r, c] = f(z[r, c] + bias[c]); bias may be NULL. The parameter is leaky relu's slope and
 * elu's α. Unless sums is NULL, it gets what f was applied to. */
void vk_activate(vk_precision precision, vk_activation kind, double parameter, void *z, const void *bias,
                 void *sums, size_t rows, size_t units)
    VK_SWIFT("vk_precision.activate(self:_:parameter:_:bias:keepingSums:rows:units:)");

/* gradient = gradient·f′ (rows × units), from f's output or, for gelu, swish, softplus and mish, from the sums
 * that it was applied to; for the others sums may be NULL. */
void vk_activate_backward(vk_precision precision, vk_activation kind, double parameter, const void *sums,
                          const void *output, void *gradient, size_t rows, size_t units)
    VK_SWIFT("vk_precision.activateBackward(self:_:parameter:sums:output:gradient:rows:units:)");

/* mean[c] and variance[c] of a matrix's columns, the variance over all rows, in TensorFlow's order of sums.
 * `leading` is the distance from one row to the next. */
void vk_column_moments(vk_precision precision, const void *x, void *mean, void *variance, size_t rows,
                       size_t leading, size_t columns)
    VK_SWIFT("vk_precision.columnMoments(self:_:mean:variance:rows:leading:columns:)");

/* moving[i] = moving[i]·momentum + batch[i]·(1 − momentum). */
void vk_moving_average(vk_precision precision, void *moving, const void *batch, double momentum, size_t count)
    VK_SWIFT("vk_precision.movingAverage(self:_:batch:momentum:count:)");

/* y = x·i + (beta − mean·i) with i = gamma/√(variance + epsilon), column by column; gamma and beta may be
 * NULL, for 1 and 0. */
void vk_normalize(vk_precision precision, const void *x, void *y, const void *mean, const void *variance,
                  const void *gamma, const void *beta, double epsilon, size_t rows, size_t columns)
    VK_SWIFT("vk_precision.normalize(self:_:into:mean:variance:gamma:beta:epsilon:rows:columns:)");

/* What the gradient g of the loss by y adds up to, column by column over all rows. Five rows `leading` apart,
 * as x's and g's are, with r = 1/√(variance + epsilon):
 *
 *   0  the gradient by beta, Σ g
 *   1  the gradient by gamma, r·(Σ g·x − mean·Σ g)
 *   2  factor = gamma·r
 *   3  slope = 2·(the gradient by the variance)/rows
 *   4  offset = (the gradient by the mean)/rows */
void vk_normalize_sums(vk_precision precision, const void *x, const void *g, const void *mean,
                       const void *variance, const void *gamma, double epsilon, void *sums, size_t rows,
                       size_t leading, size_t columns)
    VK_SWIFT("vk_precision.normalizeSums(self:_:gradient:mean:variance:gamma:epsilon:into:rows:leading:columns:)");

/* dx = g·factor + slope·(x − mean) + offset, column by column, with the sums of all columns. */
void vk_normalize_backward(vk_precision precision, const void *x, const void *g, void *dx, const void *mean,
                           const void *sums, size_t rows, size_t columns)
    VK_SWIFT("vk_precision.normalizeBackward(self:_:gradient:into:mean:sums:rows:columns:)");

/* y = gamma·n + beta with n = (x − mean)/√(variance + epsilon), row by row over the columns; gamma and beta may be
 * NULL, for 1 and 0. Unless `kept` (rows × (columns + 1)) is NULL, it gets n and 1/√(variance + epsilon). */
void vk_normalize_rows(vk_precision precision, const void *x, void *y, const void *gamma, const void *beta,
                       double epsilon, void *kept, size_t rows, size_t columns)
    VK_SWIFT("vk_precision.normalizeRows(self:_:into:gamma:beta:epsilon:keeping:rows:columns:)");

/* dx of that from g, the gradient by y, and what was kept. */
void vk_normalize_rows_backward(vk_precision precision, const void *kept, const void *g, const void *gamma,
                                void *dx, size_t rows, size_t columns)
    VK_SWIFT("vk_precision.normalizeRowsBackward(self:_:gradient:gamma:into:rows:columns:)");

/* sums[c] = Σ_r g[r, c]·n[r, c], rows in ascending order. */
void vk_normalized_sums(vk_precision precision, const void *kept, const void *g, void *sums, size_t rows,
                        size_t columns) VK_SWIFT("vk_precision.normalizedSums(self:_:gradient:into:rows:columns:)");

/* factors[i] = 0 where the stream's i-th number in [0, 1) is below the rate, else 1/(1 − rate);
 * y[i] = x[i]·factors[i], 0 where that is 0. The stream is SplitMix64's after `state`. */
void vk_drop_out(vk_precision precision, const void *x, void *y, void *factors, double rate, uint64_t state,
                 size_t count) VK_SWIFT("vk_precision.dropOut(self:_:into:factors:rate:state:count:)");

/* y[i] = x[i] + deviation·n, n normal, from two numbers each of SplitMix64's stream after `state`. */
void vk_add_noise(vk_precision precision, const void *x, void *y, double deviation, uint64_t state,
                  size_t count) VK_SWIFT("vk_precision.addNoise(self:_:into:standardDeviation:state:count:)");

/* c[i] = a[i]·b[i]. */
void vk_multiply(vk_precision precision, const void *a, const void *b, void *c, size_t count)
    VK_SWIFT("vk_precision.multiplyElements(self:_:_:into:count:)");

/* c[i] = a[i] + b[i]. */
void vk_add(vk_precision precision, const void *a, const void *b, void *c, size_t count)
    VK_SWIFT("vk_precision.addElements(self:_:_:into:count:)");

#endif
