/* What an update does to gradients and weights around its rule; part of CVectorKernels.h.
 *
 * w are weights, g their gradient; all arrays of a call have `count` scalars.
 */
#ifndef UPDATE_KERNELS_H
#define UPDATE_KERNELS_H

#include <stddef.h>

#include "Precision.h"

/* g += l1·sign(w) + l2·2w: the gradient of l1·Σ|w| + l2·Σw². */
void vk_add_penalty(vk_precision precision, void *g, const void *w, double l1, double l2, size_t count)
    VK_SWIFT("vk_precision.addPenalty(self:to:weights:l1:l2:count:)");

/* Σ|x|, summed in double precision in an order that depends on count alone. */
double vk_sum_magnitudes(vk_precision precision, const void *x, size_t count)
    VK_SWIFT("vk_precision.sumOfMagnitudes(self:_:count:)");

/* Σx², summed in double precision in an order that depends on count alone. */
double vk_sum_squares(vk_precision precision, const void *x, size_t count)
    VK_SWIFT("vk_precision.sumOfSquares(self:_:count:)");

/* x = max(−limit, min(x, limit)); a NaN stays one. */
void vk_clamp(vk_precision precision, void *x, double limit, size_t count)
    VK_SWIFT("vk_precision.clamp(self:_:limit:count:)");

/* x = x·factor / divisor. */
void vk_rescale(vk_precision precision, void *x, double factor, double divisor, size_t count)
    VK_SWIFT("vk_precision.rescale(self:_:by:over:count:)");

/* w −= w·decay·rate. */
void vk_decay(vk_precision precision, void *w, double decay, double rate, size_t count)
    VK_SWIFT("vk_precision.decay(self:_:by:rate:count:)");

/* w = max(w, 0). */
void vk_raise_to_zero(vk_precision precision, void *w, size_t count)
    VK_SWIFT("vk_precision.raiseToZero(self:_:count:)");

/* Every column of w (rows × columns) times min(norm, limit) / (epsilon + norm); norms takes the columns'. */
void vk_limit_norms(vk_precision precision, void *w, void *norms, double limit, double epsilon, size_t rows,
                    size_t columns)
    VK_SWIFT("vk_precision.limitNorms(self:ofColumns:norms:limit:epsilon:rows:columns:)");

#endif
