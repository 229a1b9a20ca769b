/* The CBLAS interface of OpenBLAS. */
#include <cblas.h>
