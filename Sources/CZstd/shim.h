/* What unpacks zstd archives. */
#include <zstd.h>
