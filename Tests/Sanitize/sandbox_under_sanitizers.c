// Runs every function of the sandbox's shim in children of their own, compiled with the address and undefined-behaviour
// sanitizers. A child ends by _exit: the sanitizers' own work at exit opens files, which the seal forbids, so leaks are not
// looked for here (these functions allocate nothing).

#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int seal(int unused) {
    (void)unused;
    if (sandbox_seal() != 0) return 2;
    // Sealed, so nothing can be opened; not looked at where the kernel has none of the two.
    if (sandbox_landlock_version() == 0 && !sandbox_has_seccomp()) return 0;
    return open("/etc/passwd", O_RDONLY) < 0 ? 0 : 3;
}

static int restrict_to(int permissions) {
    const char *const readable[] = {"/usr", "/etc/hosts", "/not/there", NULL};
    if (sandbox_restrict(permissions, readable) != 0) return 2;
    if (sandbox_landlock_version() == 0) return 0;
    return open("/etc/passwd", O_RDONLY) < 0 && open("/usr", O_RDONLY) >= 0 ? 0 : 3;
}

static int grant(int seconds) { return sandbox_grant_processor(getpid(), (uint64_t)seconds) == 0 ? 0 : 2; }

static int grant_stranger(int unused) {
    (void)unused;
    return sandbox_grant_processor(-1, 1) == -1 ? 0 : 2;
}

static int in_child(const char *name, int (*body)(int), int argument) {
    const pid_t child = fork();
    if (child == 0) _exit(body(argument));
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "%s(%d) ended with status %d\n", name, argument, status);
        return 1;
    }
    return 0;
}

int main(void) {
    printf("landlock %d, seccomp %d\n", sandbox_landlock_version(), sandbox_has_seccomp());
    fflush(stdout);
    int failures = in_child("seal", seal, 0) + in_child("grant", grant, 5) + in_child("grant to nobody", grant_stranger, 0);
    for (int permissions = 0; permissions < 8; permissions++) failures += in_child("restrict", restrict_to, permissions);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
