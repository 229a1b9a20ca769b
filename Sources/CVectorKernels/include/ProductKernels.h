/* Products that are too small for BLAS, products of one row, and, in single precision, products whose sums
 * TensorFlow adds up in another order than BLAS does.
 *
 * Numbers that would be 0 but for rounding, as the gradient of a bias before a batch normalization, carry the
 * order into the results: Adam makes full steps of them. A run recorded from Keras is replayed to the last
 * bits only where the sums are the same. Sources: Eigen's product of a matrix and a vector; oneDNN's product
 * of few rows.
 */
#ifndef C_PRODUCT_KERNELS_H
#define C_PRODUCT_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "Precision.h"

/* C (rows × columns) = op(A)·B, B (inner × columns), where a call of BLAS costs more than the product: each sum
 * is one chain of fused multiply-adds from the first number to the last, as a kernel of BLAS adds it. */
void vk_small_product(vk_precision precision, const void *a, size_t leading_a, bool transposed, const void *b,
                      size_t leading_b, void *c, size_t leading_c, size_t rows, size_t columns, size_t inner);

/* c (columns) = alpha·(a·B), a (inner), B (inner × columns), at the speed at which B is read; each sum is such a
 * chain. */
void vk_row_product(vk_precision precision, double alpha, const void *a, const void *b, size_t leading_b, void *c,
                    size_t columns, size_t inner);

/* c (rows) = A·b, A (rows × inner), b (inner). The sums' first numbers, a multiple of sixteen, are added up
 * in eight lanes, which are joined; then come eight, four, two and one of the rest. */
void vk_product_by_vector(const float *a, size_t leading_a, const float *b, float *c, size_t leading_c,
                          size_t rows, size_t inner);

/* The largest inner size that vk_product_of_few_rows takes. */
#define VK_FEW_ROWS_LIMIT 256

/* C (rows × columns) = A·Bᵀ, A (rows × inner), B (columns × inner). Number k of a sum goes to lane
 * k mod 16 of sixteen, which are joined by halves; inner is at most VK_FEW_ROWS_LIMIT. */
void vk_product_of_few_rows(const float *a, size_t leading_a, const float *b, size_t leading_b, float *c,
                            size_t leading_c, size_t rows, size_t columns, size_t inner);

#endif
