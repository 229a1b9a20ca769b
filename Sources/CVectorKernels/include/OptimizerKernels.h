/* The loops of the optimizers' rules; part of CVectorKernels.h.
 *
 * This one file holds all that C knows of a rule: what it is called by, its loop, and its entry. To add one is to
 * add a few lines to each of the three parts. optimizers.c reads the second twice and the third once.
 *
 * w are weights, g their gradient, m, v and so on what the rule keeps of each weight.
 */
#ifndef OPTIMIZER_KERNELS_H
#define OPTIMIZER_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "Precision.h"

/* A block of weights in one update. */
typedef struct {
  vk_precision precision;
  void *weights;
  const void *gradient;
  /* What the rule keeps: as many numbers of each kind as weights, the kinds `stride` numbers apart. */
  void *state;
  size_t stride;
  size_t count;
  /* The learning rate. */
  double rate;
  /* t, which update this is, counted from 1. */
  double iteration;
} vk_update VK_SWIFT("WeightUpdate");

/* w −= rate·g; with momentum μ, v = μ·v − rate·g and w += v or, with nesterov, w += μ·v − rate·g.
 * State: v, with momentum. */
void vk_sgd(vk_update update, double momentum, bool nesterov)
    VK_SWIFT("vk_update.descend(self:momentum:nesterov:)");

/* m += (g − m)·(1 − β₁); v += (g² − v)·(1 − β₂); w −= m·α / (√v + ε) with α = rate·√(1 − β₂ᵗ) / (1 − β₁ᵗ);
 * with amsgrad √highest for √v, highest = max(highest, v). State: m, v, highest. */
void vk_adam(vk_update update, double beta1, double beta2, double epsilon, bool amsgrad)
    VK_SWIFT("vk_update.adam(self:beta1:beta2:epsilon:amsgrad:)");

/* m and v as in vk_adam; μₜ = β₁·(1 − ½·0.96ᵗ), Πₜ = Πₜ₋₁·μₜ;
 * w −= (μₜ₊₁·m / (1 − Πₜ₊₁) + (1 − μₜ)·g / (1 − Πₜ))·rate / (√(v / (1 − β₂ᵗ)) + ε).
 * State: m, v and, in its first place, Π, which begins at 1. */
void vk_nadam(vk_update update, double beta1, double beta2, double epsilon)
    VK_SWIFT("vk_update.nadam(self:beta1:beta2:epsilon:)");

/* m as in vk_adam; u = max(β₂·u, |g|); w −= rate·m / ((1 − β₁ᵗ)·(u + ε)). State: m, u. */
void vk_adamax(vk_update update, double beta1, double beta2, double epsilon)
    VK_SWIFT("vk_update.adamax(self:beta1:beta2:epsilon:)");

/* a += g²; w −= rate·g / √(a + ε). State: a. */
void vk_adagrad(vk_update update, double epsilon) VK_SWIFT("vk_update.adagrad(self:epsilon:)");

/* a = ρ·a + (1 − ρ)·g²; δ = −√(d + ε)·g / √(a + ε); d = ρ·d + (1 − ρ)·δ²; w += rate·δ. State: a, d. */
void vk_adadelta(vk_update update, double rho, double epsilon) VK_SWIFT("vk_update.adadelta(self:rho:epsilon:)");

/* w −= rate·sign(β₁·m + (1 − β₁)·g); m = β₂·m + (1 − β₂)·g. State: m. */
void vk_lion(vk_update update, double beta1, double beta2) VK_SWIFT("vk_update.lion(self:beta1:beta2:)");

/* v = ρ·v + (1 − ρ)·g²; centered, a = ρ·a + (1 − ρ)·g and v − a² takes the place of v;
 * i = rate·g / √(v + ε); w −= i or, with momentum μ, p = μ·p + i and w −= p.
 * State: v, a where centered, p with momentum. */
void vk_rmsprop(vk_update update, double rho, double momentum, double epsilon, bool centered)
    VK_SWIFT("vk_update.rmsprop(self:rho:momentum:epsilon:centered:)");

#endif

/* The loops. */
#ifdef REAL

#define WEIGHTS                     \
  REAL *w = update.weights;         \
  const REAL *g = update.gradient;  \
  const REAL rate = (REAL)update.rate;
