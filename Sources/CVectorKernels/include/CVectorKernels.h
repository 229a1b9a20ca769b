/* Fused element-wise loops, each in single and in double precision.
 *
 * They are C because a published Swift package may not require a processor: here each loop is compiled
 * for several and the best that the machine has is taken when the program is loaded. Nothing allocates,
 * nothing keeps state, and no pointer is kept. Arrays do not overlap unless a comment says so.
 */
#ifndef C_VECTOR_KERNELS_H
#define C_VECTOR_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "ColumnKernels.h"
#include "EmbeddingKernels.h"
#include "LayerKernels.h"
#include "LossKernels.h"
#include "OptimizerKernels.h"
#include "Precision.h"
#include "ProductKernels.h"
#include "TextKernels.h"
#include "UpdateKernels.h"

/* sums[c] = Σ_r matrix[r, c], rows in ascending order. */
void vk_column_sums(vk_precision precision, const void *matrix, void *sums, size_t rows, size_t columns)
    VK_SWIFT("vk_precision.columnSums(self:_:into:rows:columns:)");

/* target[r] = source[order[r]], rows of so many columns. */
void vk_gather_rows(vk_precision precision, const void *source, const ptrdiff_t *order, void *target,
                    size_t rows, size_t columns)
    VK_SWIFT("vk_precision.gatherRows(self:_:_:into:rows:columns:)");

/* target[i] = source[i], rounded to nearest. */
void vk_convert(vk_precision from, const void *source, vk_precision to, void *target, size_t count);

/* base raised to exponent, cos x and log x, as libm rounds them in this precision. */
double vk_power(vk_precision precision, double base, double exponent);
double vk_cosine(vk_precision precision, double x);
double vk_logarithm(vk_precision precision, double x);

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

/* Lets this thread take them for what they are, and returns how it did before. */
static inline unsigned long vk_keep_denormals(void) {
#if defined(__x86_64__) || defined(__i386__)
  const unsigned int before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before & ~0x8040u);
  return before;
#elif defined(__aarch64__)
  unsigned long before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile("msr fpcr, %0" : : "r"(before & ~(1ul << 24)));
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
