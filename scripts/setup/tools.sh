#!/usr/bin/env bash
# Makes a private Python environment with pinned packages below .tools, once, and prints its interpreter.
# usage: tools.sh NAME REQUIREMENTS
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
folder="$root/.tools/$1"
python="${PYTHON:-}"
if [[ -z "$python" ]]; then
    if [[ -x /usr/bin/python3 ]]; then python=/usr/bin/python3; else python=python3; fi
fi

# The mark is written last: an environment that was interrupted, or has other pins, is made again.
wanted="$(sha256sum "$2" | cut -d' ' -f1)"
if [[ "$(cat "$folder/.pins" 2>/dev/null)" != "$wanted" ]]; then
    echo "tools: installing the pinned packages of ${2#"$root/"}" >&2
    rm -rf "$folder"
    "$python" -m venv "$folder" >&2
    if ! "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps \
        --only-binary=:all: -r "$2" >&2; then
        rm -rf "$folder"
        echo "tools: could not install them: check the network, or pip's index and proxy settings, then try again" >&2
        exit 1
    fi
    echo "$wanted" >"$folder/.pins"
fi
echo "$folder/bin/python"
