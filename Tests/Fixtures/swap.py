#!/usr/bin/env python3
"""Exchanges `inside` and `link` of a folder for ever: renameat2(2) with RENAME_EXCHANGE, so that both always exist."""

import ctypes
import os
import sys

AT_FDCWD, RENAME_EXCHANGE = -100, 2
libc = ctypes.CDLL(None, use_errno=True)
os.chdir(sys.argv[1])
while libc.renameat2(AT_FDCWD, b"inside", AT_FDCWD, b"link", RENAME_EXCHANGE) == 0:
    pass
sys.exit(os.strerror(ctypes.get_errno()))
