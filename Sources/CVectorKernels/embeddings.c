#include "elementary.h"
#include "kernel.h"

/* Waves that are worked on at once, on the stack. */
enum { STRIP = 64 };

/* A loop over few numbers: one vector of them a turn, rather than several. */
#define SHORT_LOOP _Pragma("clang loop interleave_count(1)")
/* The same where a result takes the place of an operand: to the check before a loop they overlap, and the loop would
 * go number by number. */
#define IN_PLACE_LOOP _Pragma("clang loop vectorize(assume_safety) interleave_count(1)")

/* Numbers that fill a register, and their sum, by halves. */
typedef float Register_f __attribute__((vector_size(64), may_alias));
typedef double Register_d __attribute__((vector_size(64), may_alias));

LOOP float joined_f(const Register_f *lanes) {
  Register_f a = *lanes;
  a += __builtin_shufflevector(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  a += __builtin_shufflevector(a, a, 4, 5, 6, 7, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
  a += __builtin_shufflevector(a, a, 2, 3, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
  return a[0] + a[1];
}

LOOP double joined_d(const Register_d *lanes) {
  Register_d a = *lanes;
  a += __builtin_shufflevector(a, a, 4, 5, 6, 7, 0, 1, 2, 3);
  a += __builtin_shufflevector(a, a, 2, 3, 0, 1, 0, 1, 0, 1);
  return a[0] + a[1];
}

#define FULL_TURN ((REAL)6.283185307179586)

#define LOOPS "embeddings.inc"
#include "precisions.h"

KERNEL void vk_copy_columns(vk_precision precision, const void *x, size_t inputs, const ptrdiff_t *from, void *y,
                            size_t outputs, const ptrdiff_t *to, size_t count, size_t rows) {
  EITHER(precision, copy_columns, x, inputs, from, y, outputs, to, count, rows);
}

KERNEL void vk_embed_waves(vk_precision precision, vk_embedded_columns columns, vk_waves waves, const void *x,
                           void *y, const void *w, const void *b, const void *v, const void *c, void *kept,
                           size_t rows) {
  EITHER(precision, embed_waves, columns, waves, x, y, w, b, v, c, kept, rows);
}

KERNEL void vk_embed_waves_backward(vk_precision precision, vk_embedded_columns columns, vk_waves waves,
                                    const void *y, void *dy, void *dx, const void *w, const void *v, void *kept,
                                    size_t rows) {
  EITHER(precision, embed_waves_backward, columns, waves, y, dy, dx, w, v, kept, rows);
}

KERNEL void vk_wave_sums(vk_precision precision, vk_embedded_columns columns, vk_waves waves, const void *x,
                         const void *kept, void *sums, size_t first, size_t end, size_t rows) {
  EITHER(precision, wave_sums, columns, waves, x, kept, sums, first, end, rows);
}

KERNEL void vk_place_sums(vk_precision precision, vk_embedded_columns columns, const void *x, const void *dy,
                          size_t offset, size_t width, void *sums, size_t first, size_t end, size_t rows) {
  EITHER(precision, place_sums, columns, x, dy, offset, width, sums, first, end, rows);
}

KERNEL void vk_embed_bins(vk_precision precision, vk_embedded_columns columns, size_t bins, size_t width,
                          const void *x, void *y, const void *edges, const void *v, const void *w, const void *c,
                          void *kept, size_t rows) {
  EITHER(precision, embed_bins, columns, bins, width, x, y, edges, v, w, c, kept, rows);
}

KERNEL void vk_embed_bins_backward(vk_precision precision, vk_embedded_columns columns, size_t bins, size_t width,
                                   const void *x, const void *dy, void *dx, const void *edges, const void *v,
                                   const void *w, size_t rows) {
  EITHER(precision, embed_bins_backward, columns, bins, width, x, dy, dx, edges, v, w, rows);
}

KERNEL void vk_embed_codes(vk_precision precision, vk_embedded_columns columns, const ptrdiff_t *categories,
                           const ptrdiff_t *offsets, size_t width, const void *x, void *y, const void *table,
                           size_t rows) {
  EITHER(precision, embed_codes, columns, categories, offsets, width, x, y, table, rows);
}

KERNEL void vk_code_sums(vk_precision precision, vk_embedded_columns columns, const ptrdiff_t *categories,
                         const ptrdiff_t *offsets, size_t width, const void *x, const void *dy, void *sums,
                         size_t first, size_t end, size_t rows) {
  EITHER(precision, code_sums, columns, categories, offsets, width, x, dy, sums, first, end, rows);
}

KERNEL void vk_clear_columns(vk_precision precision, vk_embedded_columns columns, void *dx, size_t rows) {
  EITHER(precision, clear_columns, columns, dx, rows);
}
