// Stands between auditor and the C library (LD_PRELOAD): counts every call that changes files, over all threads, and does
// to the N-th what the environment asks for. Only the process that it was loaded into; its children go without.
//
//   FAULT_LOG=FILE      one line a call: number, name, bytes, path
//   FAULT_CALLS=a,b     count only these calls; without it all but pread, which changes nothing
//   FAULT_AT=N          which call, from 1
//   FAULT_DO=kill       SIGKILL before it; torn: half of a write, then SIGKILL; an errno's number: it fails with that
//   FAULT_STICKY=1      the errno goes on for every later call that needs space
//   FAULT_DROP=a,b      these calls do nothing and succeed: what a mutation takes away
//   FAULT_MALLOC_AT=N   SQLite's N-th allocation fails, once; the log ends with how many there were
//   FAULT_CLOCK=N       the wall clock stands still at this time, so that reports of two runs can be compared byte for byte
//   FAULT_RECORD=FILE   every call with its data, in order, for the model of a power loss (power_loss.py reads it)
//
// strace can do the same (inject=...:when=N), but counts by thread, so it misses calls in a program with many.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static const char *calls, *drops;
static long at, do_errno;
static long still;
static int do_kill, do_torn, sticky, log_fd = -1, record_fd = -1;
static pid_t owner;
static atomic_long counter;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

static int listed(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *p = list; p && *p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL)
        if (!strncmp(p, name, length) && (p[length] == ',' || !p[length])) return 1;
    return 0;
}

// The real open; a file of the harness' own is opened as a high number so that it is in nobody's way.
static int own_file(const char *variable) {
    const char *path = getenv(variable);
    if (!path) return -1;
    int low = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int high = fcntl(low, F_DUPFD_CLOEXEC, 200);
    syscall(SYS_close, low);
    return high;
}

// SQLite's code, by whose calls of malloc its allocations are known.
static uintptr_t sqlite_begin, sqlite_end;
static long malloc_at;
static atomic_long mallocs;

static int find_sqlite(struct dl_phdr_info *library, size_t size, void *unused) {
    (void)size, (void)unused;
    if (!strstr(library->dlpi_name, "libsqlite3.so")) return 0;
    for (int i = 0; i < library->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &library->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
        sqlite_begin = library->dlpi_addr + part->p_vaddr;
        sqlite_end = sqlite_begin + part->p_memsz;
    }
    return 1;
}

static int out_of_memory(void *caller) {
    if ((uintptr_t)caller < sqlite_begin || (uintptr_t)caller >= sqlite_end) return 0;
    return atomic_fetch_add(&mallocs, 1) + 1 == malloc_at;
}

void *__libc_malloc(size_t);
void *__libc_realloc(void *, size_t);
void *malloc(size_t size) {
    return out_of_memory(__builtin_return_address(0)) ? (errno = ENOMEM, NULL) : __libc_malloc(size);
}
void *realloc(void *old, size_t size) {
    return out_of_memory(__builtin_return_address(0)) ? (errno = ENOMEM, NULL) : __libc_realloc(old, size);
}

__attribute__((destructor)) static void tear_down(void) {
    if (log_fd < 0 || getpid() != owner) return;
    char line[64];
    int length = snprintf(line, sizeof line, "0 mallocs %ld -\n", (long)mallocs);
    syscall(SYS_write, log_fd, line, (size_t)length);
}

__attribute__((constructor)) static void set_up(void) {
    owner = getpid();
    calls = getenv("FAULT_CALLS");
    drops = getenv("FAULT_DROP");
    at = getenv("FAULT_AT") ? atol(getenv("FAULT_AT")) : 0;
    const char *what = getenv("FAULT_DO");
    do_kill = what && !strcmp(what, "kill");
    do_torn = what && !strcmp(what, "torn");
    do_errno = what && !do_kill && !do_torn ? atol(what) : 0;
    sticky = getenv("FAULT_STICKY") != NULL;
    log_fd = own_file("FAULT_LOG");
    record_fd = own_file("FAULT_RECORD");
    malloc_at = getenv("FAULT_MALLOC_AT") ? atol(getenv("FAULT_MALLOC_AT")) : 0;
    dl_iterate_phdr(find_sqlite, NULL);
    still = getenv("FAULT_CLOCK") ? atol(getenv("FAULT_CLOCK")) : 0;
    unsetenv("LD_PRELOAD");
}

static void die(void) {
    syscall(SYS_kill, owner, SIGKILL);
    for (;;) pause();
}

