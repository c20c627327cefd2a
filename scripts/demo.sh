#!/usr/bin/env bash
# Audits the demo manifest and the specimen documents, and prints what was decided and where the reports are.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"

# A database of another version cannot be gone on with, and this one holds nothing but the demo.
if [[ -e demo-output.sqlite ]] && ! .build/release/auditor runs --database demo-output.sqlite >/dev/null 2>&1; then
    rm -f demo-output.sqlite demo-output.sqlite-* demo-output.sqlite.*
fi

# usage: audit MANIFEST OUTPUT [ARGUMENTS OF auditor run]
audit() {
    local manifest="$1" output="$2" status=0
    .build/release/auditor run "$manifest" --output "$output" --database demo-output.sqlite "${@:3}" </dev/null || status=$?
    # 3 means complete with some requests in `error`: the manifest has such rows on purpose.
    if ((status != 0 && status != 3)); then
        echo "demo: the audit ended with exit status $status" >&2
        exit "$status"
    fi
    python3 -B scripts/demo_summary.py "$output/decisions.csv"
    echo
}

audit samples/manifests/demo.csv demo-output --images-root .models/photos
# Specimens of a state that does not exist, drawn and photographed by `make setup`; one contradicts its document.
audit .models/specimens/manifest.csv demo-output-documents --policy samples/policies/documents.yaml --as-of 2026-01-15

echo "reports: $root/demo-output/index.html"
echo "         $root/demo-output-documents/index.html, documents.html"
