#!/usr/bin/env bash
# The report of docs/evaluation.md: phantoms, a model, its images, the four questions. Usage: benchmarks/evaluation.sh OUT [IMAGES]
set -euo pipefail
out=${1:?"usage: benchmarks/evaluation.sh OUT [training images]"}
images=${2:-24000}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dotnet build "$root/samples/EchoSynth.Cli" -c Release -v quiet -clp:NoSummary
echosynth() { dotnet "$root/samples/EchoSynth.Cli/bin/Release/net10.0/EchoSynth.Cli.dll" "$@"; }
mkdir -p "$out"
[[ -d $out/data ]] || echosynth phantom --out "$out/data" --patients 320 --seed 1
[[ -d $out/model ]] || echosynth train --data "$out/data" --model "$out/model" --images "$images"
[[ -f $out/synthetic/dataset.json ]] || echosynth generate --model "$out/model" --masks "$out/data" --out "$out/synthetic" --seed 2 --count 2560
echosynth evaluate --real "$out/data" --synthetic "$out/synthetic" --json "$out/report.json" --report "$out/report.html"
# The time of 1,000 against 1,000 images of 128 × 128.
echosynth evaluate --real "$out/data" --synthetic "$out/synthetic" --size 128 --limit 1000 --json "$out/report-128.json"
