#include "elementary.h"
#include "kernel.h"

#define REAL float
#define SUFFIX _f
#define MATH(function) function##f
#include "losses.inc"
#undef REAL
#undef SUFFIX
#undef MATH

#define REAL double
#define SUFFIX _d
#define MATH(function) function
#include "losses.inc"
