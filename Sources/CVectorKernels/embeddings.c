#include <string.h>

#include "elementary.h"
#include "kernel.h"

/* Waves that are worked on at once, on the stack. */
enum { STRIP = 64 };

/* A loop over few numbers: one vector of them a turn, rather than several. */
#define SHORT_LOOP _Pragma("clang loop interleave_count(1)")

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

KERNEL void vk_place_sums(vk_precision precision, vk_embedded_columns columns, const void *dy, size_t offset,
                          size_t width, void *sums, size_t first, size_t end, size_t rows) {
  EITHER(precision, place_sums, columns, dy, offset, width, sums, first, end, rows);
}
