/* e^x, the logistic function and the hyperbolic tangent in single precision, without a branch or a call, so
 * that loops over them become vector instructions.
 *
 * Their polynomials and the order of their operations are those on which Keras runs with TensorFlow 2.21 on
 * x86, so that a replayed run keeps its last digits: Eigen's packet functions, and oneDNN's logistic function,
 * into which TensorFlow fuses a dense layer with that activation. Each agreed in every bit on 10,000
 * arguments or more. A NaN stays one.
 * Source of the coefficients: Eigen, GenericPacketMathFunctions.h; oneDNN, jit_uni_eltwise_injector; the cut
 * of ln 2 into two parts: Cephes. */
#ifndef ELEMENTARY_H
#define ELEMENTARY_H

#include <stdint.h>
#include <string.h>

#include "kernel.h"

/* Adding 1.5·2²³ rounds to a whole number and leaves it in the low bits. */
#define WHOLE_NUMBERS 12582912.0f

/* The nearest whole number below x + ½, for |x| < 2²¹. */
static inline float rounded(float x) {
  x += 0.5f;
  const float nearest = (x + WHOLE_NUMBERS) - WHOLE_NUMBERS;
  return nearest - (nearest > x ? 1.0f : 0.0f);
}

/* 2^m for a whole m from −126 to 127. */
static inline float power_of_two(float m) {
  const float shifted = m + (WHOLE_NUMBERS + 127);
  uint32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits <<= 23;
  float power;
  memcpy(&power, &bits, sizeof power);
  return power;
}

/* y·2^m in two steps, for results that are no normal numbers. */
static inline float scaled(float y, float m) {
  const float half = (m * 0.5f + WHOLE_NUMBERS) - WHOLE_NUMBERS;
  return y * power_of_two(half) * power_of_two(m - half);
}

/* x = m·ln 2 + r with a whole m, and the factor q of e^r = 1 + r + r²·q. */
static inline float exponential_parts_f(float x, float *m, float *r) {
  *m = rounded(x * 1.44269504088896341f);
  float rest = *m * -0.693359375f + x;
  rest = *m * 2.12194440e-4f + rest;
  *r = rest;
  const float square = rest * rest;
  float even = square * 1.37449637986719608306884765625e-3f + 4.166965186595916748046875e-2f;
  const float odd = square * 8.36894474923610687255859375e-3f + 0.16666518151760101318359375f;
  even = square * even + 0.49999988079071044921875f;
  return rest * odd + even;
}

/* e^x = 2^m·e^r. Largest error: 1 ulp. */
static inline float exponential_f(float x) {
  /* Below, the result is 0; above, infinite. */
  float bounded = x < -105.0f ? -105.0f : x;
  bounded = bounded > 88.723f ? 88.723f : bounded;
  float m, r;
  const float q = exponential_parts_f(bounded, &m, &r), square = r * r;
  const float y = square * q + (r + 1.0f);
  return x < -104.0f ? 0.0f : scaled(y, m);
}

/* e^x − 1 for x ≤ 0, with the digits that it has near 0: 2^m·(e^r − 1) + (2^m − 1). Largest error: 1 ulp. */
static inline float exponential_less_one_f(float x) {
  /* Below, the result is −1. */
  float m, r;
  const float q = exponential_parts_f(x < -80.0f ? -80.0f : x, &m, &r), square = r * r;
  const float power = power_of_two(m);
  return FUSED(square * q + r, power, power - 1.0f);
}

/* ln(1 + x) for 0 ≤ x ≤ 1 as 2·artanh s with s = x / (2 + x), the series up to s¹⁵. Largest error: 2 ulp. */
static inline float logarithm_of_one_more_f(float x) {
  const float s = x / (2.0f + x), square = s * s;
  float sum = 2.0f / 15;
  sum = sum * square + 2.0f / 13;
  sum = sum * square + 2.0f / 11;
  sum = sum * square + 2.0f / 9;
  sum = sum * square + 2.0f / 7;
  sum = sum * square + 2.0f / 5;
  sum = sum * square + 2.0f / 3;
  return s * 2.0f + s * square * sum;
}

