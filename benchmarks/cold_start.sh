#!/usr/bin/env bash
# What a process's start is made of: .NET, Python, libtorch's libraries alone, import torch. One run, by turns; median wall and processor time of each.
#   benchmarks/cold_start.sh [ROUNDS]
# Needs Python; its torch is left out where there is none (ECHOSYNTH_PYTHON names another interpreter than /usr/bin/python3, ECHOSYNTH_LIBTORCH another libtorch than Debian's).
# Published applications' whole starts are those of './build.sh bench-peers --cases cold'.
set -euo pipefail

case ${1:-} in --help | -h)
  sed -n 3,4p "${BASH_SOURCE[0]}" | cut -c3-
  exit 0
  ;;
esac
rounds=${1:-9}
[[ $rounds =~ ^[1-9][0-9]{0,3}$ ]] || { echo "cold_start.sh: ROUNDS is '$rounds'; it must be a number from 1 to 9999." >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cli="$here/../samples/EchoSynth.Cli"
dotnet build "$cli" -c Release -v quiet -clp:NoSummary
"${ECHOSYNTH_PYTHON:-/usr/bin/python3}" "$here/python/cold_start.py" "$cli/bin/Release/net10.0/EchoSynth.Cli.dll" "$rounds"
