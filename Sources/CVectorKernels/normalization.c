#include <string.h>

#include "kernel.h"

/* Sums, roots and their order are TensorFlow's, to the last bit. A shift that the normalization takes away
 * again has a gradient of 0, of which only rounding is left; Adam makes steps of whatever it is given, and
 * where mean and moving mean differ the steps show. So another rounding gives another network.
 *
 * TensorFlow's sums (Eigen) take columns by packets of 8, from 16 rows on in four parts; columns that fill
 * no packet are summed row by row. */
enum { STRIP = 64, PACKET = 8 };

/* Columns are taken a strip at a time, so that a strip's sums stay in the cache. */
static inline size_t strip_width(size_t first, size_t columns) {
  return columns - first < STRIP ? columns - first : STRIP;
}

/* Eigen's 1/√v in a packet: the processor's estimate and one step of Newton's. Elsewhere, and on other
 * processors, it is the quotient. */
#if defined(__SSE__)
#include <xmmintrin.h>
#define ESTIMATES_ROOTS
static inline float estimated_root(float v) {
  float estimate = _mm_cvtss_f32(_mm_rsqrt_ss(_mm_set_ss(v)));
  float error = v * estimate * estimate - 1;
  return estimate * -0.5f * error + estimate;
}
#endif

#define LOOPS "normalization.inc"
#include "precisions.h"

KERNEL void vk_column_moments(vk_precision precision, const void *x, void *mean, void *variance, size_t rows,
                              size_t leading, size_t columns) {
  EITHER(precision, column_moments, x, mean, variance, rows, leading, columns);
}

KERNEL void vk_moving_average(vk_precision precision, void *moving, const void *batch, double momentum,
                              size_t count) {
  EITHER(precision, moving_average, moving, batch, momentum, count);
}

KERNEL void vk_normalize(vk_precision precision, const void *x, void *y, const void *mean,
                         const void *variance, const void *gamma, const void *beta, double epsilon,
                         size_t rows, size_t columns) {
  EITHER(precision, normalize, x, y, mean, variance, gamma, beta, epsilon, rows, columns);
}

KERNEL void vk_normalize_sums(vk_precision precision, const void *x, const void *g, const void *mean,
                              const void *variance, const void *gamma, double epsilon, void *sums,
                              size_t rows, size_t leading, size_t columns) {
  EITHER(precision, normalize_sums, x, g, mean, variance, gamma, epsilon, sums, rows, leading, columns);
}

KERNEL void vk_normalize_backward(vk_precision precision, const void *x, const void *g, void *dx,
                                  const void *mean, const void *sums, size_t rows, size_t columns) {
  EITHER(precision, normalize_backward, x, g, dx, mean, sums, rows, columns);
}

/* A row's sums in as many lanes as a register has, which are joined by halves. */
#define SUM_ROW(sum, TERM)                                                       \
  {                                                                              \
    REAL lanes[LANES] = {0}, rest = 0;                                           \
    size_t c = 0;                                                                \
    for (; c + LANES <= columns; c += LANES)                                     \
      for (size_t lane = 0, i = c; lane < LANES; lane++, i++) lanes[lane] += TERM; \
    for (size_t i = c; i < columns; i++) rest += TERM;                           \
    for (size_t half = LANES / 2; half > 0; half /= 2)                           \
      for (size_t lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half]; \
    sum = lanes[0] + rest;                                                       \
  }

#define LOOPS "row_normalization.inc"
#include "precisions.h"

KERNEL void vk_normalize_rows(vk_precision precision, const void *x, void *y, const void *gamma,
                              const void *beta, double epsilon, void *kept, size_t rows, size_t columns) {
  EITHER(precision, normalize_rows, x, y, gamma, beta, epsilon, kept, rows, columns);
}

KERNEL void vk_normalize_rows_backward(vk_precision precision, const void *kept, const void *g,
                                       const void *gamma, void *dx, size_t rows, size_t columns) {
  EITHER(precision, normalize_rows_backward, kept, g, gamma, dx, rows, columns);
}

KERNEL void vk_normalized_sums(vk_precision precision, const void *kept, const void *g, void *sums, size_t rows,
                               size_t columns) {
  EITHER(precision, normalized_sums, kept, g, sums, rows, columns);
}
