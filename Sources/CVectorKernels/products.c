#include "ProductKernels.h"

#include "kernel.h"

typedef float Four __attribute__((vector_size(16)));
typedef float Eight __attribute__((vector_size(32), aligned(4)));
typedef float Sixteen __attribute__((vector_size(64)));

/* Rows that are worked on side by side, so that no sum waits for another. */
#define ROWS 4

/* The products of four rows' numbers at k with b's. */
#define PRODUCTS(k) ((Four){lines[0][k], lines[1][k], lines[2][k], lines[3][k]} * b[k])

/* Σ of eight numbers in each of four rows, neighbours first: ((0 + 1) + (4 + 5)) + ((2 + 3) + (6 + 7)). */
static inline Four sums_of_eight(const Eight p[ROWS]) {
  Four halves[2];
  for (size_t pair = 0; pair < 2; pair++) {
    const Eight twos = __builtin_shufflevector(p[2 * pair], p[2 * pair + 1], 0, 2, 8, 10, 4, 6, 12, 14)
                       + __builtin_shufflevector(p[2 * pair], p[2 * pair + 1], 1, 3, 9, 11, 5, 7, 13, 15);
    halves[pair] =
        __builtin_shufflevector(twos, twos, 0, 1, 2, 3) + __builtin_shufflevector(twos, twos, 4, 5, 6, 7);
  }
  return __builtin_shufflevector(halves[0], halves[1], 0, 2, 4, 6)
         + __builtin_shufflevector(halves[0], halves[1], 1, 3, 5, 7);
}

KERNEL void vk_product_by_vector(const float *a, size_t leading_a, const float *b, float *c,
                                 size_t leading_c, size_t rows, size_t inner) {
  const size_t whole = inner / 16 * 16;
  for (size_t first = 0; first < rows; first += ROWS) {
    const size_t count = rows - first < ROWS ? rows - first : ROWS;
    const float *lines[ROWS];
    for (size_t r = 0; r < ROWS; r++) lines[r] = a + (first + (r < count ? r : 0)) * leading_a;
    Four sums = {0};
    Eight parts[ROWS] = {{0}};
    if (whole) {
      for (size_t k = 0; k < whole; k += 8) {
        const Eight factor = *(const Eight *)(b + k);
        for (size_t r = 0; r < ROWS; r++)
          parts[r] = FUSED(*(const Eight *)(lines[r] + k), factor, parts[r]);
      }
      sums = sums_of_eight(parts);
    }
    /* What follows the last sixteen: eight, four, two and one of them, as many as there are. */
    size_t k = whole;
    if (inner & 8) {
      for (size_t r = 0; r < ROWS; r++) parts[r] = *(const Eight *)(lines[r] + k) * *(const Eight *)(b + k);
      sums += sums_of_eight(parts);
      k += 8;
    }
    if (inner & 4) {
      sums += (PRODUCTS(k) + PRODUCTS(k + 1)) + (PRODUCTS(k + 2) + PRODUCTS(k + 3));
      k += 4;
    }
    if (inner & 2) {
      sums += PRODUCTS(k) + PRODUCTS(k + 1);
      k += 2;
    }
    if (inner & 1) sums += PRODUCTS(k);
    for (size_t r = 0; r < count; r++) c[(first + r) * leading_c] = sums[r];
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
          sums[lane] = FUSED((Sixteen){0} + factors[k + lane], lines[k + lane], sums[lane]);
#pragma clang loop unroll(full)
      for (size_t half = 8; half > 0; half /= 2)
#pragma clang loop unroll(full)
        for (size_t lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
      for (size_t j = 0; j < width; j++) c[row * leading_c + first + j] = sums[0][j];
    }
  }
}
