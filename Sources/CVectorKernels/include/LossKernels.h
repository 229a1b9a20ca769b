/* The loops of the losses; part of CVectorKernels.h.
 *
 * This one file holds all that C knows of a loss: its name, its value and slope, and the entries. losses.c
 * reads the loops twice and the entries once.
 *
 * prediction and gradient are rows × outputs, target is rows × targets, which is as many as outputs or, for the
 * losses of classes, 1: the class's index. weights has one number a row, or is NULL for ones.
 * gradient may be NULL where only the sum is wanted.
 */
#ifndef LOSS_KERNELS_H
#define LOSS_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "Precision.h"

/* The losses that are a sum over elements; the comment names the option that the loss takes. */
typedef VK_ENUM {
  VK_ABSOLUTE_ERROR VK_SWIFT("absoluteError"),
  VK_SQUARED_ERROR VK_SWIFT("squaredError"),
  VK_HUBER VK_SWIFT("huber"), /* delta */
  VK_LOG_COSH VK_SWIFT("logCosh"),
  VK_QUANTILE VK_SWIFT("quantile"), /* quantile */
  VK_BINARY VK_SWIFT("binaryCrossEntropy"), /* label smoothing */
  VK_BINARY_LOGITS VK_SWIFT("binaryCrossEntropyFromLogits"), /* label smoothing */
} vk_loss_kind VK_SWIFT("LossKernel");

/* Rows of predictions with their targets, in one precision. */
typedef struct {
  vk_precision precision;
  const void *prediction;
  const void *target;
  const void *weights;
  void *gradient;
  double scale;
  size_t rows;
  size_t outputs;
  size_t targets;
} vk_loss_rows VK_SWIFT("LossBlock");

/* Returns Σ_r weights[r]·mean_c loss[r, c];
 * gradient[r, c] = scale / outputs · weights[r]·d loss[r, c] / d prediction[r, c]. */
double vk_loss(vk_loss_rows rows, vk_loss_kind kind, double option) VK_SWIFT("vk_loss_rows.mean(self:_:option:)");

/* Returns Σ_r weights[r]·loss[r] of the cross-entropy between a row's classes, from probabilities or logits;
 * gradient[r, c] = scale·weights[r]·d loss[r] / d prediction[r, c]. */
double vk_categorical(vk_loss_rows rows, bool from_logits, double label_smoothing)
    VK_SWIFT("vk_loss_rows.categorical(self:fromLogits:labelSmoothing:)");

/* The same for targets that are the indices of classes, with TensorFlow's clipping of probabilities. */
double vk_sparse_categorical(vk_loss_rows rows, bool from_logits)
    VK_SWIFT("vk_loss_rows.sparseCategorical(self:fromLogits:)");

#endif

/* The loops. */
#ifdef REAL

/* Sums VALUE over all elements and writes SLOPE·factor; both are expressions in p (prediction) and y
 * (target). A row's weight is in the sum's term and in the factor. */
#define LOSS_ROWS(VALUE, SLOPE)                                                      \
  for (size_t row = 0, i = 0; row < groups; row++) {                                 \
    const REAL weight = weights ? weights[row] : 1, factor = scale * weight;         \
    const size_t end = i + width;                                                    \
    if (gradient)                                                                    \
      for (size_t k = i; k < end; k++) {                                             \
        const REAL p = prediction[k], y = target[k];                                 \
        gradient[k] = (SLOPE) * factor;                                              \
      }                                                                              \
    for (; i < end; i++) {                                                           \
      const REAL p = prediction[i], y = target[i];                                   \
      sum += (REAL)((VALUE) * weight);                                               \
    }                                                                                \
  }                                                                                  \
  break;

