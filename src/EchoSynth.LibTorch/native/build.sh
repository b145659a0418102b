#!/bin/sh
# build.sh BUILD_FOLDER LIBRARY [LIBTORCH_FOLDER]: configures, builds, and puts the library in its place in one step.
# Two builds at once wait for one another, so that several projects may ask for the library at the same time.
set -eu
source_folder=$(cd "$(dirname "$0")" && pwd)
build_folder=$1
library=$2
libtorch=${3:-}

fail() {
  echo "EchoSynth.LibTorch : error ESLT$1 : $2"
  exit 1
}

command -v cmake >/dev/null || fail 001 "cmake is needed to build libechosynth_torch.so (Debian, Ubuntu: apt-get install cmake)."
command -v "${CXX:-c++}" >/dev/null || command -v g++ >/dev/null ||
  fail 002 "a C++ compiler is needed to build libechosynth_torch.so (Debian, Ubuntu: apt-get install g++)."

[ -z "$libtorch" ] || [ -d "$libtorch" ] || fail 005 "ECHOSYNTH_LIBTORCH is '$libtorch', and there is no such folder."

mkdir -p "$build_folder" "$(dirname "$library")"
if command -v flock >/dev/null; then
  exec 9>"$build_folder/.lock"
  flock 9
fi

if [ -f "$library" ] && [ -z "$(find "$source_folder" -type f -newer "$library")" ]; then
  exit 0
fi

cmake -S "$source_folder" -B "$build_folder" -DECHOSYNTH_LIBTORCH="$libtorch" ||
  fail 003 "cmake found no libtorch that fits (Debian, Ubuntu: apt-get install libtorch-dev; or let ECHOSYNTH_LIBTORCH name a libtorch's folder)."
cmake --build "$build_folder" --parallel 2 || fail 004 "libechosynth_torch.so did not compile against this libtorch."
cp "$build_folder/libechosynth_torch.so" "$library.new"
mv -f "$library.new" "$library"
