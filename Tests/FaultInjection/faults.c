/* Lets one system call of a program fail, or kills the program at it. Loaded with LD_PRELOAD:
 *
 *   FAULT_AT=12         the call, counted from 1 over all functions below; 0 for none
 *   FAULT_ACTION=EIO    EIO, ENOSPC, EINTR, ENOMEM, short (half of a write or read), kill
 *   FAULT_KIND=memory   counts requests for 64 kB or more in place of system calls, or `threads`: starts of threads
 *   FAULT_ON=1          every call fails from FAULT_AT on
 *   FAULT_LOG=FILE      where the functions that were called are written at the end, a line each
 *
 * A call that fails does nothing, except that `close` closes. What the C library calls within itself is not seen.
 * Smaller requests for memory are left alone: those of the C++ and Swift runtimes are among them. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long calls;
static long fault_at = -1;
static int fault_code, is_short, is_lasting;
static enum { CALLS, MEMORY, THREADS } fault_kind;
static const char *called[1 << 16];

__attribute__((constructor)) static void read_environment(void) {
  const char *at = getenv("FAULT_AT"), *action = getenv("FAULT_ACTION"), *kind = getenv("FAULT_KIND");
  if (action) {
    const char *names[] = {"EIO", "ENOSPC", "EINTR", "ENOMEM"};
    int codes[] = {EIO, ENOSPC, EINTR, ENOMEM};
    for (int i = 0; i < 4; i++)
      if (!strcmp(action, names[i])) fault_code = codes[i];
    is_short = !strcmp(action, "short");
  }
  fault_kind = !kind ? CALLS : !strcmp(kind, "memory") ? MEMORY : THREADS;
  is_lasting = getenv("FAULT_ON") != NULL;
  calls = 0;
  fault_at = at ? atol(at) : 0;
}

__attribute__((destructor)) static void write_log(void) {
  const char *path = getenv("FAULT_LOG");
  if (!path) return;
  long count = calls;
  int file = syscall(SYS_open, path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  for (long i = 0; i < count && i < 1 << 16; i++) {
    syscall(SYS_write, file, called[i], strlen(called[i]));
    syscall(SYS_write, file, "\n", 1);
  }
  syscall(SYS_close, file);
}

/* Whether this call of a kind is one that fails: then errno is set, or the process is gone. */
static int is_hit_of(int kind, const char *name) {
  if (fault_at < 0 || kind != (int)fault_kind) return 0;
  long number = ++calls;
  if (number <= 1 << 16) called[number - 1] = name;
  if (number != fault_at && !(is_lasting && fault_at && number > fault_at)) return 0;
  if (!fault_code && !is_short) {
    syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    for (;;) pause();
  }
  errno = fault_code;
  return 1;
}

static int is_hit(const char *name) { return is_hit_of(CALLS, name); }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
/* A function that fails with -1. */
#define WRAP(result, name, parameters, ...)                 \
  result name parameters {                                  \
    if (is_hit(#name) && !is_short) return (result)-1;      \
    return REAL(name)(__VA_ARGS__);                         \
  }
/* One that can do half of its work. */
#define WRAP_PART(name, parameters, count, ...)             \
  ssize_t name parameters {                                 \
    if (is_hit(#name)) {                                    \
      if (!is_short) return -1;                             \
      if (count > 1) count /= 2;                            \
    }                                                       \
    return REAL(name)(__VA_ARGS__);                         \
  }
#define WRAP_OPEN(name)                                     \
  int name(const char *path, int flags, ...) {              \
    va_list more;                                           \
    va_start(more, flags);                                  \
    mode_t mode = va_arg(more, mode_t);                     \
    va_end(more);                                           \
    if (is_hit(#name) && !is_short) return -1;              \
    return REAL(name)(path, flags, mode);                   \
  }

WRAP_OPEN(open)
WRAP_OPEN(open64)
DIR *opendir(const char *path) { return is_hit("opendir") && !is_short ? NULL : REAL(opendir)(path); }
WRAP_PART(read, (int file, void *bytes, size_t count), count, file, bytes, count)
WRAP_PART(pread, (int file, void *bytes, size_t count, off_t place), count, file, bytes, count, place)
WRAP_PART(write, (int file, const void *bytes, size_t count), count, file, bytes, count)
WRAP(int, rename, (const char *from, const char *to), from, to)
WRAP(int, link, (const char *from, const char *to), from, to)
WRAP(int, symlink, (const char *text, const char *path), text, path)
WRAP(ssize_t, readlink, (const char *path, char *text, size_t count), path, text, count)
WRAP(int, unlink, (const char *path), path)
WRAP(int, unlinkat, (int folder, const char *path, int flags), folder, path, flags)
WRAP(int, mkdir, (const char *path, mode_t mode), path, mode)
WRAP(int, rmdir, (const char *path), path)
WRAP(int, fsync, (int file), file)
WRAP(int, fchmod, (int file, mode_t mode), file, mode)
WRAP(int, ftruncate, (int file, off_t size), file, size)
WRAP(int, flock, (int file, int operation), file, operation)
WRAP(int, stat, (const char *path, struct stat *status), path, status)
WRAP(int, lstat, (const char *path, struct stat *status), path, status)
WRAP(int, fstat, (int file, struct stat *status), file, status)

/* Memory: glibc's own names for its functions, as `dlsym` itself requests memory. */
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t),
    *__libc_memalign(size_t, size_t);
/* What was given back just now is there for the next request, as it is for OpenBLAS's after BLASMemory's. */
static _Thread_local size_t spare;
static int is_refused(const char *name, size_t size) {
  if (size < 1 << 16) return 0;
  size_t left = spare;
  spare = 0;
  return size > left && is_hit_of(MEMORY, name);
}

void *malloc(size_t size) { return is_refused("malloc", size) ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) {
  return is_refused("calloc", count * size) ? NULL : __libc_calloc(count, size);
}
void *realloc(void *old, size_t size) { return is_refused("realloc", size) ? NULL : __libc_realloc(old, size); }
void *memalign(size_t alignment, size_t size) {
  return is_refused("memalign", size) ? NULL : __libc_memalign(alignment, size);
}
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
int posix_memalign(void **place, size_t alignment, size_t size) {
  void *memory = memalign(alignment, size);
  if (memory) *place = memory;
  return memory ? 0 : ENOMEM;
}
void *mmap(void *place, size_t size, int protection, int flags, int file, off_t offset) {
  if (is_hit("mmap") && !is_short) return MAP_FAILED;
  if (file < 0 && is_refused("mmap", size)) return MAP_FAILED;
  return REAL(mmap)(place, size, protection, flags, file, offset);
}

int munmap(void *place, size_t size) {
  spare = size;
  return REAL(munmap)(place, size);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *value) {
  if (is_hit_of(THREADS, "pthread_create")) return EAGAIN;
  return REAL(pthread_create)(thread, attributes, start, value);
}

int close(int file) {
  int is_failure = is_hit("close") && !is_short;
  int result = REAL(close)(file);
  return is_failure ? -1 : result;
}