// Whether a descriptor is a file or folder on a disk. Pipes to workers and people are not.
static int on_disk(int fd) {
    struct stat status;
    return !fstat(fd, &status) && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

static const char *path_of(int fd, char *buffer) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, buffer, 4095);
    buffer[length < 0 ? 0 : length] = 0;
    return buffer;
}

// What takes room on a disk, and so fails on one that stays full.
static int needs_space(const char *name) {
    return listed("write,pwrite,open,mkdir,ftruncate,fallocate,fsync,fdatasync,syncfs", name);
}

enum { go, fail, skip, tear };

// Counts a call and says what becomes of it.
static int hit(const char *name, const char *path, size_t bytes) {
    if (getpid() != owner) return go;
    if (calls ? listed(calls, name) : strcmp(name, "pread") != 0) {
        long number = atomic_fetch_add(&counter, 1) + 1;
        if (log_fd >= 0) {
            char line[4400];
            int length = snprintf(line, sizeof line, "%ld %s %zu %s\n", number, name, bytes, path);
            syscall(SYS_write, log_fd, line, (size_t)length);
        }
        if (number == at && do_kill) die();
        if (number == at && do_torn) return tear;
        if (at && do_errno && (number == at || (sticky && number > at && needs_space(name)))) {
            errno = (int)do_errno;
            return fail;
        }
    }
    return listed(drops, name) ? skip : go;
}

// One record: name, path, second path, offset and length as text, then the data.
static void record(const char *name, const char *a, const char *b, long long offset, const void *data, size_t length) {
    if (record_fd < 0 || getpid() != owner) return;
    char head[9000];
    int size = snprintf(head, sizeof head, "%s\t%s\t%s\t%lld\t%zu\n", name, a, b, offset, length);
    struct iovec parts[2] = {{head, (size_t)size}, {(void *)data, length}};
    syscall(SYS_writev, record_fd, parts, data ? 2 : 1);
}

// While something is recorded one call is made at a time, so that the record's order is the kernel's.
#define ORDERED(code) do { \
        int saved_; \
        if (record_fd >= 0) pthread_mutex_lock(&order); \
        code; \
        saved_ = errno; \
        if (record_fd >= 0) pthread_mutex_unlock(&order); \
        errno = saved_; \
    } while (0)
#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static const char *absolute(int folder, const char *path, char *buffer) {
    if (path[0] == '/') return path;
    char base[4096];
    if (folder == AT_FDCWD) { if (!getcwd(base, sizeof base)) base[0] = 0; }
    else path_of(folder, base);
    snprintf(buffer, 8192, "%s/%s", base, path);
    return buffer;
}

static int opening(int folder, const char *path, int flags, mode_t mode) {
    REAL(int, "openat64", int, const char *, int, ...);
    int changes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
    if (!changes || !strncmp(path, "/dev/", 5) || !strncmp(path, "/proc/", 6)) return real(folder, path, flags, mode);
    char buffer[8192];
    const char *whole = absolute(folder, path, buffer);
    if (hit("open", whole, 0) == fail) return -1;
    int result;
    ORDERED({
        struct stat status;
        int existed = !fstatat(folder, path, &status, 0);
        result = real(folder, path, flags, mode);
        if (result >= 0 && !existed && on_disk(result)) record("create", whole, "", 0, NULL, 0);
        if (result >= 0 && existed && flags & O_TRUNC) record("truncate", whole, "", 0, NULL, 0);
    });
    return result;
}

#define OPEN(name, parameters, folder) \
    int name parameters { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
        return opening(folder, path, flags, mode); \
    }
OPEN(open, (const char *path, int flags, ...), AT_FDCWD)
OPEN(open64, (const char *path, int flags, ...), AT_FDCWD)
OPEN(openat, (int folder, const char *path, int flags, ...), folder)
OPEN(openat64, (int folder, const char *path, int flags, ...), folder)

ssize_t write(int fd, const void *data, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (!on_disk(fd)) {
        ssize_t result;
        // What people are told counts as said before it is said: the strictest reading of a promise.
        ORDERED({ if (fd == 1 || fd == 2) record("tell", "", "", fd, data, length); result = real(fd, data, length); });
        return result;
    }
    char buffer[4096];
    int what = hit("write", path_of(fd, buffer), length);
    if (what == fail) return -1;
    if (what == tear) { real(fd, data, length / 2); die(); }
    ssize_t result;
    ORDERED({
        off_t offset = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
        result = real(fd, data, length);
        if (result > 0) record("write", buffer, "", offset, data, (size_t)result);
    });
    return result;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    char buffer[4096];
    int what = hit("pwrite", path_of(fd, buffer), length);
    if (what == fail) return -1;
    if (what == tear) { real(fd, data, length / 2, offset); die(); }
    ssize_t result;
    ORDERED({
        result = real(fd, data, length, offset);
        if (result > 0) record("write", buffer, "", offset, data, (size_t)result);
    });
    return result;
}

