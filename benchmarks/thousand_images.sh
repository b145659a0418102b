#!/usr/bin/env bash
# How long 1,000 images take from masks to PNG files on disk, images and masks: one call of generate.
#   benchmarks/thousand_images.sh [PRESET [COUNT [generate's options …]]]
#   benchmarks/thousand_images.sh small-256 1000 --device cuda --batch 32 --precision bf16
# The model has seen four images: speed does not depend on the weights. The process's start is what the same command takes once more, when it finds all images there: .NET, libtorch, the device, the model
# and the masks are loaded, the files checked and none drawn. Exit code 1 where images or masks are missing.
set -euo pipefail

case ${1:-} in --help | -h)
  sed -n 3,4p "${BASH_SOURCE[0]}" | cut -c3-
  exit 0
  ;;
esac
preset=${1:-small-256} count=${2:-1000}
shift $(($# < 2 ? $# : 2))
size=${preset##*-}
case $preset in
  small-64 | small-128 | small-256 | ncsnpp-64 | reference-256) ;;
  *)
    echo "thousand_images.sh: PRESET is '$preset'; it must be small-64, small-128, small-256, ncsnpp-64 or reference-256." >&2
    exit 2
    ;;
esac
[[ $count =~ ^[1-9][0-9]{0,6}$ ]] || { echo "thousand_images.sh: COUNT is '$count'; it must be a number from 1 on." >&2; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dotnet build "$root/samples/EchoSynth.Cli" -c Release -v quiet -clp:NoSummary
echosynth() { dotnet "$root/samples/EchoSynth.Cli/bin/Release/net10.0/EchoSynth.Cli.dll" "$@" >>"$out/log.txt" 2>&1 || { tail -n 5 "$out/log.txt" >&2; exit 1; }; }
mkdir -p "$root/artifacts/bench"
out=$(mktemp -d "$root/artifacts/bench/images-XXXXXX")
trap 'rm -rf "$out"' EXIT

echosynth phantom --out "$out/data" --patients 3 --size "$size"
echosynth train --data "$out/data" --model "$out/model" --preset "$preset" --images 4 --no-validation
# Prints the seconds that generate takes.
generate() {
  local begin=${EPOCHREALTIME/[.,]/} end
  echosynth generate --model "$out/model" --masks "$out/data" --out "$out/set" --count "$count" "$@"
  end=${EPOCHREALTIME/[.,]/}
  awk "BEGIN { printf \"%.3f\", ($end - $begin) / 1e6 }"
}
whole=$(generate "$@")
masks=$(find "$out/set" -name '*_gt.png' | wc -l)
images=$(find "$out/set" -name '*_s*.png' ! -name '*_gt.png' | wc -l)
begun=$(generate "$@")
echo "$preset, $count images of $size × $size${*:+, $*}: $images images and $masks masks on disk, $(du -sh "$out/set" | cut -f1)"
awk -v n="$count" -v whole="$whole" -v begun="$begun" 'BEGIN {
  printf "with the start     %8.2f s %9.1f images/s\nwithout the start  %8.2f s %9.1f images/s (the start: %.2f s)\n", whole, n / whole, whole - begun, n / (whole - begun), begun
}'
if ((images != count || masks != count)); then
  echo "images or masks are missing." >&2
  exit 1
fi