/* e^x / (1 + e^x), with e^x as the square of e^(x/2). */
static inline float logistic_f(float x) {
  float half = x < -105.0f ? -105.0f : x;
  half = (half > 16.6355324f ? 16.6355324f : half) * 0.5f;
  const float m = rounded(half * 1.44269504088896341f);
  float r = m * -0.693359375f + half;
  r = m * 2.12194440e-4f + r;
  const float square = r * r;
  const float even = square * 4.1898667812347412109375e-2f + 0.49999141693115234375f;
  const float odd = square * 8.33471305668354034423828125e-3f + 0.16666877269744873046875f;
  float e = (square * (r * odd + even) + (r + 1.0f)) * power_of_two(m);
  e *= e;
  return x < -104.0f ? 0.0f : e / (1.0f + e);
}

/* The same where a dense layer adds its bias first: e^x / (1 + e^x) for x < 0, 1 less that of −x else. */
static inline float fused_logistic_f(float x) {
  float size = -fabsf(x);
  size = size < -104.0f ? -104.0f : size;
  const float m = rounded(size * 1.44269502f);
  const float r = FUSED(-m, 0.693147182f, size);
  float y = FUSED(0.00828929059f, r, 0.0418978221f);
  y = FUSED(y, r, 0.166676521f);
  y = FUSED(y, r, 0.499991506f);
  y = FUSED(y, r, 0.999999701f);
  const float e = scaled(FUSED(y, r, 1.0f), m);
  const float tail = e / (1.0f + e);
  return x > 0.0f ? 1.0f - tail : tail;
}

/* A quotient of two polynomials in x². Beyond the bounds it is 1. */
static inline float hyperbolic_tangent_f(float x) {
  const float bound = 7.90738964080810547f;
  x = x < -bound ? -bound : x;
  x = x > bound ? bound : x;
  const float square = x * x;
  float p = 1.394553628e-8f * square + 2.102733560e-5f;
  p = p * square + 3.520756727e-3f;
  p = p * square + 1.340216100e-1f;
  float q = 8.015776984e-7f * square + 3.326951409e-4f;
  q = q * square + 2.597254514e-2f;
  q = q * square + 4.673548340e-1f;
  q = q * square + 1.0f;
  return (square * x * p + x) / q;
}

/* Beyond this angle the parts of π/2 no longer suffice. */
#define LARGEST_ANGLE 100000.0f

/* sin x and cos x for |x| up to the largest angle: x = m·π/2 + r, polynomials of r, which m's last bits exchange
 * and negate. Largest error: 1 ulp of 1. Source of the coefficients: Cephes, sinf.c. */
LOOP void sine_cosine_f(float x, float *sine, float *cosine) {
  const float shifted = x * 0.636619772367581343f + WHOLE_NUMBERS;
  const float m = shifted - WHOLE_NUMBERS;
  uint32_t quarter;
  memcpy(&quarter, &shifted, sizeof quarter);
  float r = FUSED(-m, 1.57079637050628662109375f, x);
  r = FUSED(-m, -4.37113900018624283e-8f, r);
  const float square = r * r;
  const float s = ((-1.9515295891e-4f * square + 8.3321608736e-3f) * square - 1.6666654611e-1f) * square * r + r;
  const float c = ((2.443315711809948e-5f * square - 1.388731625493765e-3f) * square + 4.166664568298827e-2f)
                      * square * square
                  - 0.5f * square + 1.0f;
  const float first = quarter & 1 ? c : s, second = quarter & 1 ? s : c;
  *sine = quarter & 2 ? -first : first;
  *cosine = (quarter + 1) & 2 ? -second : second;
}

LOOP void sine_cosine_d(double x, double *sine, double *cosine) {
  *sine = sin(x);
  *cosine = cos(x);
}

static inline double exponential_d(double x) { return exp(x); }

static inline double exponential_less_one_d(double x) { return expm1(x); }

static inline double logarithm_of_one_more_d(double x) { return log1p(x); }

static inline double hyperbolic_tangent_d(double x) { return tanh(x); }

/* 1 / (1 + e^−x), without an overflow on either side. */
static inline double logistic_d(double x) {
  const double e = exp(x < 0 ? x : -x);
  return (x < 0 ? e : 1) / (1 + e);
}

static inline double fused_logistic_d(double x) { return logistic_d(x); }

#endif
