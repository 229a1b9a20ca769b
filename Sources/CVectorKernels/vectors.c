#include <string.h>

#include "kernel.h"

#define LOOPS "vectors.inc"
#include "precisions.h"

KERNEL void vk_column_sums(vk_precision precision, const void *matrix, void *sums, size_t rows,
                           size_t columns) {
  EITHER(precision, column_sums, matrix, sums, rows, columns);
}

KERNEL void vk_gather_rows(vk_precision precision, const void *source, const ptrdiff_t *order, void *target,
                           size_t rows, size_t columns) {
  EITHER(precision, gather_rows, source, order, target, rows, columns);
}

#define CONVERT(FROM, TO)                                                      \
  for (size_t i = 0; i < count; i++) ((TO *)target)[i] = (TO)((const FROM *)source)[i];

KERNEL void vk_convert(vk_precision from, const void *source, vk_precision to, void *target, size_t count) {
  if (from == to)
    memcpy(target, source, count * (from == VK_SINGLE ? sizeof(float) : sizeof(double)));
  else if (from == VK_SINGLE)
    CONVERT(float, double)
  else
    CONVERT(double, float)
}

double vk_power(vk_precision precision, double base, double exponent) {
  return precision == VK_SINGLE ? powf((float)base, (float)exponent) : pow(base, exponent);
}

double vk_cosine(vk_precision precision, double x) { return precision == VK_SINGLE ? cosf((float)x) : cos(x); }

double vk_logarithm(vk_precision precision, double x) {
  return precision == VK_SINGLE ? logf((float)x) : log(x);
}
