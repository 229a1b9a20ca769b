/* What keeps studies in a file. */
#include <sqlite3.h>
