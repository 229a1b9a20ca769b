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

/* sums[f, k] = Σ_r x[r, columns[f]]·dy[r, places[f] + offset + k] for the columns f from `first` to before `end`, k
 * below width; x may be NULL, for 1. */
void vk_place_sums(vk_precision precision, vk_embedded_columns columns, const void *x, const void *dy,
                   size_t offset, size_t width, void *sums, size_t first, size_t end, size_t rows)
    VK_SWIFT("vk_precision.placeSums(self:_:inputs:gradient:offset:width:into:from:to:rows:)");

/* A column's number x as `bins` numbers, by ascending edges (bins + 1):
 *
 *   e[t] = (x − edges[t]) / (edges[t + 1] − edges[t]), at least 0 but in the first bin, at most 1 but in the last
 *
 * Bins without a width are 0. Y's numbers are e or, with a kernel V (width × bins), weights w and biases c (width),
 * V·e + w·x + c. Each column has its own edges and parameters, one after the other. Unless `kept` is NULL, it gets e
 * (rows × columns × bins). */
void vk_embed_bins(vk_precision precision, vk_embedded_columns columns, size_t bins, size_t width, const void *x,
                   void *y, const void *edges, const void *v, const void *w, const void *c, void *kept, size_t rows)
    VK_SWIFT("vk_precision.embedBins(self:_:bins:width:_:into:edges:kernel:weights:bias:keeping:rows:)");

/* dx of the embedded columns from dy. */
void vk_embed_bins_backward(vk_precision precision, vk_embedded_columns columns, size_t bins, size_t width,
                            const void *x, const void *dy, void *dx, const void *edges, const void *v,
                            const void *w, size_t rows)
    VK_SWIFT("vk_precision.embedBinsBackward(self:_:bins:width:_:gradient:into:edges:kernel:weights:rows:)");

/* y's numbers of a column are a row of its table, whose rows have `width` numbers: that of the whole number which is
 * nearest to x if it is one of 1 to categories[f], else row 0. The tables of all columns are one, each from row
 * offsets[f] on. */
void vk_embed_codes(vk_precision precision, vk_embedded_columns columns, const ptrdiff_t *categories,
                    const ptrdiff_t *offsets, size_t width, const void *x, void *y, const void *table, size_t rows)
    VK_SWIFT("vk_precision.embedCodes(self:_:categories:offsets:width:_:into:table:rows:)");

/* The gradient of the table's rows from `first` to before `end`, into their places, X's rows in ascending order. */
void vk_code_sums(vk_precision precision, vk_embedded_columns columns, const ptrdiff_t *categories,
                  const ptrdiff_t *offsets, size_t width, const void *x, const void *dy, void *sums, size_t first,
                  size_t end, size_t rows)
    VK_SWIFT("vk_precision.codeSums(self:_:categories:offsets:width:_:gradient:into:from:to:rows:)");

/* dx[r, columns[f]] = 0. */
void vk_clear_columns(vk_precision precision, vk_embedded_columns columns, void *dx, size_t rows)
    VK_SWIFT("vk_precision.clearColumns(self:_:in:rows:)");

#endif
