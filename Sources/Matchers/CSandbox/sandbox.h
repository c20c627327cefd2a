// Between the files of this target.
#ifndef IDENTITY_AUDITOR_SANDBOX_H
#define IDENTITY_AUDITOR_SANDBOX_H

#include "CSandbox.h"

// Limits, no capabilities, and no_new_privs, which Landlock and seccomp need.
int sandbox_limit(int may_write);
// No file system at all, no network, no signal to others.
int sandbox_landlock_seal(void);
// No reading except below `readable`, which NULL ends; no writing, network or signal to others, except as permitted.
int sandbox_landlock_restrict(int permissions, const char *const *readable);
// The lists of seccomp.c.
int sandbox_seccomp_seal(void);
int sandbox_seccomp_restrict(int permissions);

#endif
