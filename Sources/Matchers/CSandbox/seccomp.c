#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OUR_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define OUR_ARCHITECTURE 0
#endif

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define DENY(reason) (SECCOMP_RET_ERRNO | (reason))
#define FIELD(name) ((uint32_t)offsetof(struct seccomp_data, name))
// Both architectures are little-endian: the low half comes first.
#define ARGUMENT(n) (FIELD(args) + 8 * (n))

struct filter {
    struct sock_filter code[256];
    unsigned short count;
};

static void add(struct filter *f, uint16_t code, uint32_t value, uint8_t if_true, uint8_t if_false) {
    // A filter that does not fit is refused by the kernel as one of length 0.
    if (f->count >= COUNT(f->code)) {
        f->count = 0;
        return;
    }
    f->code[f->count++] = (struct sock_filter){code, if_true, if_false, value};
}

static void load(struct filter *f, uint32_t offset) { add(f, BPF_LD | BPF_W | BPF_ABS, offset, 0, 0); }
static void give(struct filter *f, uint32_t action) { add(f, BPF_RET | BPF_K, action, 0, 0); }

static void begin(struct filter *f) {
    f->count = 0;
    load(f, FIELD(arch));
    add(f, BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCHITECTURE, 1, 0);
    give(f, SECCOMP_RET_KILL_PROCESS);
    load(f, FIELD(nr));
    // x32 has numbers of its own for the same calls.
    add(f, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
    give(f, SECCOMP_RET_KILL_PROCESS);
}

static void rule(struct filter *f, long number, uint32_t action) {
    add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1);
    give(f, action);
}

static void rules(struct filter *f, const long *numbers, size_t count, uint32_t action) {
    for (size_t i = 0; i < count; i++) rule(f, numbers[i], action);
}

// One action when any of the bits of an argument is set, another when none is.
static void rule_bits(struct filter *f, long number, int argument, uint32_t bits, uint32_t any, uint32_t none) {
    add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 4);
    load(f, (uint32_t)ARGUMENT(argument));
    add(f, BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1);
    give(f, any);
    give(f, none);
}

// One action when an argument has a value, another for every other value.
static void rule_value(struct filter *f, long number, int argument, uint32_t value, uint32_t same, uint32_t other) {
    add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 4);
    load(f, (uint32_t)ARGUMENT(argument));
    add(f, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    give(f, same);
    give(f, other);
}

// Threads but no processes. The flags of clone3 are in memory, where a filter cannot look; without it glibc uses clone.
static void threads_only(struct filter *f, uint32_t otherwise) {
    rule_bits(f, SYS_clone, 0, CLONE_THREAD, SECCOMP_RET_ALLOW, otherwise);
    rule(f, SYS_clone3, DENY(ENOSYS));
#ifdef SYS_fork
    rule(f, SYS_fork, otherwise);
    rule(f, SYS_vfork, otherwise);
#endif
}

static int install(struct filter *f, uint32_t otherwise) {
    give(f, otherwise);
    const struct sock_fprog program = {f->count, f->code};
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
}

int sandbox_has_seccomp(void) {
    uint32_t action = SECCOMP_RET_KILL_PROCESS;
    return OUR_ARCHITECTURE != 0 && syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

int sandbox_seccomp_seal(void) {
    static const long computing[] = {
        SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_close, SYS_lseek, SYS_fstat, SYS_ppoll, SYS_munmap, SYS_mremap,
        SYS_madvise, SYS_brk, SYS_futex, SYS_set_robust_list, SYS_membarrier, SYS_rt_sigaction, SYS_rt_sigprocmask,
        SYS_rt_sigreturn, SYS_sigaltstack, SYS_restart_syscall, SYS_exit, SYS_exit_group, SYS_sched_yield,
        SYS_sched_getaffinity, SYS_getpid, SYS_gettid, SYS_getrandom, SYS_clock_gettime, SYS_clock_getres,
        SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getrusage, SYS_sysinfo, SYS_uname,
#ifdef SYS_poll
        SYS_poll,
#endif
#ifdef SYS_rseq
        SYS_rseq,
#endif
    };
    static const long hostile[] = {
        SYS_execve, SYS_execveat, SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_ptrace, SYS_process_vm_readv,
        SYS_process_vm_writev, SYS_bpf,
    };
    struct filter f;
    begin(&f);
    rules(&f, computing, COUNT(computing), SECCOMP_RET_ALLOW);
    rules(&f, hostile, COUNT(hostile), SECCOMP_RET_KILL_PROCESS);
    rule_bits(&f, SYS_mmap, 2, PROT_EXEC, DENY(EPERM), SECCOMP_RET_ALLOW);
    rule_bits(&f, SYS_mprotect, 2, PROT_EXEC, DENY(EPERM), SECCOMP_RET_ALLOW);
    // abort(3) signals its own thread.
    rule_value(&f, SYS_tgkill, 0, (uint32_t)getpid(), SECCOMP_RET_ALLOW, DENY(EPERM));
    threads_only(&f, SECCOMP_RET_KILL_PROCESS);
    return install(&f, DENY(EPERM));
}

int sandbox_seccomp_restrict(int permissions) {
    // What no matcher needs and what leads past the other rules: io_uring opens files and sockets by itself.
    static const long never[] = {
        SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd,
        SYS_add_key, SYS_request_key, SYS_keyctl, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare,
        SYS_setns, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon,
        SYS_swapoff, SYS_open_by_handle_at, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex,
        425 /* io_uring_setup */, 438 /* pidfd_getfd */,
    };
    // Landlock does not know these.
    static const long changing[] = {
        SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr,
        SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr, 452 /* fchmodat2 */, 463 /* setxattrat */,
#ifdef SYS_chmod
        SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
#endif
    };
    struct filter f;
    begin(&f);
    rules(&f, never, COUNT(never), DENY(EPERM));
    // Limits are its own matter, and only downwards.
    rule_value(&f, SYS_prlimit64, 0, 0, SECCOMP_RET_ALLOW, DENY(EPERM));
    if (!(permissions & sandbox_may_write)) rules(&f, changing, COUNT(changing), DENY(EPERM));
    // Of every family: a Unix socket reaches daemons that would write or connect for it.
    if (!(permissions & sandbox_may_connect)) rule(&f, SYS_socket, DENY(EACCES));
    if (!(permissions & sandbox_may_fork)) threads_only(&f, DENY(EPERM));
    return install(&f, SECCOMP_RET_ALLOW);
}
