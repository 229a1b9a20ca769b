/* Includes the file LOOPS once a precision; see kernel.h. */
#define REAL float
#define SUFFIX _f
#define MATH(function) function##f
#include LOOPS
#undef REAL
#undef SUFFIX
#undef MATH

#define REAL double
#define SUFFIX _d
#define MATH(function) function
#include LOOPS
#undef REAL
#undef SUFFIX
#undef MATH
#undef LOOPS
