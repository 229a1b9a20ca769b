/* Loops over matrices that have one factor a column; part of CVectorKernels.h. */
#ifndef COLUMN_KERNELS_H
#define COLUMN_KERNELS_H

#include <stddef.h>

#include "Precision.h"

/* y[r, c] = x[r, c]·factors[c]; y may be x. */
void vk_scale_columns(vk_precision precision, const void *x, const void *factors, void *y, size_t rows,
                      size_t columns) VK_SWIFT("vk_precision.scaleColumns(self:_:by:into:rows:columns:)");

/* y[r, c] = x[r, c] + (f[r, c] − x[r, c])·shares[c]; y may be f. */
void vk_blend_columns(vk_precision precision, const void *x, const void *f, const void *shares, void *y,
                      size_t rows, size_t columns)
    VK_SWIFT("vk_precision.blendColumns(self:_:with:shares:into:rows:columns:)");

/* y[r, c] += x[r, c]·(1 − shares[c]). */
void vk_add_rests(vk_precision precision, const void *x, const void *shares, void *y, size_t rows, size_t columns)
    VK_SWIFT("vk_precision.addRests(self:_:shares:to:rows:columns:)");

/* sums[c] = Σ_r g[r, c]·(f[r, c] − x[r, c]), rows in ascending order; x may be NULL, for 0. */
void vk_column_products(vk_precision precision, const void *g, const void *f, const void *x, void *sums,
                        size_t rows, size_t columns)
    VK_SWIFT("vk_precision.columnProducts(self:_:_:less:into:rows:columns:)");

#endif
