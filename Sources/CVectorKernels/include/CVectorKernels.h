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

/* target[r] = source[order[r]], rows of so many columns. */
#define VK_DECLARE_GATHER_ROWS(NAME, REAL) \
  void NAME(const REAL *source, const ptrdiff_t *order, REAL *target, size_t rows, size_t columns);

/* base raised to exponent. */
#define VK_DECLARE_POWER(NAME, REAL) REAL NAME(REAL base, REAL exponent);

/* One of libm's functions of one number. */
#define VK_DECLARE_FUNCTION(NAME, REAL) REAL NAME(REAL x);

VK_DECLARE_COLUMN_SUMS(vk_column_sums_f, float)
VK_DECLARE_COLUMN_SUMS(vk_column_sums_d, double)
VK_DECLARE_GATHER_ROWS(vk_gather_rows_f, float)
VK_DECLARE_GATHER_ROWS(vk_gather_rows_d, double)
VK_DECLARE_POWER(vk_power_f, float)
VK_DECLARE_POWER(vk_power_d, double)
VK_DECLARE_FUNCTION(vk_cosine_f, float)
VK_DECLARE_FUNCTION(vk_cosine_d, double)
VK_DECLARE_FUNCTION(vk_logarithm_f, float)
VK_DECLARE_FUNCTION(vk_logarithm_d, double)

/* Lets this thread take numbers too small to be normal for 0, as it reads and as it writes them, and returns
 * how it did before. Arithmetic on them is up to a hundred times slower, and a dead unit's moments get there. */
static inline unsigned long vk_flush_denormals(void) {
#if defined(__x86_64__) || defined(__i386__)
  const unsigned int before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | 0x8040);
  return before;
#elif defined(__aarch64__)
  unsigned long before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile("msr fpcr, %0" : : "r"(before | 1ul << 24));
  return before;
#else
  return 0;
#endif
}

/* Lets this thread treat them as it did before. */
static inline void vk_restore_denormals(unsigned long before) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_ldmxcsr((unsigned int)before);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(before));
#endif
}

/* Tells the processor that this thread is waiting in a loop. */
static inline void vk_spin_hint(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
