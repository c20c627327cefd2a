// Starting a program for a test, with calls that Swift's Glibc module does not offer.
#ifndef IDENTITY_AUDITOR_CTESTING_H
#define IDENTITY_AUDITOR_CTESTING_H

#include <sys/types.h>

// posix_spawn(3) as from a shell: in a folder (NULL: the caller's), a process group of its own, no signal blocked or
// ignored, and no descriptors but stdin, stdout and stderr (-1: /dev/null for stdin, the caller's for the others).
// Returns 0 and fills `child`, or an errno.
int ctesting_spawn(pid_t *_Nonnull child, const char *_Nonnull path, char *_Nullable const *_Nonnull arguments,
                   char *_Nullable const *_Nonnull environment, const char *_Nullable folder, int input, int output,
                   int errors);

#endif
