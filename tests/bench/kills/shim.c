/* Counts the operations of a program on the files under one folder, and kills it at one of them.
 *
 * Put before the C library (LD_PRELOAD) of Python, SQLite, Chroma's Rust and whatever else writes. What it is to do
 * stands in a file that all processes of the program share (`struct plan`, also in shim.py). An operation is: making or
 * emptying a file, a write, a truncation, a sync, a renaming, a link, a removal, a new or removed folder. What the C
 * library writes by itself (fwrite) is not seen; kills at random times reach that.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define SECTOR 512 /* bytes */

struct plan {
    int64_t count;   /* operations so far */
    int64_t at;      /* the operation to be killed at, from 1; 0: none */
    int64_t half;    /* kill in the middle of a write, not before it */
    int64_t logging; /* write every operation to `log` */
    char root[1000];
    char log[1000];
    char what[1000]; /* the operation it was killed at */
};

static struct plan *plan;
static int log_to = -1;

static void *found(void **kept, const char *name) {
    if (!*kept) *kept = dlsym(RTLD_NEXT, name);
    return *kept;
}

#define REAL(name) ((__typeof__(&name))found(&real_##name, #name))
#define KEEP(name) static void *real_##name

KEEP(write); KEEP(pwrite64); KEEP(writev); KEEP(fsync); KEEP(fdatasync); KEEP(ftruncate);
KEEP(ftruncate64); KEEP(open); KEEP(open64); KEEP(openat); KEEP(openat64); KEEP(rename); KEEP(renameat); KEEP(link);
KEEP(linkat); KEEP(unlink); KEEP(unlinkat); KEEP(mkdir); KEEP(mkdirat); KEEP(rmdir);

void kills_arm(const char *file) {
    int fd = syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC, 0);
    if (fd < 0) return;
    void *place = mmap(NULL, sizeof(struct plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (place == MAP_FAILED) return;
    plan = place;
    if (plan->logging)
        log_to = syscall(SYS_openat, AT_FDCWD, plan->log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("JOURNEYMAP_KILL_PLAN");
    if (file) kills_arm(file);
}

static void die(void) {
    kill(0, SIGKILL); /* the whole process group, which is the program's own */
    for (;;) pause();
}

static int in_root(const char *path) {
    size_t length = strlen(plan->root);
    return !strncmp(path, plan->root, length) && (path[length] == '/' || !path[length]);
}

static int of_fd(int fd, char *path) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return in_root(path);
}

/* Writes the absolute path of `name`, as seen from the folder `at`, and returns whether it is under the root. */
static int of_name(int at, const char *name, char *path) {
    char folder[PATH_MAX];
    if (!plan) return 0;
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
        return in_root(path);
    }
    if (at == AT_FDCWD) {
        if (!getcwd(folder, sizeof folder)) return 0;
    } else {
        char link[40];
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t length = readlink(link, folder, sizeof folder - 1);
        if (length < 0) return 0;
        folder[length] = 0;
    }
    if (snprintf(path, PATH_MAX, "%s/%s", folder, name) >= PATH_MAX) return 0;
    return in_root(path);
}

static int due(const char *kind, const char *path) {
    int64_t now = __atomic_add_fetch(&plan->count, 1, __ATOMIC_SEQ_CST);
    if (now != plan->at) return 0;
    snprintf(plan->what, sizeof plan->what, "%s %s", kind, path + strlen(plan->root));
    return 1;
}

static void step(const char *kind, const char *path) {
    if (due(kind, path)) die();
}

/* One record: "kind\0path\0other\0offset\0length\0" and `length` bytes. */
static void note(const char *kind, const char *path, const char *other, int64_t offset, const void *data, size_t length) {
    if (log_to < 0) return;
    char head[2 * PATH_MAX + 80];
    int size = snprintf(head, sizeof head, "%s%c%s%c%s%c%lld%c%zu%c", kind, 0, path, 0, other, 0, (long long)offset, 0,
                        length, 0);
    struct iovec both[2] = {{head, size}, {(void *)data, length}};
    syscall(SYS_writev, log_to, both, 2);
}


static ssize_t written(int fd, const void *data, size_t length, int64_t offset, const char *kind,
                       ssize_t (*put)(int, const void *, size_t, int64_t)) {
    char path[PATH_MAX];
    if (plan && fd == 1 && log_to >= 0) note("told", "", "", 0, data, length);
    if (!plan || !of_fd(fd, path)) return put(fd, data, length, offset);
    if (due(kind, path)) {
        /* A signal does not cut the copy of a few bytes into one page; SQLite, too, takes a sector for whole. */
        if (plan->half && length > SECTOR) put(fd, data, length / 2, offset);
        die();
    }
    int64_t from = offset >= 0 ? offset : lseek(fd, 0, SEEK_CUR);
    if (offset < 0 && (fcntl(fd, F_GETFL) & O_APPEND)) from = lseek(fd, 0, SEEK_END);
    ssize_t done = put(fd, data, length, offset);
    if (done > 0) note("write", path, "", from, data, done);
    return done;
}

static ssize_t put_on(int fd, const void *data, size_t length, int64_t offset) {
    (void)offset;
    return REAL(write)(fd, data, length);
}

