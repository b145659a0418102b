#!/usr/bin/env bash
# The rate of reading CAMUS-like .nii.gz pairs beside nibabel + numpy: one run, one core, by turns.
#   benchmarks/read_nifti.sh [ROUNDS [CORE [FOLDER]]]
# FOLDER keeps the 60 pairs (12 MB; a minute to make) between runs. Needs Debian's python3-nibabel and python3-scipy (ECHOSYNTH_PYTHON names another interpreter than /usr/bin/python3).
set -euo pipefail

rounds=${1:-9} core=${2:-0}
here=$(dirname "${BASH_SOURCE[0]}")
folder=${3:-$here/../artifacts/bench/nifti}
project=$here/EchoSynth.ReadFiles
mkdir -p "$folder"
dotnet build "$project" -c Release -v quiet -clp:NoSummary
taskset -c "$core" "${ECHOSYNTH_PYTHON:-/usr/bin/python3}" "$here/python/read_nifti.py" "$project/bin/Release/net10.0/EchoSynth.ReadFiles.dll" "$folder" "$rounds"
