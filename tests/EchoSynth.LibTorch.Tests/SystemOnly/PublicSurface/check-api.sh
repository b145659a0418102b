#!/bin/sh
# Tells which lines of api-used.txt (or of a second file) the full list of TorchSharp's public members lacks; none is right.
#   sh check-api.sh FULL-LIST [LINES]
set -eu
here=$(dirname "$0")
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
grep -vxFf "$1" "${2:-$here/api-used.txt}" > "$lines" || true
cat "$lines"
test ! -s "$lines"
