/* The loops of a loss.
 *
 * prediction, target and gradient are rows × outputs; weights has one number a row, or is NULL for ones.
 * gradient may be NULL where only the sum is wanted.
 */
#ifndef C_LOSS_KERNELS_H
#define C_LOSS_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

/* What stands behind a name is the option that the loss takes. */
typedef enum {
  VK_ABSOLUTE_ERROR = 0,
  VK_SQUARED_ERROR = 1,
  VK_HUBER = 2,          /* delta */
  VK_LOG_COSH = 3,
  VK_QUANTILE = 4,       /* quantile */
  VK_BINARY = 5,         /* label smoothing */
  VK_BINARY_LOGITS = 6,  /* label smoothing */
} vk_loss;

#define VK_DECLARE_LOSSES(REAL, SUFFIX) \
  /* Returns Σ_r weights[r]·Σ_c loss[r, c]; gradient[r, c] = scale·weights[r]·d loss / d prediction. */ \
  double vk_loss##SUFFIX(vk_loss kind, REAL option, const REAL *prediction, const REAL *target, \
                         const REAL *weights, REAL *gradient, REAL scale, size_t rows, size_t outputs); \
  /* The same of the cross-entropy between a row's classes, from probabilities or from logits. */ \
  double vk_categorical##SUFFIX(bool logits, REAL smoothing, const REAL *prediction, const REAL *target, \
                                const REAL *weights, REAL *gradient, REAL scale, size_t rows, \
                                size_t outputs);

VK_DECLARE_LOSSES(float, _f)
VK_DECLARE_LOSSES(double, _d)

#endif
