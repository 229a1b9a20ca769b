/* What every kernel file starts with.
 *
 * A kernel is one function for both precisions. Its loop is written once, in a file that names the type REAL,
 * NAME(x) for a function's name with its ending and MATH(f) for libm's function; precisions.h includes that
 * file twice. The entry, which C and Swift call, is compiled for several processors and takes one of the two
 * loops: EITHER(precision, loop, arguments), which rounds numbers to the loop's precision. */
#ifndef KERNEL_H
#define KERNEL_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "CVectorKernels.h"

/* A product and a sum round one after the other, as they do in Keras: no fused multiply-add. */
#pragma STDC FP_CONTRACT OFF

/* One function, several compilations; the loader takes the best that the processor has. On ARM the
 * vector unit is part of the architecture; on other systems the plain compilation serves. */
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
/* A sanitizer's code would run in the loader, before the sanitizer is there. */
#define KERNEL
#elif defined(__x86_64__) && defined(__linux__)
#define KERNEL __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KERNEL
#endif

/* A loop is a part of its entry, so that it is compiled for the same processors. */
#define LOOP static inline __attribute__((always_inline))
#define EITHER(PRECISION, FUNCTION, ...) \
  ((PRECISION) == VK_SINGLE ? FUNCTION##_f(__VA_ARGS__) : FUNCTION##_d(__VA_ARGS__))

/* The instructions of these names. libm's functions set errno besides, which keeps a loop from becoming vector
 * code: Adam's took 2.2 ns a weight with sqrtf, and takes 0.3. */
#define SQUARE_ROOT(x) __builtin_elementwise_sqrt(x)
#define FUSED(a, b, c) __builtin_elementwise_fma(a, b, c)

/* How many numbers the widest vector register holds. */
#define LANES (64 / sizeof(REAL))

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(x) JOIN(x, SUFFIX)

#endif
