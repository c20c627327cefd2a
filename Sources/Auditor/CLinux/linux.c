#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

int clinux_pipe_cloexec(int *ends) { return pipe2(ends, O_CLOEXEC); }

int clinux_limit_process(pid_t pid, uint64_t address_space_bytes) {
    struct rlimit memory = {address_space_bytes, address_space_bytes};
    struct rlimit none = {0, 0};
    if (prlimit(pid, RLIMIT_AS, &memory, NULL) != 0) return -1;
    return prlimit(pid, RLIMIT_CORE, &none, NULL);
}

int clinux_open_path_beneath(int directory, const char *path) {
    struct open_how how;
    memset(&how, 0, sizeof how);
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

int clinux_exchange(const char *a, const char *b) {
    return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE);
}

int clinux_sync_file_system(int descriptor) { return syncfs(descriptor); }

int clinux_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

int clinux_clock_is_synchronised(void) {
    struct timex clock;
    memset(&clock, 0, sizeof clock);
    if (adjtimex(&clock) < 0) return -1;
    return !(clock.status & STA_UNSYNC);
}
