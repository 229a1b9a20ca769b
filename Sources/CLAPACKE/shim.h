/* The C interface of LAPACK: a library of its own beside OpenBLAS on Debian. */
#include <lapacke.h>
