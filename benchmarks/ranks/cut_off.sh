#!/usr/bin/env bash
# Three ranks train together, one of them in a network namespace of its own; then its link is taken down. Every rank must end with 1 within the time-out and
# name the rank that it lost; one process then resumes the training. Needs root and iproute2; leaves nothing behind.
#   benchmarks/ranks/cut_off.sh [SECONDS]      the time-out, default 8
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
timeout=${1:-8}
[[ $timeout =~ ^[0-9]+$ ]] || { echo "usage: $0 [SECONDS]" >&2; exit 2; }
((EUID == 0)) || { echo "$0: a network namespace needs root." >&2; exit 1; }
command -v ip >/dev/null || { echo "$0: there is no 'ip' (Debian: apt-get install iproute2)." >&2; exit 1; }
cli=(dotnet "$root/samples/EchoSynth.Cli/bin/Release/net10.0/EchoSynth.Cli.dll")
[[ -e ${cli[1]} ]] || dotnet build "$root/samples/EchoSynth.Cli" -c Release -v quiet -clp:NoSummary

work=$(mktemp -d)
namespace=echosynth-$$
clean() {
  kill $(jobs -p) 2>/dev/null || true
  ip link del es0-$$ 2>/dev/null || true
  ip netns del $namespace 2>/dev/null || true
  rm -rf "$work"
}
trap clean EXIT
ip netns add $namespace
ip link add es0-$$ type veth peer name es1-$$ netns $namespace
ip addr add 10.77.0.1/24 dev es0-$$
ip link set es0-$$ up
ip -n $namespace addr add 10.77.0.2/24 dev es1-$$
ip -n $namespace link set es1-$$ up
ip -n $namespace link set lo up

"${cli[@]}" phantom --out "$work/data" --patients 4 --size 64 >/dev/null
pids=()
for rank in 0 1 2; do
  inside=() interface=es0-$$
  ((rank != 1)) || { inside=(ip netns exec $namespace); interface=es1-$$; }
  RANK=$rank WORLD_SIZE=3 LOCAL_RANK=$rank MASTER_ADDR=10.77.0.1 MASTER_PORT=29700 GLOO_SOCKET_IFNAME=$interface \
    "${inside[@]}" "${cli[@]}" train --data "$work/data" --model "$work/model" --preset small-64 --batch 2 --accumulate 3 --images 60000 --threads 1 --device cpu \
    --no-validation --checkpoint-interval 5 --rank-timeout "$timeout" >"$work/$rank.log" 2>&1 &
  pids+=($!)
done
until compgen -G "$work/model/training/step-*[0-9]" >/dev/null; do
  kill -0 "${pids[@]}" 2>/dev/null || { cat "$work"/*.log >&2; exit 1; }
  sleep 0.2
done
echo "A checkpoint is there; the link of rank 1 goes down."
ip -n $namespace link set es1-$$ down
SECONDS=0
failed=0
for rank in 0 2 1; do
  code=0
  wait "${pids[$rank]}" || code=$?
  last=$(tail -n 1 "$work/$rank.log")
  printf 'rank %d ended with %d after %d s: %s\n' $rank $code $SECONDS "$last"
  lost=1
  ((rank != 1)) || lost=0
  ((code == 1)) || { echo "  it must end with 1"; failed=1; }
  ((SECONDS <= timeout)) || { echo "  it must end within $timeout s"; failed=1; }
  [[ $last == error:*"rank $lost"* ]] || { echo "  it must name rank $lost"; failed=1; }
done
echo "checkpoints left:" $(ls "$work/model/training")

"${cli[@]}" train --data "$work/data" --model "$work/model" --threads 1 --device cpu --no-validation --resume --stopped-exit 75 >"$work/resumed.log" 2>&1 &
resumed=$!
until grep -q '^training: ' "$work/resumed.log"; do
  kill -0 $resumed 2>/dev/null || { cat "$work/resumed.log" >&2; exit 1; }
  sleep 0.2
done
kill -TERM $resumed
code=0
wait $resumed || code=$?
grep -E '^(Going on|stopped) after' "$work/resumed.log" || true
((code == 75)) && grep -q '^Going on after' "$work/resumed.log" || { echo "  the training must be gone on with, and end with 75, not $code"; failed=1; }
exit $failed
