#define _GNU_SOURCE
#include "sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

enum { parent_place = 0, worker_place = 1, first_free = 2 };

static int has_mark(const char *pid, const char *mark) {
    static char text[1 << 17];
    char path[64];
    snprintf(path, sizeof path, "/proc/%.20s/environ", pid);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    size_t length = 0;
    ssize_t count;
    while (length < sizeof text && (count = read(file, text + length, sizeof text - length)) > 0)
        length += (size_t)count;
    close(file);
    return memmem(text, length, mark, strlen(mark)) != NULL;
}

// Descendants may have left the group; what they were given at their start still shows whose they are.
static void kill_marked(const char *variable) {
    const char *value = getenv(variable);
    char mark[256];
    if (value == NULL || snprintf(mark, sizeof mark, "%s=%s", variable, value) >= (int)sizeof mark) return;
    DIR *processes = opendir("/proc");
    if (processes == NULL) return;
    for (struct dirent *entry; (entry = readdir(processes)) != NULL;) {
        const pid_t pid = (pid_t)atoi(entry->d_name);
        if (pid > 1 && pid != getpid() && has_mark(entry->d_name, mark)) kill(pid, SIGKILL);
    }
    closedir(processes);
}

static _Noreturn void watch(int parent, int worker, const char *variable) {
    // Nothing else stays open: a pipe that this process held would hide the worker's end from its supervisor.
    const int high = fcntl(worker, F_DUPFD, 16);
    if (high < 0 || dup2(parent, parent_place) < 0 || dup2(high, worker_place) < 0) _exit(1);
    syscall(SYS_close_range, first_free, ~0U, 0);
    // Who looks for workers shall not take it for one.
    prctl(PR_SET_NAME, "worker-guard", 0, 0, 0);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_IGN);
    struct pollfd ends[] = {{parent_place, POLLIN, 0}, {worker_place, POLLIN, 0}};
    while (poll(ends, 2, -1) < 0 && errno == EINTR) {
    }
    if (ends[parent_place].revents == 0) _exit(0);
    kill_marked(variable);
    kill(0, SIGKILL);
    _exit(0);
}

// A pipe whose other end is closed and which has nothing left to read.
static int has_ended(int file) {
    struct pollfd end = {file, POLLIN, 0};
    return poll(&end, 1, 0) == 1 && (end.revents & POLLHUP) && !(end.revents & POLLIN);
}

int sandbox_end_with_parent(const char *variable) {
    // Not the leader: no supervisor began it, and the group is somebody else's.
    if (getpgrp() != getpid()) return 0;
    const int parent = (int)syscall(SYS_pidfd_open, getppid(), 0);
    const int worker = (int)syscall(SYS_pidfd_open, getpid(), 0);
    if (parent < 0 || worker < 0) return errno == ENOSYS ? 0 : -1;
    // Whoever adopted this process meanwhile is not the supervisor.
    if (has_ended(STDIN_FILENO)) {
        errno = EPIPE;
        return -1;
    }
    // Two forks, so that the plugin's program has no child that it did not start.
    const pid_t middle = fork();
    if (middle == 0) {
        const pid_t guard = fork();
        if (guard == 0) watch(parent, worker, variable);
        _exit(guard < 0);
    }
    int status = -1;
    if (middle > 0) waitpid(middle, &status, 0);
    close(parent);
    close(worker);
    return status == 0 ? 0 : -1;
}
