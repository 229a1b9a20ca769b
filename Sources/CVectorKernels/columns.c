#include "kernel.h"

#define LOOPS "columns.inc"
#include "precisions.h"

KERNEL void vk_scale_columns(vk_precision precision, const void *x, const void *factors, void *y, size_t rows,
                             size_t columns) {
  EITHER(precision, scale_columns, x, factors, y, rows, columns);
}

KERNEL void vk_blend_columns(vk_precision precision, const void *x, const void *f, const void *shares, void *y,
                             size_t rows, size_t columns) {
  EITHER(precision, blend_columns, x, f, shares, y, rows, columns);
}

KERNEL void vk_add_rests(vk_precision precision, const void *x, const void *shares, void *y, size_t rows,
                         size_t columns) {
  EITHER(precision, add_rests, x, shares, y, rows, columns);
}

KERNEL void vk_column_products(vk_precision precision, const void *g, const void *f, const void *x, void *sums,
                               size_t rows, size_t columns) {
  EITHER(precision, column_products, g, f, x, sums, rows, columns);
}
