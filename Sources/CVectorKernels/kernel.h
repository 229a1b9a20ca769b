/* What every kernel file starts with. A file X.c includes X.inc twice, once a precision:
 * REAL is the type, NAME(x) the function's name with its ending, MATH(f) the libm function. */
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
#if defined(__x86_64__) && defined(__linux__)
#define KERNEL __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KERNEL
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(x) JOIN(x, SUFFIX)

#endif
