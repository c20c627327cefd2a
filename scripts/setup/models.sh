#!/usr/bin/env bash
# Brings the models and sample photos named in models.json into the models folder; does nothing when they are there.
# usage: models.sh [MODELS_FOLDER]
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"

# Debian's own interpreter comes first: it is the one whose venv module system-packages.sh has installed.
python="${PYTHON:-}"
if [[ -z "$python" ]]; then
    if [[ -x /usr/bin/python3 ]]; then python=/usr/bin/python3; else python=python3; fi
fi

# -B: a read-only or shared checkout gets no __pycache__ folders from set-up.
exec "$python" -B "$here/fetch.py" --catalogue "$root/models.json" --models "${1:-$root/.models}" </dev/null
