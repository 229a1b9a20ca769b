#include <string.h>

#include "elementary.h"
#include "kernel.h"

/* Adds the bias to every row, then applies f in place. */
#define ACTIVATE_ROWS(F)                                        \
  for (size_t row = 0; row < rows; row++, z += units) {         \
    if (bias) {                                                 \
      for (size_t c = 0; c < units; c++) z[c] = F(z[c] + bias[c]); \
    } else {                                                    \
      for (size_t c = 0; c < units; c++) z[c] = F(z[c]);        \
    }                                                           \
  }

#define DIFFERENTIATE(F)                                 \
  for (size_t i = 0; i < count; i++) gradient[i] *= F(i);

/* Every function is written so that a NaN stays one. */
#define LINEAR(x) (x)
#define RELU(x) ((x) < 0 ? 0 : (x))
#define LEAKY_RELU(x) NAME(leaky_relu)(x, parameter)
#define ELU(x) NAME(elu)(x, parameter)
#define SELU(x) NAME(selu)(x)
#define TANH(x) NAME(hyperbolic_tangent)(x)

#define SELU_SCALE ((REAL)1.0507009873554805)
#define SELU_ALPHA ((REAL)1.6732632423543772)
#define GELU_CUBE ((REAL)0.044715)
#define SQRT_HALF ((REAL)0.7071067811865476)
#define SQRT_TWO_BY_PI ((REAL)0.7978845608028654)
#define ONE_BY_SQRT_TWO_PI ((REAL)0.3989422804014327)

/* f′ from the output y, or from the sums where the output does not determine it. */
#define LEAKY_RELU_SLOPE(i) (y[i] > 0 ? 1 : parameter)
#define ELU_SLOPE(i) (y[i] > 0 ? 1 : y[i] + parameter)
#define SELU_SLOPE(i) (y[i] < 0 ? y[i] + SELU_SCALE * SELU_ALPHA : SELU_SCALE)
#define GELU_SLOPE(i) NAME(gelu_slope)(sums[i])
#define GELU_TANH_SLOPE(i) NAME(gelu_tanh_slope)(sums[i])
#define SWISH_SLOPE(i) NAME(swish_slope)(sums[i])
#define SOFTPLUS_SLOPE(i) NAME(logistic)(sums[i])
#define SIGMOID_SLOPE(i) (y[i] * (1 - y[i]))
#define MISH_SLOPE(i) NAME(mish_slope)(sums[i])
#define TANH_SLOPE(i) (1 - y[i] * y[i])

#define LOOPS "activations.inc"
#include "precisions.h"

KERNEL void vk_activate(vk_precision precision, vk_activation kind, double parameter, void *z,
                        const void *bias, void *sums, size_t rows, size_t units) {
  EITHER(precision, activate, kind, parameter, z, bias, sums, rows, units);
}

KERNEL void vk_activate_backward(vk_precision precision, vk_activation kind, double parameter,
                                 const void *sums, const void *output, void *gradient, size_t rows,
                                 size_t units) {
  EITHER(precision, activate_backward, kind, parameter, sums, output, gradient, rows, units);
}
