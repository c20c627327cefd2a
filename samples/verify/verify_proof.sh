#!/bin/sh
# Verifies a .tlog-proof with its leaf by openssl, base64 and coreutils alone: verify_proof.sh PROOF [VKEY]
# VKEY is the log's public key (name+keyid+key) from somewhere you trust; it may be given as AUDITOR_LOG_KEY too. Without it
# nothing is known of who signed, and the answer is 65.
# Exit status: 0 the leaf is in the log, 1 a hash or the signature is wrong, 64 usage, 65 not in its form, 66 no file.
set -eu
LC_ALL=C
export LC_ALL

fail() {
    status=$1
    shift
    echo "$*" >&2
    exit "$status"
}

[ $# -ge 1 ] && [ $# -le 2 ] || fail 64 "usage: verify_proof.sh PROOF [VKEY]"
[ -r "$1" ] || fail 66 "$1 cannot be read"
key=${2:-${AUDITOR_LOG_KEY:-}}
[ -n "$key" ] || fail 65 "give the log's public key: \`auditor log checkpoint --key\` prints it"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
# A shell's text ends at a zero byte, and a carriage return is no part of any line here.
[ "$(tr -d '\000\r' <"$1" | wc -c)" -eq "$(wc -c <"$1")" ] || fail 65 "the proof is not text"
[ "$(tail -c 1 "$1" | wc -l)" -eq 1 ] || fail 65 "the proof has no end of line"

# Base64 in its only form, from stdin into a file.
decode() {
    tr -d '\n' >"$work/base64"
    base64 -d <"$work/base64" >"$1" 2>/dev/null || fail 65 "base64 is not in its form"
    [ "$(base64 -w 0 <"$1")" = "$(cat "$work/base64")" ] || fail 65 "base64 is not canonical"
}
bytes() { wc -c <"$1" | tr -d ' '; }
sha256() { openssl dgst -sha256 -binary; }
line() { sed -n "$1p" "$proof"; }

proof=$work/proof
cp -- "$1" "$proof"
[ "$(line 1)" = "c2sp.org/tlog-proof@v1" ] || fail 65 "this is no proof"
extra=$(line 2)
case $extra in "extra "*) ;; *) fail 65 "the proof does not carry its leaf" ;; esac
printf %s "${extra#extra }" | decode "$work/leaf"
index=$(line 3)
case $index in "index "*) index=${index#index } ;; *) fail 65 "the proof has no index" ;; esac
number() {
    case $1 in '' | *[!0-9]* | 0?* | ?????????????????*) fail 65 "a number is not in its form" ;; esac
}
number "$index"
blank=$(awk '!length { print NR; exit }' "$proof")
[ -n "$blank" ] && [ "$blank" -ge 4 ] && [ "$blank" -le 57 ] || fail 65 "the proof has no checkpoint"

# The checkpoint: origin, size, root, an empty line, signatures.
origin=$(line $((blank + 1)))
size=$(line $((blank + 2)))
number "$size"
line $((blank + 3)) | decode "$work/root"
[ "$(bytes "$work/root")" -eq 32 ] || fail 65 "the root has not 32 bytes"
[ -z "$(line $((blank + 4)))" ] && [ "$(wc -l <"$proof")" -gt $((blank + 4)) ] || fail 65 "the checkpoint is not three lines"
sed -n "$((blank + 1)),$((blank + 3))p" "$proof" >"$work/text"

# The key: its id is the beginning of SHA-256(name, newline, 01, public key).
name=${key%%+*}
rest=${key#*+}
id=${rest%%+*}
[ "$name+$id+${rest#*+}" = "$key" ] || fail 65 "the key is not of the form name+keyid+key"
printf %s "${rest#*+}" | decode "$work/public"
[ "$(bytes "$work/public")" -eq 33 ] || fail 65 "the key has not 32 bytes"
{ printf '%s\n' "$name" && cat "$work/public"; } | sha256 | head -c 4 >"$work/id"
[ "$(od -An -tx1 "$work/id" | tr -d ' \n')" = "$id" ] || fail 65 "the key's id does not belong to it"
[ "$(od -An -tx1 -N1 "$work/public" | tr -d ' \n')" = 01 ] || fail 65 "the key is no Ed25519 key"
[ "$name" = "$origin" ] || fail 65 "the checkpoint is of another log than the key"
# RFC 8410: what stands before the 32 bytes of an Ed25519 key in DER.
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000' && tail -c 32 "$work/public"; } >"$work/key.der"

signed=no
sed -n "$((blank + 5)),\$p" "$proof" >"$work/signatures"
while IFS= read -r signature; do
    dash=$(printf '\342\200\224 ')
    case $signature in "$dash$name "*) ;; "$dash"*" "*) continue ;; *) fail 65 "a signature line is not in its form" ;; esac
    printf %s "${signature#"$dash$name "}" | decode "$work/signature"
    head -c 4 "$work/signature" | cmp -s - "$work/id" || continue
    tail -c +5 "$work/signature" >"$work/sig64"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/text" \
        -sigfile "$work/sig64" >/dev/null 2>&1 || fail 1 "the checkpoint's signature is NOT by this key"
    signed=yes
done <"$work/signatures"
[ "$signed" = yes ] || fail 65 "the checkpoint has no signature by this key"

# RFC 9162 2.1.3.2: from the leaf up to the root.
[ "$index" -lt "$size" ] || fail 1 "the leaf is NOT in a tree of this size"
{ printf '\000' && cat "$work/leaf"; } | sha256 >"$work/node"
node=$index
last=$((size - 1))
row=4
while [ "$row" -lt "$blank" ]; do
    line "$row" | decode "$work/sibling"
    [ "$(bytes "$work/sibling")" -eq 32 ] || fail 65 "a hash has not 32 bytes"
    [ "$last" -gt 0 ] || fail 1 "the proof is too long"
    if [ $((node & 1)) -eq 1 ] || [ "$node" -eq "$last" ]; then
        { printf '\001' && cat "$work/sibling" "$work/node"; } | sha256 >"$work/next"
        while [ $((node & 1)) -eq 0 ] && [ "$node" -ne 0 ]; do
            node=$((node >> 1))
            last=$((last >> 1))
        done
    else
        { printf '\001' && cat "$work/node" "$work/sibling"; } | sha256 >"$work/next"
    fi
    mv "$work/next" "$work/node"
    node=$((node >> 1))
    last=$((last >> 1))
    row=$((row + 1))
done
[ "$last" -eq 0 ] && cmp -s "$work/node" "$work/root" || fail 1 "the proof does NOT lead to the checkpoint's root"
echo "leaf $index is in the log of $size leaves that $origin signed:"
cat "$work/leaf"
echo
