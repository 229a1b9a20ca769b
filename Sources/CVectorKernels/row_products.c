#include "ProductKernels.h"

#include "kernel.h"

/* B's rows that are read side by side: C is loaded and stored once for all of them. */
#define LINES 8

#define REAL float
#define SUFFIX _f
#define WIDTH 16
#include "row_products.inc"
#undef REAL
#undef SUFFIX
#undef WIDTH

#define REAL double
#define SUFFIX _d
#define WIDTH 8
#include "row_products.inc"
