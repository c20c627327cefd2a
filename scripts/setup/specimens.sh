#!/usr/bin/env bash
# Makes the small set of specimen documents for tests and the demo in the models folder; does nothing when it is there.
# usage: specimens.sh [MODELS_FOLDER]
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
models="${1:-$root/.models}"
# Made again when what makes it has changed: the scripts and the pinned packages.
wanted="$(cat "$root"/scripts/specimens/*.py "$root/scripts/specimens/requirements.txt" "${BASH_SOURCE[0]}" | sha256sum | cut -d' ' -f1)"
if [[ "$(cat "$models/specimens/.made" 2>/dev/null)" == "$wanted" ]]; then
    echo "specimens: they are there"
    exit 0
fi
staging="$models/.specimens-$$"
trap 'rm -rf "$staging"' EXIT
"$root/scripts/specimens/make" --count 12 --seed 11 --level light --turn 0 --manifest --flaws 0.1 --output "$staging" \
    --portraits "$models/photos/obama.jpg" "$models/photos/obama2.jpg" "$models/photos/biden.jpg" "$models/photos/astronaut.png"
echo "$wanted" >"$staging/.made"
rm -rf "$models/specimens"
mv "$staging" "$models/specimens"
