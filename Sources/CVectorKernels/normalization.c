#include "kernel.h"

/* Sums, roots and their order are TensorFlow's, to the last bit. A shift that the normalisation takes away
 * again has a gradient of 0, of which only rounding is left; Adam makes steps of whatever it is given, and
 * where mean and moving mean differ the steps show. So another rounding gives another network.
 *
 * TensorFlow's sums (Eigen) take columns by packets of 8, from 16 rows on in four parts; columns that fill
 * no packet are summed row by row. */
enum { STRIP = 64, PACKET = 8 };

/* Columns are taken a strip at a time, so that a strip's figures stay in the cache. */
static inline size_t strip_width(size_t first, size_t columns) {
  return columns - first < STRIP ? columns - first : STRIP;
}

/* Eigen's 1/√v in a packet: the processor's estimate and one step of Newton's. Elsewhere, and on other
 * processors, it is the quotient. */
#if defined(__SSE__)
#include <xmmintrin.h>
#define ESTIMATES_ROOTS
static inline float estimated_root(float v) {
  float estimate = _mm_cvtss_f32(_mm_rsqrt_ss(_mm_set_ss(v)));
  float error = v * estimate * estimate - 1;
  return estimate * -0.5f * error + estimate;
}
#endif

#define REAL float
#define SUFFIX _f
#define MATH(function) function##f
#include "normalization.inc"
#undef REAL
#undef SUFFIX
#undef MATH

#define REAL double
#define SUFFIX _d
#define MATH(function) function
#include "normalization.inc"