/* The sign, 0 of a 0. A NaN keeps being one. */
static inline REAL NAME(sign)(REAL x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

static inline REAL NAME(huber)(REAL error, REAL delta) {
  const REAL size = MATH(fabs)(error);
  return size <= delta ? (REAL)0.5 * (error * error) : delta * size - (REAL)0.5 * (delta * delta);
}

static inline REAL NAME(huber_slope)(REAL error, REAL delta) {
  return MATH(fabs)(error) <= delta ? error : delta * NAME(sign)(error);
}

/* log cosh x = |x| + log(1 + e^−2|x|) − log 2, which does not overflow. */
static inline REAL NAME(log_cosh)(REAL x) {
  const REAL size = MATH(fabs)(x);
  return size + MATH(log1p)(NAME(exponential)(-2 * size)) - (REAL)0.69314718055994530942;
}

/* The error is target − prediction. */
static inline REAL NAME(pinball)(REAL error, REAL quantile) {
  return error > 0 ? quantile * error : (quantile - 1) * error;
}

static inline REAL NAME(pinball_slope)(REAL error, REAL quantile) {
  return error > 0 ? -quantile : error < 0 ? 1 - quantile : error;
}

/* Probabilities are kept this far from 0 and 1: Keras's epsilon. */
#define LOWEST ((REAL)1e-7)
#define HIGHEST ((REAL)(1.0 - 1e-7))

/* Written so that a NaN stays one. */
static inline REAL NAME(clipped)(REAL p) { return p < LOWEST ? LOWEST : p > HIGHEST ? HIGHEST : p; }

static inline bool NAME(is_clipped)(REAL p) { return p < LOWEST || p > HIGHEST; }

static inline REAL NAME(binary)(REAL p, REAL y) {
  const REAL inside = NAME(clipped)(p);
  return -(y * MATH(log)(inside) + (1 - y) * MATH(log)(1 - inside));
}

static inline REAL NAME(binary_slope)(REAL p, REAL y) {
  return NAME(is_clipped)(p) ? 0 : (1 - y) / (1 - p) - y / p;
}

/* max(z, 0) − z·y + log(1 + e^−|z|): of the probability σ(z), without an overflow on either side. */
static inline REAL NAME(binary_logits)(REAL z, REAL y) {
  return (z < 0 ? 0 : z) - z * y + MATH(log1p)(NAME(exponential)(-MATH(fabs)(z)));
}

/* σ(z) − y, in which nothing cancels where y is 0 or 1. */
static inline REAL NAME(binary_logits_slope)(REAL z, REAL y) {
  const REAL e = NAME(exponential)(-MATH(fabs)(z)), tail = e / (1 + e);
  return z < 0 ? tail - y : (1 - y) - tail;
}

#define SMOOTHED(y) ((y) * (1 - option) + (REAL)0.5 * option)

LOOP double NAME(element_loss)(vk_loss_rows block, vk_loss_kind kind, REAL option) {
  const REAL *prediction = block.prediction, *target = block.target, *weights = block.weights;
  REAL *gradient = block.gradient;
  const REAL scale = (REAL)block.scale / (REAL)block.outputs;
  /* Without weights all elements are one row. */
  const size_t groups = weights ? block.rows : 1;
  const size_t width = weights ? block.outputs : block.rows * block.outputs;
  double sum = 0;
  switch (kind) {
    case VK_ABSOLUTE_ERROR: LOSS_ROWS(MATH(fabs)(p - y), NAME(sign)(p - y))
    case VK_SQUARED_ERROR: LOSS_ROWS((p - y) * (p - y), 2 * (p - y))
    case VK_HUBER: LOSS_ROWS(NAME(huber)(p - y, option), NAME(huber_slope)(p - y, option))
    case VK_LOG_COSH: LOSS_ROWS(NAME(log_cosh)(p - y), NAME(hyperbolic_tangent)(p - y))
    case VK_QUANTILE: LOSS_ROWS(NAME(pinball)(y - p, option), NAME(pinball_slope)(y - p, option))
    case VK_BINARY: LOSS_ROWS(NAME(binary)(p, SMOOTHED(y)), NAME(binary_slope)(p, SMOOTHED(y)))
    case VK_BINARY_LOGITS:
      LOSS_ROWS(NAME(binary_logits)(p, SMOOTHED(y)), NAME(binary_logits_slope)(p, SMOOTHED(y)))
  }
  return sum / (double)block.outputs;
}

/* The classes of a row: a number for each, or where there are none the index of the one that is 1. */
typedef struct {
  const REAL *shares;
  size_t index;
  /* Labels are share·keep + rest. */
  REAL keep, rest;
} NAME(row_classes);

static inline REAL NAME(label)(NAME(row_classes) y, size_t c) {
  return (y.shares ? y.shares[c] : c == y.index) * y.keep + y.rest;
}

/* −Σ_c y_c·log q_c with q = p / Σp, clipped. */
static inline REAL NAME(row_of_probabilities)(const REAL *p, NAME(row_classes) y, REAL *gradient, REAL factor,
                                              size_t count) {
  REAL total = 0, loss = 0, mean = 0;
  for (size_t c = 0; c < count; c++) total += p[c];
  for (size_t c = 0; c < count; c++) {
    const REAL q = p[c] / total, label = NAME(label)(y, c);
    loss -= label * MATH(log)(NAME(clipped)(q));
    /* d loss / d q, and its mean under q, which the normalization subtracts. */
    const REAL slope = NAME(is_clipped)(q) ? 0 : -label / q;
    mean += slope * q;
    if (gradient) gradient[c] = slope;
  }
  if (gradient)
    for (size_t c = 0; c < count; c++) gradient[c] = (gradient[c] - mean) / total * factor;
  return loss;
}

/* Σ_c y_c·(log Σ e^z − z_c) = −Σ_c y_c·log softmax(z)_c, from logits less their greatest. */
static inline REAL NAME(row_of_logits)(const REAL *z, NAME(row_classes) y, REAL *gradient, REAL factor,
                                       size_t count) {
  REAL greatest = z[0], total = 0, loss = 0;
  for (size_t c = 1; c < count; c++) greatest = z[c] > greatest ? z[c] : greatest;
  for (size_t c = 0; c < count; c++) total += NAME(exponential)(z[c] - greatest);
  const REAL logarithm = MATH(log)(total);
  for (size_t c = 0; c < count; c++) {
    const REAL label = NAME(label)(y, c);
    loss += label * (logarithm - (z[c] - greatest));
    if (gradient) gradient[c] = (NAME(exponential)(z[c] - greatest) / total - label) * factor;
  }
  return loss;
}

/* log Σ q − log q_y with q = p, clipped. */
static inline REAL NAME(row_of_unscaled)(const REAL *p, NAME(row_classes) y, REAL *gradient, REAL factor,
                                         size_t count) {
  REAL total = 0;
  for (size_t c = 0; c < count; c++) total += NAME(clipped)(p[c]);
  const REAL own = NAME(clipped)(p[y.index]);
  if (gradient)
    for (size_t c = 0; c < count; c++)
      gradient[c] = NAME(is_clipped)(p[c]) ? 0 : (1 / total - (c == y.index ? 1 / own : 0)) * factor;
  return MATH(log)(total) - MATH(log)(own);
}

/* Sums ROW(prediction, classes, gradient, factor, count) over all rows. */
#define CLASS_ROWS(ROW)                                                                                  \
  for (size_t row = 0; row < block.rows; row++, prediction += outputs, target += block.targets) {       \
    const REAL weight = weights ? weights[row] : 1, factor = scale * weight;                            \
    if (!isIndex) {                                                                                     \
      y.shares = target;                                                                                \
    } else if (target[0] >= 0 && target[0] < (REAL)outputs) {                                           \
      y.index = (size_t)target[0];                                                                      \
    } else { /* No class: nothing to read. */                                                           \
      sum = NAN;                                                                                        \
      for (size_t c = 0; gradient && c < outputs; c++) *gradient++ = NAN;                               \
      continue;                                                                                         \
    }                                                                                                   \
    sum += weight * ROW(prediction, y, gradient, factor, outputs);                                      \
    if (gradient) gradient += outputs;                                                                  \
  }

LOOP double NAME(class_loss)(vk_loss_rows block, bool from_logits, bool is_sparse, REAL smoothing) {
  const REAL *prediction = block.prediction, *target = block.target, *weights = block.weights;
  REAL *gradient = block.gradient;
  const size_t outputs = block.outputs;
  const bool isIndex = is_sparse || block.targets != outputs;
  const REAL scale = (REAL)block.scale;
  NAME(row_classes) y = {.keep = 1 - smoothing, .rest = smoothing / (REAL)outputs};
  double sum = 0;
  if (from_logits) {
    CLASS_ROWS(NAME(row_of_logits))
  } else if (is_sparse) {
    CLASS_ROWS(NAME(row_of_unscaled))
  } else {
    CLASS_ROWS(NAME(row_of_probabilities))
  }
  return sum;
}

#undef CLASS_ROWS
#undef LOSS_ROWS
#undef SMOOTHED
#undef LOWEST
#undef HIGHEST

#endif

/* The entries. */
#ifdef ENTRIES

KERNEL double vk_loss(vk_loss_rows rows, vk_loss_kind kind, double option) {
  return EITHER(rows.precision, element_loss, rows, kind, option);
}

KERNEL double vk_categorical(vk_loss_rows rows, bool from_logits, double label_smoothing) {
  return EITHER(rows.precision, class_loss, rows, from_logits, false, label_smoothing);
}

KERNEL double vk_sparse_categorical(vk_loss_rows rows, bool from_logits) {
  return EITHER(rows.precision, class_loss, rows, from_logits, true, 0);
}

#endif
