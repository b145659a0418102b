#!/usr/bin/env bash
# What share of the processor time of a training at 128 × 128 is not libtorch's: samples by library, of the training thread and of the whole process.
#   benchmarks/managed_share.sh small-128|ncsnpp-128 [STEPS [BATCH [SECONDS]]]
# Needs Linux's perf and the right to use it. docs/performance.md has the figures.
set -euo pipefail

network=${1:?usage: managed_share.sh small-128|ncsnpp-128 [STEPS [BATCH [SECONDS]]]}
steps=${2:-200} batch=${3:-4} seconds=${4:-60}
here=$(dirname "${BASH_SOURCE[0]}")
work=$(mktemp -d)
training=
finish() {
  if [[ -n $training ]]; then
    kill "$training" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT

dotnet build "$here/EchoSynth.LongRun" -c Release -v quiet -clp:NoSummary
# Code that .NET compiles lies in memfd:doublemapper (its W^X is on by default). Code in anonymous memory is that of libtorch's oneDNN, which names it in a map for perf.
export DNNL_JIT_PROFILE=2 ONEDNN_JIT_PROFILE=2 DOTNET_PerfMapEnabled=0 DOTNET_EnableWriteXorExecute=1 OMP_NUM_THREADS=1
dotnet "$here/EchoSynth.LongRun/bin/Release/net10.0/EchoSynth.LongRun.dll" "$network" "$steps" "$batch" "$steps" 20 >"$work/log" &
training=$!
until grep -q '^steady' "$work/log"; do
  kill -0 "$training" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.2
done
# perf returns an error where the training ends before the time is up; what it has by then counts.
perf record -q -e cpu-clock -F 499 -p "$training" -o "$work/perf.data" -- sleep "$seconds" >/dev/null || true
[[ -s $work/perf.data ]] || { echo "perf recorded nothing: is it allowed to (perf_event_paranoid), and did the training last?" >&2; exit 1; }
wait "$training"
training=
tail -n 1 "$work/log"
perf script -i "$work/perf.data" -F pid,tid,ip,sym,dso 2>/dev/null | python3 "$here/managed_share.py"
