/* Fused element-wise loops, each in single (_f) and double (_d) precision.
 *
 * They are C because a published Swift package may not ask for a processor: here each loop is compiled
 * for several and the best that the machine has is taken when the program is loaded. Nothing allocates,
 * nothing keeps state, and no pointer is kept. Arrays do not overlap unless a comment says so.
 */
#ifndef C_VECTOR_KERNELS_H
#define C_VECTOR_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "OptimizerKernels.h"

typedef enum {
  VK_LINEAR = 0,
  VK_RELU = 1,
  VK_SIGMOID = 2,
  VK_TANH = 3,
} vk_activation;

typedef enum {
  VK_ABSOLUTE_ERROR = 0,
  VK_SQUARED_ERROR = 1,
} vk_loss;

/* z (rows × units): z[r, c] = activation(z[r, c] + bias[c]); bias may be NULL. */
#define VK_DECLARE_ACTIVATE(NAME, REAL) \
  void NAME(vk_activation kind, REAL *z, const REAL *bias, size_t rows, size_t units);

/* gradient[i] *= activation'(·), the derivative computed from the activation's output[i]. */
#define VK_DECLARE_ACTIVATE_BACKWARD(NAME, REAL) \
  void NAME(vk_activation kind, const REAL *output, REAL *gradient, size_t count);

/* Returns the sum of the losses; gradient[i] = scale · d loss / d prediction[i], unless it is NULL. */
#define VK_DECLARE_LOSS(NAME, REAL) \
  double NAME(vk_loss kind, const REAL *prediction, const REAL *target, REAL *gradient, REAL scale, \
              size_t count);

/* sums[c] = Σ_r matrix[r, c], rows in ascending order. */
#define VK_DECLARE_COLUMN_SUMS(NAME, REAL) \
  void NAME(const REAL *matrix, REAL *sums, size_t rows, size_t columns);

/* base raised to exponent. */
#define VK_DECLARE_POWER(NAME, REAL) REAL NAME(REAL base, REAL exponent);

/* One of libm's functions of one number. */
#define VK_DECLARE_FUNCTION(NAME, REAL) REAL NAME(REAL x);

VK_DECLARE_ACTIVATE(vk_activate_f, float)
VK_DECLARE_ACTIVATE(vk_activate_d, double)
VK_DECLARE_ACTIVATE_BACKWARD(vk_activate_backward_f, float)
VK_DECLARE_ACTIVATE_BACKWARD(vk_activate_backward_d, double)
VK_DECLARE_LOSS(vk_loss_f, float)
VK_DECLARE_LOSS(vk_loss_d, double)
VK_DECLARE_COLUMN_SUMS(vk_column_sums_f, float)
VK_DECLARE_COLUMN_SUMS(vk_column_sums_d, double)
VK_DECLARE_POWER(vk_power_f, float)
VK_DECLARE_POWER(vk_power_d, double)
VK_DECLARE_FUNCTION(vk_cosine_f, float)
VK_DECLARE_FUNCTION(vk_cosine_d, double)
VK_DECLARE_FUNCTION(vk_logarithm_f, float)
VK_DECLARE_FUNCTION(vk_logarithm_d, double)

/* Tells the processor that this thread is waiting in a loop. */
static inline void vk_spin_hint(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
