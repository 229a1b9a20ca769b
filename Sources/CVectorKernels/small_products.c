#include "ProductKernels.h"

#include "kernel.h"

/* COUNT rows of C at a time, so that no sum waits for another; WIDTH columns from j on. */
#define ROWS(COUNT)                                                                                \
  for (; i + COUNT <= rows; i += COUNT) {                                                          \
    Lanes sums[COUNT] = {{0}};                                                                     \
    for (size_t k = 0; k < inner; k++) {                                                           \
      const Lanes line = *(const Lanes *)(b + k * leading_b + j);                                  \
      for (size_t r = 0; r < COUNT; r++)                                                           \
        sums[r] = FUSED((Lanes){0} + a[(i + r) * step + k * stride], line, sums[r]);               \
    }                                                                                              \
    for (size_t r = 0; r < COUNT; r++) *(Lanes *)(c + (i + r) * leading_c + j) = sums[r];          \
  }

#define COLUMNS(WIDTH)                                                                               \
  for (; j + WIDTH <= columns; j += WIDTH) {                                                         \
    typedef REAL Lanes                                                                               \
        __attribute__((vector_size(WIDTH * sizeof(REAL)), aligned(sizeof(REAL)), may_alias));        \
    size_t i = 0;                                                                                    \
    ROWS(8)                                                                                          \
    ROWS(4)                                                                                          \
    ROWS(1)                                                                                          \
  }

/* B's rows that are read side by side in the product of one row: C is loaded and stored once for all of them. */
#define LINES 8

#define LOOPS "small_products.inc"
#include "precisions.h"

KERNEL void vk_small_product(vk_precision precision, const void *a, size_t leading_a, bool transposed,
                             const void *b, size_t leading_b, void *c, size_t leading_c, size_t rows,
                             size_t columns, size_t inner) {
  EITHER(precision, small_product, a, leading_a, transposed, b, leading_b, c, leading_c, rows, columns, inner);
}

KERNEL void vk_row_product(vk_precision precision, double alpha, const void *a, const void *b, size_t leading_b,
                           void *c, size_t columns, size_t inner) {
  EITHER(precision, row_product, alpha, a, b, leading_b, c, columns, inner);
}
