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

#include "LayerKernels.h"
#include "LossKernels.h"

/* sums[c] = Σ_r matrix[r, c], rows in ascending order. */
#define VK_DECLARE_COLUMN_SUMS(NAME, REAL) \
  void NAME(const REAL *matrix, REAL *sums, size_t rows, size_t columns);

/* m += (g − m)·(1 − β₁); v += (g² − v)·(1 − β₂); w −= m·alpha / (√v + ε). */
#define VK_DECLARE_ADAM(NAME, REAL) \
  void NAME(REAL *w, const REAL *g, REAL *m, REAL *v, REAL one_minus_beta_1, REAL one_minus_beta_2, \
            REAL alpha, REAL epsilon, size_t count);

/* w −= rate·g. */
#define VK_DECLARE_SGD(NAME, REAL) void NAME(REAL *w, const REAL *g, REAL rate, size_t count);

/* v = μ·v − rate·g; w += v or, with nesterov, w += μ·v − rate·g. */
#define VK_DECLARE_SGD_MOMENTUM(NAME, REAL) \
  void NAME(REAL *w, const REAL *g, REAL *v, REAL rate, REAL momentum, bool nesterov, size_t count);

/* base raised to exponent. */
#define VK_DECLARE_POWER(NAME, REAL) REAL NAME(REAL base, REAL exponent);

VK_DECLARE_COLUMN_SUMS(vk_column_sums_f, float)
VK_DECLARE_COLUMN_SUMS(vk_column_sums_d, double)
VK_DECLARE_ADAM(vk_adam_f, float)
VK_DECLARE_ADAM(vk_adam_d, double)
VK_DECLARE_SGD(vk_sgd_f, float)
VK_DECLARE_SGD(vk_sgd_d, double)
VK_DECLARE_SGD_MOMENTUM(vk_sgd_momentum_f, float)
VK_DECLARE_SGD_MOMENTUM(vk_sgd_momentum_d, double)
VK_DECLARE_POWER(vk_power_f, float)
VK_DECLARE_POWER(vk_power_d, double)

/* Tells the processor that this thread is waiting in a loop. */
static inline void vk_spin_hint(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
