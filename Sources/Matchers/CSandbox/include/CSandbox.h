// What a worker process may no longer do: resource limits, no new privileges, Landlock (Linux 5.13) and seccomp. Raw
// system calls: glibc has no wrappers, and the kernel's headers may be older than the kernel.
#ifndef IDENTITY_AUDITOR_CSANDBOX_H
#define IDENTITY_AUDITOR_CSANDBOX_H

#include <stdint.h>
#include <sys/types.h>

// What a plugin may do besides reading its own files and starting threads; bits.
enum sandbox_permission { sandbox_may_write = 1, sandbox_may_connect = 2, sandbox_may_fork = 4 };

// The kernel's Landlock version, 1 or more; 0 when it has none or does not let us use it.
int sandbox_landlock_version(void);

// Whether the kernel takes seccomp filters for this architecture; 1 or 0.
int sandbox_has_seccomp(void);

// Seals the calling process, which has opened everything that it needs: no file can be opened, no memory made executable;
// exec, fork, a socket or ptrace ends it by SIGSYS; every other call that computing does not need fails with EPERM.
// Covers threads that run already. Parts that the kernel lacks are left out.
// Returns 0, or -1 with errno when a part that the kernel has was refused.
int sandbox_seal(void);

// Restricts the calling process, which will execute a plugin, to reading what `readable` names, threads and
// `permissions`; what else it tries fails with EACCES or EPERM. `readable` are paths of files and of folders, which stand
// for all that is below them, ended by NULL; one that does not exist is passed over. Without Landlock everything can be
// read. Must be called with one thread. Returns as `sandbox_seal`.
int sandbox_restrict(int permissions, const char *const *readable);

// Leaves a small process in the calling process's group that waits for the calling process or its parent to end. When the
// parent ends first, it kills every process whose environment has the same value of `variable`, and the whole group: a
// worker that hangs does not outlive a supervisor that was killed. Does nothing where the kernel has no pidfd (before
// Linux 5.3) and for a process that leads no group. Must be called with one thread, before the calling process is
// restricted. Returns 0, or -1 with errno; EPIPE when the parent is gone already.
int sandbox_end_with_parent(const char *variable);

// Lets another process, which is alive, use `seconds` more of processor time; at the end of it comes SIGXCPU.
int sandbox_grant_processor(pid_t pid, uint64_t seconds);

#endif