ssize_t pread64(int fd, void *data, size_t length, off64_t offset) {
    REAL(ssize_t, "pread64", int, void *, size_t, off64_t);
    char buffer[4096];
    if (calls && hit("pread", path_of(fd, buffer), length) == fail) return -1;
    return real(fd, data, length, offset);
}
ssize_t pread(int fd, void *data, size_t length, off_t offset) { return pread64(fd, data, length, offset); }

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

int ftruncate64(int fd, off64_t length) {
    REAL(int, "ftruncate64", int, off64_t);
    char buffer[4096];
    int what = hit("ftruncate", path_of(fd, buffer), 0);
    if (what == fail) return -1;
    if (what == tear) die();
    int result;
    ORDERED({ result = real(fd, length); if (!result) record("truncate", buffer, "", length, NULL, 0); });
    return result;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int posix_fallocate64(int fd, off64_t offset, off64_t length) {
    REAL(int, "posix_fallocate64", int, off64_t, off64_t);
    char buffer[4096];
    int what = hit("fallocate", path_of(fd, buffer), 0);
    return what == fail ? errno : real(fd, offset, length);
}
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

// A dropped sync of a folder is another mutation than that of a file: `fsync-folder` names it.
static int syncing(const char *name, int fd, int (*real)(int)) {
    char buffer[4096];
    struct stat status;
    int is_folder = !fstat(fd, &status) && S_ISDIR(status.st_mode);
    int what = hit(name, path_of(fd, buffer), 0);
    if (what == fail) return -1;
    if (what == tear) die();
    if (is_folder && listed(drops, "fsync-folder") && strcmp(name, "syncfs")) what = skip;
    if (what == skip) return 0;
    int result;
    ORDERED({ result = real(fd); if (!result) record(name, buffer, "", 0, NULL, 0); });
    return result;
}
int fsync(int fd) { REAL(int, "fsync", int); return syncing("fsync", fd, real); }
int fdatasync(int fd) { REAL(int, "fdatasync", int); return syncing("fdatasync", fd, real); }
int syncfs(int fd) { REAL(int, "syncfs", int); return syncing("syncfs", fd, real); }

static int renaming(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
    REAL(int, "renameat2", int, const char *, int, const char *, unsigned);
    char a[8192], b[8192];
    const char *whole = absolute(from_folder, from, a), *target = absolute(to_folder, to, b);
    int what = hit("rename", target, 0);
    if (what == fail) return -1;
    if (what == tear) die();
    int result;
    ORDERED({
        result = real(from_folder, from, to_folder, to, flags);
        if (!result) record(flags & RENAME_EXCHANGE ? "exchange" : "rename", whole, target, 0, NULL, 0);
    });
    return result;
}
int rename(const char *a, const char *b) { return renaming(AT_FDCWD, a, AT_FDCWD, b, 0); }
int renameat(int c, const char *a, int d, const char *b) { return renaming(c, a, d, b, 0); }
int renameat2(int c, const char *a, int d, const char *b, unsigned flags) { return renaming(c, a, d, b, flags); }

static int removing(int folder, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    char buffer[8192];
    const char *whole = absolute(folder, path, buffer);
    int what = hit("unlink", whole, 0);
    if (what == fail) return -1;
    if (what == tear) die();
    int result;
    ORDERED({ result = real(folder, path, flags); if (!result) record("unlink", whole, "", 0, NULL, 0); });
    return result;
}
int unlink(const char *path) { return removing(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return removing(folder, path, flags); }
int rmdir(const char *path) { return removing(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
    struct stat status;
    return removing(AT_FDCWD, path, !lstat(path, &status) && S_ISDIR(status.st_mode) ? AT_REMOVEDIR : 0);
}

int mkdirat(int folder, const char *path, mode_t mode) {
    REAL(int, "mkdirat", int, const char *, mode_t);
    char buffer[8192];
    const char *whole = absolute(folder, path, buffer);
    int what = hit("mkdir", whole, 0);
    if (what == fail) return -1;
    if (what == tear) die();
    int result;
    ORDERED({ result = real(folder, path, mode); if (!result) record("mkdir", whole, "", 0, NULL, 0); });
    return result;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int clock_gettime(clockid_t clock, struct timespec *time) {
    if (still && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        *time = (struct timespec){still, 0};
        return 0;
    }
    return (int)syscall(SYS_clock_gettime, clock, time);
}
int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    (void)zone;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return 0;
}
time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
