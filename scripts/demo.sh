#!/usr/bin/env bash
# Audits the demo manifest and prints where the report is and what was decided.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
output=demo-output

status=0
.build/release/auditor run samples/manifests/demo.csv \
    --images-root .models/photos --output "$output" --database demo-output.sqlite </dev/null || status=$?
# 3 means complete with some requests in `error`: the manifest has such rows on purpose.
if ((status != 0 && status != 3)); then
    echo "demo: the audit ended with exit status $status" >&2
    exit "$status"
fi

python3 -B scripts/demo_summary.py "$output/decisions.csv"
echo
echo "report: $root/$output/index.html"
