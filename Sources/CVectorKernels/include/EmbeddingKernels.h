/* Loops of layers that replace some columns by several numbers each; part of CVectorKernels.h. */
#ifndef EMBEDDING_KERNELS_H
#define EMBEDDING_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "Precision.h"

/* y[r, to[i]] = x[r, from[i]], rows of `inputs` and of `outputs` numbers. */
void vk_copy_columns(vk_precision precision, const void *x, size_t inputs, const ptrdiff_t *from, void *y,
                     size_t outputs, const ptrdiff_t *to, size_t count, size_t rows)
    VK_SWIFT("vk_precision.copyColumns(self:_:inputs:from:into:outputs:to:count:rows:)");

/* What replaces columns of X (rows × inputs) by numbers of Y (rows × outputs). */
typedef struct VK_SWIFT("EmbeddedColumns") {
  size_t inputs, outputs;
  /* The places of the columns in a row of X, and of the first number of each in a row of Y. */
  const ptrdiff_t *columns, *places;
  size_t count;
} vk_embedded_columns;

/* n waves of a column's number x, with their weights w (n) and phases b (n), and a linear layer V (width × n), c
 * (width) over them:
 *
 *   z = V·cos(2π·x·w + b) + c
 *
 * Without phases V is (width × 2n), and sin(2π·x·w) follows the cosines. */
typedef struct VK_SWIFT("Waves") {
  size_t waves, width;
  bool has_phases;
  /* Whether x itself comes before z. */
  bool passes;
  /* Whether z is max(z, 0). */
  bool rectifies;
} vk_waves;

/* Y's numbers of the embedded columns. Each column has its own w, b, V and c, one after the other. Unless `kept` is
 * NULL, it gets for every row and column the n cosines and the n sines; without phases n places follow. */
void vk_embed_waves(vk_precision precision, vk_embedded_columns columns, vk_waves waves, const void *x, void *y,
                    const void *w, const void *b, const void *v, const void *c, void *kept, size_t rows)
    VK_SWIFT("vk_precision.embed(self:_:waves:_:into:weights:phases:kernel:bias:keeping:rows:)");

/* dx of the embedded columns from dy, unless dx is NULL. dy's numbers where z is 0 become 0 if it is rectified. The
 * gradient by the angles takes the place of the sines or, without phases, that behind them. */
void vk_embed_waves_backward(vk_precision precision, vk_embedded_columns columns, vk_waves waves, const void *y,
                             void *dy, void *dx, const void *w, const void *v, void *kept, size_t rows)
    VK_SWIFT("vk_precision.embedBackward(self:_:waves:output:gradient:into:weights:kernel:kept:rows:)");

/* The gradients of w (x given) or of b (x is NULL) of the columns from `first` to before `end`, into their places. */
void vk_wave_sums(vk_precision precision, vk_embedded_columns columns, vk_waves waves, const void *x,
                  const void *kept, void *sums, size_t first, size_t end, size_t rows)
    VK_SWIFT("vk_precision.waveSums(self:_:waves:inputs:kept:into:from:to:rows:)");

/* sums[f, k] = Σ_r dy[r, places[f] + offset + k] for the columns f from `first` to before `end`, k below width. */
void vk_place_sums(vk_precision precision, vk_embedded_columns columns, const void *dy, size_t offset,
                   size_t width, void *sums, size_t first, size_t end, size_t rows)
    VK_SWIFT("vk_precision.placeSums(self:_:gradient:offset:width:into:from:to:rows:)");

#endif
