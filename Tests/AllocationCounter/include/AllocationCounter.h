/* Counts what a thread allocates, for tests of code that may not. */
#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stddef.h>

/* Whether allocations are counted: with glibc, and where no sanitizer has taken malloc's place. */
bool allocation_counter_works(void);

/* How often this thread has allocated since it began. */
size_t allocation_count(void);

#endif