#define STATE(kind) ((REAL *)update.state + (kind) * update.stride)
#define EACH for (size_t i = 0; i < update.count; i++)
/* βᵗ, a power in this precision. */
#define POWER(beta) MATH(pow)((REAL)(beta), (REAL)update.iteration)

LOOP void NAME(sgd)(vk_update update, REAL momentum, bool nesterov) {
  WEIGHTS
  REAL *v = STATE(0);
  if (momentum == 0) {
    EACH w[i] -= rate * g[i];
  } else if (nesterov) {
    EACH {
      REAL velocity = momentum * v[i] - rate * g[i];
      v[i] = velocity;
      w[i] += momentum * velocity - rate * g[i];
    }
  } else {
    EACH {
      REAL velocity = momentum * v[i] - rate * g[i];
      v[i] = velocity;
      w[i] += velocity;
    }
  }
}

/* The moments of Adam and Nadam, kept in m and v. */
#define MOMENTS                                                                   \
  REAL gradient = g[i];                                                           \
  REAL mean = m[i] + (gradient - m[i]) * one_minus_beta1;                         \
  REAL variance = v[i] + (gradient * gradient - v[i]) * one_minus_beta2;          \
  m[i] = mean;                                                                    \
  v[i] = variance;

/* The rounding is Keras's: βᵗ is a power in this precision, 1 − β is rounded after it is subtracted. */
LOOP void NAME(adam)(vk_update update, double beta1, double beta2, REAL epsilon, bool amsgrad) {
  WEIGHTS
  REAL *m = STATE(0), *v = STATE(1), *highest = STATE(2);
  const REAL one_minus_beta1 = (REAL)(1 - beta1), one_minus_beta2 = (REAL)(1 - beta2);
  const REAL alpha = rate * SQUARE_ROOT(1 - POWER(beta2)) / (1 - POWER(beta1));
  if (amsgrad) {
    EACH {
      MOMENTS
      REAL high = highest[i] < variance ? variance : highest[i];
      highest[i] = high;
      w[i] -= mean * alpha / (SQUARE_ROOT(high) + epsilon);
    }
  } else {
    EACH {
      MOMENTS
      w[i] -= mean * alpha / (SQUARE_ROOT(variance) + epsilon);
    }
  }
}

/* Keras computes all of it in this precision, 1 − β too. */
LOOP void NAME(nadam)(vk_update update, REAL beta1, REAL beta2, REAL epsilon) {
  WEIGHTS
  REAL *m = STATE(0), *v = STATE(1), *products = STATE(2);
  const REAL one_minus_beta1 = 1 - beta1, one_minus_beta2 = 1 - beta2;
  const REAL share = 1 - (REAL)0.5 * POWER(0.96);
  const REAL next_share = 1 - (REAL)0.5 * MATH(pow)((REAL)0.96, (REAL)(update.iteration + 1));
  const REAL next = beta1 * next_share, one_minus_now = 1 - beta1 * share;
  const REAL product = products[0] * beta1 * share, one_minus_product = 1 - product;
  const REAL one_minus_next_product = 1 - product * next, one_minus_beta2_power = 1 - POWER(beta2);
  products[0] = product;
  EACH {
    MOMENTS
    REAL ahead = next * mean / one_minus_next_product + one_minus_now * gradient / one_minus_product;
    w[i] -= ahead * rate / (SQUARE_ROOT(variance / one_minus_beta2_power) + epsilon);
  }
}

LOOP void NAME(adamax)(vk_update update, double beta1, REAL beta2, REAL epsilon) {
  WEIGHTS
  REAL *m = STATE(0), *u = STATE(1);
  const REAL one_minus_beta1 = (REAL)(1 - beta1), one_minus_beta1_power = 1 - POWER(beta1);
  EACH {
    REAL mean = m[i] + (g[i] - m[i]) * one_minus_beta1;
    REAL faded = beta2 * u[i];
    REAL size = MATH(fabs)(g[i]);
    REAL norm = faded > size ? faded : size;
    m[i] = mean;
    u[i] = norm;
    w[i] -= rate * mean / (one_minus_beta1_power * (norm + epsilon));
  }
}

