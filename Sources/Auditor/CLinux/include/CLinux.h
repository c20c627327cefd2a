// Linux calls that Swift's Glibc module does not offer: GNU extensions (hidden without _GNU_SOURCE) and variadic
// syscall(2). Each returns what the call returns; -1 leaves the reason in errno.
#ifndef IDENTITY_AUDITOR_CLINUX_H
#define IDENTITY_AUDITOR_CLINUX_H

#include <stdint.h>
#include <sys/types.h>

// pipe2(2) with O_CLOEXEC: both ends closed on exec, so that no other child inherits them.
int clinux_pipe_cloexec(int *_Nonnull ends);

// prlimit(2) on another process: its address space in bytes, and no core file.
int clinux_limit_process(pid_t pid, uint64_t address_space_bytes);

// openat2(2), Linux 5.6: opens `path` below `directory` with O_PATH. RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS make
// "..", absolute paths and symbolic links that lead out fail with EXDEV or ELOOP; O_PATH neither reads nor triggers
// a FIFO or device.
int clinux_open_path_beneath(int directory, const char *_Nonnull path);

// renameat2(2) with RENAME_EXCHANGE: both names swap in one step.
int clinux_exchange(const char *_Nonnull a, const char *_Nonnull b);

// syncfs(2): makes everything written to the file system that holds the descriptor durable.
int clinux_sync_file_system(int descriptor);

// prctl(PR_SET_CHILD_SUBREAPER): orphans of our children become our children, so that none escapes.
int clinux_become_subreaper(void);

// adjtimex(2) without any change: whether the kernel knows the clock to be kept by a time service; 1, 0, or -1.
int clinux_clock_is_synchronised(void);

#endif