static ssize_t put_at(int fd, const void *data, size_t length, int64_t offset) {
    return REAL(pwrite64)(fd, data, length, offset);
}

ssize_t write(int fd, const void *data, size_t length) { return written(fd, data, length, -1, "write", put_on); }

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    return written(fd, data, length, offset, "write", put_at);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    return written(fd, data, length, offset, "write", put_at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    char path[PATH_MAX];
    if (!plan || !of_fd(fd, path)) return REAL(writev)(fd, parts, count);
    ssize_t all = 0;
    for (int part = 0; part < count; part++) {
        ssize_t done = write(fd, parts[part].iov_base, parts[part].iov_len);
        if (done < 0) return all ? all : done;
        all += done;
        if ((size_t)done < parts[part].iov_len) break;
    }
    return all;
}

#define ON_FILE(name, kind, declared, given, offset)                                                                  \
    int name declared {                                                                                               \
        char path[PATH_MAX];                                                                                          \
        int ours = plan && of_fd(fd, path);                                                                           \
        if (ours) step(kind, path);                                                                                   \
        int answer = REAL(name) given;                                                                                \
        if (ours && !answer) note(kind, path, "", offset, NULL, 0);                                                   \
        return answer;                                                                                                \
    }

ON_FILE(fsync, "sync", (int fd), (fd), 0)
ON_FILE(fdatasync, "sync", (int fd), (fd), 0)
ON_FILE(ftruncate, "truncate", (int fd, off_t length), (fd, length), length)
ON_FILE(ftruncate64, "truncate", (int fd, off64_t length), (fd, length), length)

static void opening(int at, const char *name, int flags, char *path, const char **kind) {
    *kind = NULL;
    if (!(flags & (O_CREAT | O_TRUNC)) || !of_name(at, name, path)) return;
    struct stat found;
    int there = !fstatat(at, name, &found, 0);
    if (there && (flags & O_EXCL)) return;
    *kind = !there ? "make" : (flags & O_TRUNC) && found.st_size ? "empty" : NULL;
    if (*kind) step(*kind, path);
}

#define OPEN(name, at, declared, given)                                                                               \
    int name declared {                                                                                               \
        mode_t mode = 0;                                                                                              \
        if ((flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE) {                                                                         \
            va_list more;                                                                                             \
            va_start(more, flags);                                                                                    \
            mode = va_arg(more, mode_t);                                                                              \
            va_end(more);                                                                                             \
        }                                                                                                             \
        char path[PATH_MAX];                                                                                          \
        const char *kind;                                                                                             \
        opening(at, file, flags, path, &kind);                                                                        \
        int fd = REAL(name) given;                                                                                    \
        if (kind && fd >= 0) note(kind, path, "", 0, NULL, 0);                                                        \
        return fd;                                                                                                    \
    }

OPEN(open, AT_FDCWD, (const char *file, int flags, ...), (file, flags, mode))
OPEN(open64, AT_FDCWD, (const char *file, int flags, ...), (file, flags, mode))
OPEN(openat, folder, (int folder, const char *file, int flags, ...), (folder, file, flags, mode))
OPEN(openat64, folder, (int folder, const char *file, int flags, ...), (folder, file, flags, mode))

#define ON_NAME(name, at, kind, declared, given)                                                                      \
    int name declared {                                                                                               \
        char path[PATH_MAX];                                                                                          \
        int ours = of_name(at, file, path);                                                                           \
        if (ours) step(kind, path);                                                                                   \
        int answer = REAL(name) given;                                                                                \
        if (ours && !answer) note(kind, path, "", 0, NULL, 0);                                                        \
        return answer;                                                                                                \
    }

ON_NAME(unlink, AT_FDCWD, "remove", (const char *file), (file))
ON_NAME(unlinkat, folder, "remove", (int folder, const char *file, int flags), (folder, file, flags))
ON_NAME(rmdir, AT_FDCWD, "remove", (const char *file), (file))
ON_NAME(mkdir, AT_FDCWD, "folder", (const char *file, mode_t mode), (file, mode))
ON_NAME(mkdirat, folder, "folder", (int folder, const char *file, mode_t mode), (folder, file, mode))

#define ON_NAMES(name, old_at, new_at, kind, declared, given)                                                         \
    int name declared {                                                                                               \
        char path[PATH_MAX], other[PATH_MAX];                                                                         \
        int ours = of_name(old_at, old, path) | of_name(new_at, new, other);                                          \
        if (ours) step(kind, other);                                                                                  \
        int answer = REAL(name) given;                                                                                \
        if (ours && !answer) note(kind, path, other, 0, NULL, 0);                                                     \
        return answer;                                                                                                \
    }

ON_NAMES(rename, AT_FDCWD, AT_FDCWD, "rename", (const char *old, const char *new), (old, new))
ON_NAMES(renameat, from, to, "rename", (int from, const char *old, int to, const char *new), (from, old, to, new))
ON_NAMES(link, AT_FDCWD, AT_FDCWD, "link", (const char *old, const char *new), (old, new))
ON_NAMES(linkat, from, to, "link", (int from, const char *old, int to, const char *new, int flags),
         (from, old, to, new, flags))
