#!/usr/bin/env bash
# A data set made in 8 shards by 2 processes, one of them killed halfway and started again, beside the same set made by one process: are they equal, byte for byte?
#   benchmarks/shards.sh MODEL MASKS OUT [COUNT]
set -euo pipefail

model=$1 masks=$2 out=$3 count=${4:-10000}
here=$(dirname "${BASH_SOURCE[0]}")
project=$here/../samples/EchoSynth.Cli
dotnet build "$project" -c Release -v quiet -clp:NoSummary
generate() {
  exec dotnet "$project/bin/Release/net10.0/EchoSynth.Cli.dll" generate --model "$model" --masks "$masks" --count "$count" --threads 1 --device cpu "$@" >>"$out/log.txt"
}
images() { { find "$1" -name '*_gt.png' 2>/dev/null || true; } | wc -l; }
worker() {
  local shard
  for shard in "$@"; do (generate --out "$out/shards" --shard "$shard/8"); done
}
rm -rf "$out"
mkdir -p "$out"
export OMP_NUM_THREADS=1

start=$SECONDS
(generate --out "$out/single")
echo "one process: $(images "$out/single") images in $((SECONDS - start)) s"

start=$SECONDS
worker 1 3 5 7 &
first=$!
set -m
worker 2 4 6 8 &
second=$!
set +m
# Killed in the middle of its work, between two images or in one.
while (($(images "$out/shards") < count / 2)); do sleep 0.2; done
kill -KILL -- "-$second" || true
wait "$second" 2>/dev/null || true
echo "killed one of two processes after $(images "$out/shards") images of both"
worker 2 4 6 8
wait "$first"
dotnet "$project/bin/Release/net10.0/EchoSynth.Cli.dll" merge --data "$out/shards" | tail -n 1
echo "two processes, one killed and started again: $((SECONDS - start)) s"
diff -r "$out/single" "$out/shards"
echo "equal: $(find "$out/single" -type f | wc -l) files, $(du -sh "$out/single" | cut -f1)"
