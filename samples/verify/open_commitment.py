#!/usr/bin/env python3
"""Shows that a person's record is what the log committed to: `open_commitment.py OPENING PROOF`.

OPENING is what `auditor log prove REQUEST --opening OPENING` wrote, PROOF the .tlog-proof of the same request. Verify the
proof itself with verify_proof.sh. Exit status 0: the record is the logged one; 1: it is another; 65: not in its form.
"""

import base64
import hashlib
import hmac
import json
import sys

from verify_log import Malformed, base64_bytes, canonical


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 64
    try:
        with open(sys.argv[1], "rb") as file:
            opening = json.load(file)
        with open(sys.argv[2], "rb") as file:
            lines = file.read().split(b"\n")
        if lines[0] != b"c2sp.org/tlog-proof@v1" or not lines[1].startswith(b"extra "):
            raise Malformed("a proof without its leaf")
        leaf = json.loads(base64_bytes(lines[1][6:]))
        message = b"idaudit/commit/v1\0" + canonical(opening["record"]).encode()
        value = hmac.new(base64_bytes(opening["salt"].encode()), message, hashlib.sha256).digest()
        logged = leaf["commitment"]
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 66
    except (Malformed, ValueError, KeyError, TypeError, IndexError) as error:
        print(f"not in its form: {error}", file=sys.stderr)
        return 65
    if base64.b64encode(value).decode() != logged:
        print("the record is NOT what the log committed to")
        return 1
    print("the record is what the log committed to")
    return 0


if __name__ == "__main__":
    sys.exit(main())
