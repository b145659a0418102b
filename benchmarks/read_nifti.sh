#!/usr/bin/env bash
# The rate of reading CAMUS-like .nii.gz pairs beside nibabel + numpy: one run, one core, by turns.
#   benchmarks/read_nifti.sh [ROUNDS [CORE [FOLDER]]]
# FOLDER keeps the 60 pairs (12 MB; a minute to make) between runs. Needs Debian's python3-nibabel and python3-scipy (ECHOSYNTH_PYTHON names another interpreter than /usr/bin/python3).
set -euo pipefail

case ${1:-} in --help | -h)
  sed -n 3,4p "${BASH_SOURCE[0]}" | cut -c3-
  exit 0
  ;;
esac
rounds=${1:-9} core=${2:-0}
[[ $rounds =~ ^[1-9][0-9]{0,3}$ ]] || { echo "read_nifti.sh: ROUNDS is '$rounds'; it must be a number from 1 to 9999." >&2; exit 2; }
[[ $core =~ ^[0-9]{1,4}$ ]] && taskset -c "$core" true 2>/dev/null || { echo "read_nifti.sh: CORE is '$core'; it must be the number of a core of this machine, from 0 on." >&2; exit 2; }
here=$(dirname "${BASH_SOURCE[0]}")
folder=${3:-$here/../artifacts/bench/nifti}
project=$here/EchoSynth.ReadFiles
mkdir -p "$folder"
dotnet build "$project" -c Release -v quiet -clp:NoSummary
taskset -c "$core" "${ECHOSYNTH_PYTHON:-/usr/bin/python3}" "$here/python/read_nifti.py" "$project/bin/Release/net10.0/EchoSynth.ReadFiles.dll" "$folder" "$rounds"
