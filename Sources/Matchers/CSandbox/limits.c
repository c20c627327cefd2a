#define _GNU_SOURCE
#include "sandbox.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Never above what is in force already.
static int lower(int resource, rlim_t most) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0) return -1;
    if (limit.rlim_max > most) limit.rlim_max = most;
    if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    return setrlimit(resource, &limit);
}

// Root's rights go past permissions and Landlock's walls; no_new_privs keeps exec from giving them back.
static int drop_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    const struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    return (int)syscall(SYS_capset, &header, none);
}

int sandbox_limit(int may_write) {
    if (lower(RLIMIT_CORE, 0) != 0 || lower(RLIMIT_NOFILE, 256) != 0) return -1;
    // Of the whole user, so far above what a machine needs: where fork cannot be denied, a fork bomb ends here.
    if (lower(RLIMIT_NPROC, 4096) != 0) return -1;
    if (!may_write && lower(RLIMIT_FSIZE, 0) != 0) return -1;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return drop_capabilities();
}

int sandbox_grant_processor(pid_t pid, uint64_t seconds) {
    clockid_t clock;
    struct timespec used;
    struct rlimit limit;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) return -1;
    if (prlimit(pid, RLIMIT_CPU, NULL, &limit) != 0) return -1;
    // The hard limit stays: only a privileged process could raise it again for the next photo.
    const rlim_t soft = (rlim_t)used.tv_sec + seconds;
    limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
    return prlimit(pid, RLIMIT_CPU, &limit, NULL);
}