LOOP void NAME(adagrad)(vk_update update, REAL epsilon) {
  WEIGHTS
  REAL *a = STATE(0);
  EACH {
    REAL sum = a[i] + g[i] * g[i];
    a[i] = sum;
    w[i] -= rate * g[i] / SQUARE_ROOT(sum + epsilon);
  }
}

LOOP void NAME(adadelta)(vk_update update, double rho, REAL epsilon) {
  WEIGHTS
  REAL *a = STATE(0), *d = STATE(1);
  const REAL kept = (REAL)rho, added = (REAL)(1 - rho);
  EACH {
    REAL square = kept * a[i] + added * (g[i] * g[i]);
    REAL change = -(SQUARE_ROOT(d[i] + epsilon) * g[i] / SQUARE_ROOT(square + epsilon));
    a[i] = square;
    d[i] = kept * d[i] + added * (change * change);
    w[i] += rate * change;
  }
}

LOOP void NAME(lion)(vk_update update, double beta1, double beta2) {
  WEIGHTS
  REAL *m = STATE(0);
  const REAL kept1 = (REAL)beta1, added1 = (REAL)(1 - beta1), kept2 = (REAL)beta2, added2 = (REAL)(1 - beta2);
  EACH {
    REAL direction = kept1 * m[i] + added1 * g[i];
    /* A NaN stays one. */
    w[i] -= direction > 0 ? rate : direction < 0 ? -rate : direction;
    m[i] = kept2 * m[i] + added2 * g[i];
  }
}

/* VARIANCE and STEP are what a centered rule and one with momentum put in. */
#define RMSPROP(VARIANCE, STEP)                                      \
  EACH {                                                             \
    REAL square = kept * v[i] + added * (g[i] * g[i]);               \
    v[i] = square;                                                   \
    REAL increment = rate * g[i] / SQUARE_ROOT(VARIANCE + epsilon);  \
    w[i] -= STEP;                                                    \
  }
#define CENTERED (mean[i] = kept * mean[i] + added * g[i], square - mean[i] * mean[i])
#define GATHERED (velocity[i] = momentum * velocity[i] + increment)

LOOP void NAME(rmsprop)(vk_update update, double rho, REAL momentum, REAL epsilon, bool centered) {
  WEIGHTS
  REAL *v = STATE(0), *mean = STATE(1), *velocity = STATE(centered ? 2 : 1);
  const REAL kept = (REAL)rho, added = (REAL)(1 - rho);
  if (centered && momentum > 0) {
    RMSPROP(CENTERED, GATHERED)
  } else if (centered) {
    RMSPROP(CENTERED, increment)
  } else if (momentum > 0) {
    RMSPROP(square, GATHERED)
  } else {
    RMSPROP(square, increment)
  }
}

#undef WEIGHTS
#undef STATE
#undef EACH
#undef POWER
#undef MOMENTS
#undef RMSPROP
#undef CENTERED
#undef GATHERED

#endif

/* The entries. */
#ifdef ENTRIES

KERNEL void vk_sgd(vk_update update, double momentum, bool nesterov) {
  EITHER(update.precision, sgd, update, momentum, nesterov);
}

KERNEL void vk_adam(vk_update update, double beta1, double beta2, double epsilon, bool amsgrad) {
  EITHER(update.precision, adam, update, beta1, beta2, epsilon, amsgrad);
}

KERNEL void vk_nadam(vk_update update, double beta1, double beta2, double epsilon) {
  EITHER(update.precision, nadam, update, beta1, beta2, epsilon);
}

KERNEL void vk_adamax(vk_update update, double beta1, double beta2, double epsilon) {
  EITHER(update.precision, adamax, update, beta1, beta2, epsilon);
}

KERNEL void vk_adagrad(vk_update update, double epsilon) { EITHER(update.precision, adagrad, update, epsilon); }

KERNEL void vk_adadelta(vk_update update, double rho, double epsilon) {
  EITHER(update.precision, adadelta, update, rho, epsilon);
}

KERNEL void vk_lion(vk_update update, double beta1, double beta2) {
  EITHER(update.precision, lion, update, beta1, beta2);
}

KERNEL void vk_rmsprop(vk_update update, double rho, double momentum, double epsilon, bool centered) {
  EITHER(update.precision, rmsprop, update, rho, momentum, epsilon, centered);
}

#endif
