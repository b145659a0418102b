#!/usr/bin/env bash
# Where the processor time of a training, or of drawing, goes: samples of Linux's perf by library (what share is the managed side's?) and by kind of work, of the first thread and the process.
#   benchmarks/managed_share.sh NETWORK [STEPS [BATCH [SECONDS]]]
# NETWORK: small-64-alone, small-128, ncsnpp-64, ncsnpp-128 (a training: STEPS of BATCH images; 200, 4), or draw-NETWORK, draw-NETWORK-bf16 (STEPS calls of BATCH images). SECONDS: how long is sampled (60).
# Needs perf and the right to use it. docs/long-trainings.md and docs/performance.md have the figures.
set -euo pipefail

usage() { sed -n 3,4p "${BASH_SOURCE[0]}" | cut -c3-; }
fail() {
  echo "managed_share.sh: $*" >&2
  exit 2
}
case ${1:-} in
  --help | -h)
    usage
    exit 0
    ;;
  '')
    usage >&2
    exit 2
    ;;
esac
network=$1 steps=${2:-200} batch=${3:-4} seconds=${4:-60}
[[ $network =~ ^(small-64-alone|small-128|ncsnpp-64|ncsnpp-128|draw-(small-64|small-128|ncsnpp-128)(-bf16)?)$ ]] || fail "NETWORK is '$network'; it must be small-64-alone, small-128, ncsnpp-64 or ncsnpp-128, or one of draw-small-64, draw-small-128, draw-ncsnpp-128, these with -bf16 too."
for number in "$steps" "$batch" "$seconds"; do
  [[ $number =~ ^[1-9][0-9]{0,5}$ ]] || fail "'$number' is no number; STEPS, BATCH and SECONDS must be numbers from 1 on."
done
warm_up=20
[[ $network != draw-* ]] || warm_up=2
((steps > warm_up)) || fail "STEPS is $steps; it must be above $warm_up, those to warm up."
command -v perf >/dev/null || fail "there is no perf (Debian: linux-perf)."
here=$(dirname "${BASH_SOURCE[0]}")
work=$(mktemp -d)
training=
finish() {
  if [[ -n $training ]]; then
    kill "$training" 2>/dev/null || true
    wait "$training" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT

dotnet build "$here/EchoSynth.LongRun" -c Release -v quiet -clp:NoSummary
# Code that .NET compiles lies in memfd:doublemapper (its W^X is on by default). Code in anonymous memory is that of libtorch's oneDNN, which names it in a map for perf.
export DNNL_JIT_PROFILE=2 ONEDNN_JIT_PROFILE=2 DOTNET_PerfMapEnabled=0 DOTNET_EnableWriteXorExecute=1 OMP_NUM_THREADS=1
: >"$work/log"
dotnet "$here/EchoSynth.LongRun/bin/Release/net10.0/EchoSynth.LongRun.dll" "$network" "$steps" "$batch" "$steps" "$warm_up" >"$work/log" &
training=$!
until grep -q '^steady' "$work/log"; do
  kill -0 "$training" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.2
done
# perf returns an error where the work ends before the time is up; what it has by then counts.
perf record -q -e cpu-clock -F 499 -p "$training" -o "$work/perf.data" -- sleep "$seconds" >/dev/null 2>"$work/perf.log" || true
[[ -s $work/perf.data ]] || { echo "perf recorded nothing ($(tail -n 1 "$work/perf.log")): is it allowed to (perf_event_paranoid), and did the work last?" >&2; exit 1; }
wait "$training"
training=
tail -n 1 "$work/log"
perf script -i "$work/perf.data" -F pid,tid,ip,sym,dso 2>/dev/null | python3 "$here/managed_share.py"
