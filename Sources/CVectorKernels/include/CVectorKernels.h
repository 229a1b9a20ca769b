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
#include "OptimizerKernels.h"
#include "ProductKernels.h"
#include "TextKernels.h"

/* sums[c] = Σ_r matrix[r, c], rows in ascending order. */
#define VK_DECLARE_COLUMN_SUMS(NAME, REAL) \
  void NAME(const REAL *matrix, REAL *sums, size_t rows, size_t columns);

/* base raised to exponent. */
#define VK_DECLARE_POWER(NAME, REAL) REAL NAME(REAL base, REAL exponent);

/* One of libm's functions of one number. */
#define VK_DECLARE_FUNCTION(NAME, REAL) REAL NAME(REAL x);

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
