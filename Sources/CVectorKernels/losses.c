#include "elementary.h"
#include "kernel.h"

#define LOOPS "LossKernels.h"
#include "precisions.h"

#define ENTRIES
#include "LossKernels.h"
