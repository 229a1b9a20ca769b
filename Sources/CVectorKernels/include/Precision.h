/* The precision that a kernel works in; part of CVectorKernels.h.
 *
 * Every kernel is one function for both: its arrays are `void *`, its numbers `double`, rounded once to the
 * precision. In Swift the kernels are methods of the precision: `Kernels.single.clamp(x, limit: 1, count: n)`.
 */
#ifndef VK_PRECISION_H
#define VK_PRECISION_H

/* A name in Swift. */
#define VK_SWIFT(NAME) __attribute__((swift_name(NAME)))
/* An enumeration in Swift, whose cases are all known. */
#define VK_ENUM enum __attribute__((enum_extensibility(closed)))

typedef VK_ENUM {
  VK_SINGLE VK_SWIFT("single") = 0, /* float */
  VK_DOUBLE VK_SWIFT("double") = 1, /* double */
} vk_precision VK_SWIFT("Kernels");

#endif
