#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Numbers and bits of the kernel's include/uapi/linux/landlock.h; the system calls have the same number everywhere.
enum { create_ruleset = 444, add_rule = 445, restrict_self = 446, version_flag = 1, path_beneath = 1 };

// Rights over files, each with the version that brought it: kernel documentation, "Landlock: unprivileged access control".
#define FS_WRITE (1ULL << 1)
#define FS_CHANGES (FS_WRITE | 0x1ff0ULL)  // remove and make, bits 4 to 12
#define FS_READ_FILE (1ULL << 2)
#define FS_READ_DIR (1ULL << 3)
#define FS_READ (FS_READ_FILE | FS_READ_DIR)
#define FS_EVERYTHING 0x1fffULL
#define FS_REFER (1ULL << 13)      // 2
#define FS_TRUNCATE (1ULL << 14)   // 3
#define FS_IOCTL_DEV (1ULL << 15)  // 5
#define NET_TCP 3ULL               // 4: bind and connect
#define SCOPE_BOTH 3ULL            // 6: abstract sockets, signals

struct ruleset {
    uint64_t files, network, scoped;
};

int sandbox_landlock_version(void) {
    const long version = syscall(create_ruleset, NULL, 0, version_flag);
    return version > 0 ? (int)version : 0;
}

static int create(struct ruleset rules, int version) {
    if (version < 2) rules.files &= ~FS_REFER;
    if (version < 3) rules.files &= ~FS_TRUNCATE;
    if (version < 5) rules.files &= ~FS_IOCTL_DEV;
    if (version < 4) rules.network = 0;
    if (version < 6) rules.scoped = 0;
    const size_t size = version < 4 ? 8 : version < 6 ? 16 : 24;
    return (int)syscall(create_ruleset, &rules, size, 0);
}

static int enforce(int rules) {
    const long result = syscall(restrict_self, rules, 0);
    const int reason = errno;
    close(rules);
    errno = reason;
    return (int)result;
}

int sandbox_landlock_seal(void) {
    const struct ruleset all = {FS_EVERYTHING | FS_REFER | FS_TRUNCATE | FS_IOCTL_DEV, NET_TCP, SCOPE_BOTH};
    const int rules = create(all, sandbox_landlock_version());
    return rules < 0 ? -1 : enforce(rules);
}

// Allows `access` on a file, or on a folder with everything below it. What is not there needs no rule.
static int allow(int rules, const char *path, uint64_t access) {
    struct {
        uint64_t access;
        int32_t parent;
    } __attribute__((packed)) rule = {access, open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? 0 : -1;
    struct stat status;
    int result = fstat(rule.parent, &status);
    // The kernel refuses rights of folders on a file.
    if (result == 0 && !S_ISDIR(status.st_mode)) rule.access &= FS_READ_FILE | FS_WRITE | FS_TRUNCATE;
    if (result == 0 && rule.access != 0) result = (int)syscall(add_rule, rules, path_beneath, &rule, 0);
    const int reason = errno;
    close(rule.parent);
    errno = reason;
    return result;
}

int sandbox_landlock_restrict(int permissions, const char *const *readable) {
    const int version = sandbox_landlock_version();
    const int may_write = permissions & sandbox_may_write;
    struct ruleset wanted = {FS_READ | FS_REFER | (may_write ? 0 : FS_CHANGES | FS_TRUNCATE), NET_TCP, SCOPE_BOTH};
    if (permissions & sandbox_may_connect) wanted.network = 0;
    const int rules = create(wanted, version);
    if (rules < 0) return -1;
    int result = 0;
    for (; result == 0 && *readable != NULL; readable++) result = allow(rules, *readable, FS_READ);
    // Interpreters and their libraries open it for writing.
    const uint64_t write = may_write ? 0 : FS_WRITE | (version < 3 ? 0 : FS_TRUNCATE);
    if (result == 0) result = allow(rules, "/dev/null", FS_READ_FILE | write);
    // Moving between folders is otherwise denied; the kernel still refuses a move that would make a file readable.
    if (result == 0 && may_write && version >= 2) result = allow(rules, "/", FS_REFER);
    if (result == 0) return enforce(rules);
    const int reason = errno;
    close(rules);
    errno = reason;
    return -1;
}
