#include "ProductKernels.h"

#include "kernel.h"

typedef float Eight __attribute__((vector_size(32), aligned(4)));
typedef float Sixteen __attribute__((vector_size(64)));

/* Rows that are worked on side by side, so that no sum waits for another. */
#define ROWS 4

/* Σ of eight numbers, neighbours first. */
#define SUM_OF_EIGHT(s) (((s[0] + s[1]) + (s[4] + s[5])) + ((s[2] + s[3]) + (s[6] + s[7])))

/* What follows the last sixteen numbers of a sum: eight, four, two and one of them, as many as there are. */
static inline float add_rest(float sum, const float *a, const float *b, size_t count) {
  float p[15];
  for (size_t i = 0; i < count; i++) p[i] = a[i] * b[i];
  const float *next = p;
  if (count & 8) sum += SUM_OF_EIGHT(next), next += 8;
  if (count & 4) sum += (next[0] + next[1]) + (next[2] + next[3]), next += 4;
  if (count & 2) sum += next[0] + next[1], next += 2;
  if (count & 1) sum += next[0];
  return sum;
}

KERNEL void vk_product_by_vector(const float *a, size_t leading_a, const float *b, float *c,
                                 size_t leading_c, size_t rows, size_t inner) {
  size_t whole = inner / 16 * 16;
  for (size_t first = 0; first < rows; first += ROWS) {
    size_t count = rows - first < ROWS ? rows - first : ROWS;
    const float *lines[ROWS];
    for (size_t r = 0; r < ROWS; r++) lines[r] = a + (first + (r < count ? r : 0)) * leading_a;
    Eight sums[ROWS] = {{0}};
    for (size_t k = 0; k < whole; k += 8) {
      Eight factor = *(const Eight *)(b + k);
      for (size_t r = 0; r < ROWS; r++)
        sums[r] = __builtin_elementwise_fma(*(const Eight *)(lines[r] + k), factor, sums[r]);
    }
    for (size_t r = 0; r < count; r++)
      c[(first + r) * leading_c] =
          add_rest(SUM_OF_EIGHT(sums[r]), lines[r] + whole, b + whole, inner - whole);
  }
}

KERNEL void vk_product_of_few_rows(const float *a, size_t leading_a, const float *b, size_t leading_b,
                                   float *c, size_t leading_c, size_t rows, size_t columns, size_t inner) {
  size_t padded = (inner + 15) / 16 * 16;
  Sixteen lines[VK_FEW_ROWS_LIMIT];
  float factors[VK_FEW_ROWS_LIMIT] = {0};
  for (size_t first = 0; first < columns; first += 16) {
    size_t width = columns - first < 16 ? columns - first : 16;
    /* B's rows become columns, filled up with zeros. */
    for (size_t k = 0; k < padded; k++) lines[k] = (Sixteen){0};
    for (size_t j = 0; j < width; j++)
      for (size_t k = 0; k < inner; k++) lines[k][j] = b[(first + j) * leading_b + k];
    for (size_t row = 0; row < rows; row++) {
      for (size_t k = 0; k < inner; k++) factors[k] = a[row * leading_a + k];
      Sixteen sums[16] = {{0}};
      for (size_t k = 0; k < padded; k += 16)
#pragma clang loop unroll(full)
        for (size_t lane = 0; lane < 16; lane++)
          sums[lane] = __builtin_elementwise_fma((Sixteen){0} + factors[k + lane], lines[k + lane], sums[lane]);
#pragma clang loop unroll(full)
      for (size_t half = 8; half > 0; half /= 2)
#pragma clang loop unroll(full)
        for (size_t lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
      for (size_t j = 0; j < width; j++) c[row * leading_c + first + j] = sums[0][j];
    }
  }
}
