#!/usr/bin/env bash
# Installs the Debian packages that building and running the auditor needs; does nothing when they are all there.
set -euo pipefail

packages=(
    ca-certificates git make python3 python3-venv   # what set-up itself uses, fetching packages included
    python3-jsonschema                              # tests hold every JSON output against its schema
    python3-prometheus-client                       # tests read metrics.prom with its parser
    strace                                          # the torture's record of calls is held against it
    libc6-dev libstdc++-12-dev zlib1g-dev           # headers that Swift's clang compiles C++ and GRDB against
    libsqlite3-dev libxml2-dev
    libopencv-dev libdlib-dev
    libfaiss-dev                                    # the exact index of a gallery; a static archive
    libjpeg62-turbo-dev libpng-dev                  # photos are decoded straight on these two
    libtesseract-dev libleptonica-dev               # printed text of documents, line by line
    tesseract-ocr-eng                               # its English data; others of policies: tesseract-ocr-deu and the like
    libzxing-dev                                    # barcodes of documents: PDF417, QR, Code 128 and 39
    fonts-ocr-b                                     # the zones of specimens, and what the line network is trained from
    fonts-dejavu-core                               # the printed fields of specimens
    libopenblas-dev                                 # dlib's network multiplies matrices; the reference BLAS is not made for speed
)

is_installed() {
    [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

if ! command -v dpkg-query >/dev/null; then
    echo "system-packages: this is not Debian; install the equivalents of: ${packages[*]}" >&2
    exit 1
fi

missing=()
for package in "${packages[@]}"; do
    is_installed "$package" || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
    echo "system packages: all ${#packages[@]} are installed"
    exit 0
fi

as_root=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
        echo "system-packages: run this as root: apt-get install --yes ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
    # Without a terminal nobody can type the password: fail at once instead of waiting for it.
    [[ -t 0 ]] || as_root=(sudo --non-interactive)
fi

echo "system packages: installing ${missing[*]}"
# The lock time-out lets a second set-up, or Debian's own nightly upgrade, finish first.
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --option DPkg::Lock::Timeout=300 --quiet)
# A stale package list may still name everything we need, so only the installation decides.
"${apt[@]}" update </dev/null ||
    echo "system-packages: could not refresh the package lists, trying with the old ones" >&2
if ! "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null; then
    echo "system-packages: could not install ${missing[*]}" >&2
    echo "system-packages: check the network and the sources in /etc/apt, then run 'make setup' again" >&2
    exit 1
fi
