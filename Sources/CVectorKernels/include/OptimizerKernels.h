/* The loops of an update: the rules, and what is done to gradients and weights around them.
 *
 * w are weights, g their gradient; all arrays of a call have `count` scalars.
 */
#ifndef C_OPTIMIZER_KERNELS_H
#define C_OPTIMIZER_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

#define VK_DECLARE_OPTIMIZERS(REAL, SUFFIX) \
  /* w −= rate·g. */ \
  void vk_sgd##SUFFIX(REAL *w, const REAL *g, REAL rate, size_t count); \
  /* v = μ·v − rate·g; w += v or, with nesterov, w += μ·v − rate·g. */ \
  void vk_sgd_momentum##SUFFIX(REAL *w, const REAL *g, REAL *v, REAL rate, REAL momentum, bool nesterov, \
                               size_t count); \
  /* m += (g − m)·(1 − β₁); v += (g² − v)·(1 − β₂); w −= m·alpha / (√v + ε). */ \
  void vk_adam##SUFFIX(REAL *w, const REAL *g, REAL *m, REAL *v, REAL one_minus_beta_1, \
                       REAL one_minus_beta_2, REAL alpha, REAL epsilon, size_t count); \
  /* As vk_adam, but divided by √highest + ε with highest = max(highest, v). */ \
  void vk_amsgrad##SUFFIX(REAL *w, const REAL *g, REAL *m, REAL *v, REAL *highest, REAL one_minus_beta_1, \
                          REAL one_minus_beta_2, REAL alpha, REAL epsilon, size_t count); \
  /* m and v as in vk_adam; \
   * w −= (next·m / (1 − next_product) + (1 − now)·g / (1 − product))·rate / (√(v / (1 − β₂ᵗ)) + ε). */ \
  void vk_nadam##SUFFIX(REAL *w, const REAL *g, REAL *m, REAL *v, REAL one_minus_beta_1, \
                        REAL one_minus_beta_2, REAL next, REAL one_minus_next_product, REAL one_minus_now, \
                        REAL one_minus_product, REAL one_minus_beta_2_power, REAL rate, REAL epsilon, \
                        size_t count); \
  /* m as in vk_adam; u = max(β₂·u, |g|); w −= rate·m / ((1 − β₁ᵗ)·(u + ε)). */ \
  void vk_adamax##SUFFIX(REAL *w, const REAL *g, REAL *m, REAL *u, REAL one_minus_beta_1, REAL beta_2, \
                         REAL one_minus_beta_1_power, REAL rate, REAL epsilon, size_t count); \
  /* a += g²; w −= rate·g / √(a + ε). */ \
  void vk_adagrad##SUFFIX(REAL *w, const REAL *g, REAL *a, REAL rate, REAL epsilon, size_t count); \
  /* a = ρ·a + (1 − ρ)·g²; δ = −√(d + ε)·g / √(a + ε); d = ρ·d + (1 − ρ)·δ²; w += rate·δ. */ \
  void vk_adadelta##SUFFIX(REAL *w, const REAL *g, REAL *a, REAL *d, REAL rho, REAL one_minus_rho, \
                           REAL rate, REAL epsilon, size_t count); \
  /* v = ρ·v + (1 − ρ)·g²; with mean, mean = ρ·mean + (1 − ρ)·g and v − mean² stands for v; \
   * i = rate·g / √(v + ε); w −= i or, with velocity, velocity = μ·velocity + i and w −= velocity. */ \
  void vk_rmsprop##SUFFIX(REAL *w, const REAL *g, REAL *v, REAL *mean, REAL *velocity, REAL rho, \
                          REAL one_minus_rho, REAL momentum, REAL rate, REAL epsilon, size_t count); \
\
  /* g += l1·sign(w) + l2·2w: the gradient of l1·Σ|w| + l2·Σw². */ \
  void vk_add_penalty##SUFFIX(REAL *g, const REAL *w, REAL l1, REAL l2, size_t count); \
  /* Σ|x|, summed in double precision in an order that depends on count alone. */ \
  double vk_sum_magnitudes##SUFFIX(const REAL *x, size_t count); \
  /* Σx², summed in double precision in an order that depends on count alone. */ \
  double vk_sum_squares##SUFFIX(const REAL *x, size_t count); \
  /* x = max(−limit, min(x, limit)); a NaN stays one. */ \
  void vk_clamp##SUFFIX(REAL *x, REAL limit, size_t count); \
  /* x = x·factor / divisor. */ \
  void vk_rescale##SUFFIX(REAL *x, REAL factor, REAL divisor, size_t count); \
  /* w −= w·decay·rate. */ \
  void vk_decay##SUFFIX(REAL *w, REAL decay, REAL rate, size_t count); \
  /* w = max(w, 0). */ \
  void vk_raise_to_zero##SUFFIX(REAL *w, size_t count); \
  /* Every column of w (rows × columns) times min(norm, limit) / (ε + norm); norms takes the columns' norms. */ \
  void vk_limit_norms##SUFFIX(REAL *w, REAL *norms, REAL limit, REAL epsilon, size_t rows, size_t columns);

VK_DECLARE_OPTIMIZERS(float, _f)
VK_DECLARE_OPTIMIZERS(double, _d)

#undef VK_DECLARE_OPTIMIZERS

#endif
