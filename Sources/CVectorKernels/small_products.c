#include "ProductKernels.h"

#include "kernel.h"

/* COUNT rows of C at a time, so that no sum waits for another; WIDTH columns from j on. */
#define ROWS(COUNT)                                                                                \
  for (; i + COUNT <= rows; i += COUNT) {                                                          \
    Lanes sums[COUNT] = {{0}};                                                                     \
    for (size_t k = 0; k < inner; k++) {                                                           \
      const Lanes line = *(const Lanes *)(b + k * leading_b + j);                                  \
      for (size_t r = 0; r < COUNT; r++)                                                           \
        sums[r] = __builtin_elementwise_fma((Lanes){0} + a[(i + r) * step + k * stride], line, sums[r]); \
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

#define REAL float
#define SUFFIX _f
#define WIDEST 16
#include "small_products.inc"
#undef REAL
#undef SUFFIX
#undef WIDEST

#define REAL double
#define SUFFIX _d
#define WIDEST 8
#include "small_products.inc"
