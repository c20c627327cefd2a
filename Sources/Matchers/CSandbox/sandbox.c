#define _GNU_SOURCE
#include "sandbox.h"

#include <sys/prctl.h>

int sandbox_seal(void) {
    // Nobody of the same user may read its memory, which holds photos.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return -1;
    if (sandbox_limit(0) != 0) return -1;
    if (sandbox_landlock_version() > 0 && sandbox_landlock_seal() != 0) return -1;
    return sandbox_has_seccomp() ? sandbox_seccomp_seal() : 0;
}

int sandbox_restrict(int permissions, const char *const *readable) {
    if (sandbox_limit(permissions & sandbox_may_write) != 0) return -1;
    if (sandbox_landlock_version() > 0 && sandbox_landlock_restrict(permissions, readable) != 0) return -1;
    return sandbox_has_seccomp() ? sandbox_seccomp_restrict(permissions) : 0;
}
