/* What unpacks gzip archives. */
#include <zlib.h>
