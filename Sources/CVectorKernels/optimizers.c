#include "kernel.h"

#define LOOPS "OptimizerKernels.h"
#include "precisions.h"

#define ENTRIES
#include "OptimizerKernels.h"
