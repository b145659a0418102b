#!/bin/sh
# build.sh BUILD_FOLDER LIBRARY [LIBTORCH_FOLDER]: configures, builds, and puts the library in its place in one step.
# Two builds at once wait for one another, so that several projects may ask for the library at the same time.
# A library that these sources once gave with the same compiler and the same libtorch is taken from the user's cache:
# ECHOSYNTH_NATIVE_CACHE names its folder ('none': no cache); else $XDG_CACHE_HOME/echosynth/native or ~/.cache/echosynth/native.
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
compiler=$(command -v "${CXX:-c++}" || command -v g++) ||
  fail 002 "a C++ compiler is needed to build libechosynth_torch.so (Debian, Ubuntu: apt-get install g++)."
[ -n "${CMAKE_GENERATOR:-}" ] || command -v make >/dev/null ||
  fail 006 "make is needed to build libechosynth_torch.so (Debian, Ubuntu: apt-get install make)."

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

# A new file under the old name never shows half-written, and a process that has the old one mapped keeps it.
put() {
  cp "$1" "$2.$$" && mv -f "$2.$$" "$2"
}

# The file in the cache; nothing where there is no cache. Its name stands for all that the library depends on.
cached_library() {
  folder=${ECHOSYNTH_NATIVE_CACHE:-}
  [ "$folder" != none ] && command -v sha256sum >/dev/null || return 0
  if [ -z "$folder" ]; then
    folder=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
    [ -n "$folder" ] || return 0
    folder=$folder/echosynth/native
  fi
  mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ] || return 0
  key=$({
    (cd "$source_folder" && sha256sum ./*)
    "$compiler" --version
    uname -m
    echo "${CXXFLAGS:-} ${LDFLAGS:-} ${CMAKE_BUILD_TYPE:-}"
    grep -E '^(TORCH|C10)_.*=.+' "$build_folder/CMakeCache.txt"
    # An upgrade of libtorch in its place.
    sed -n 's/^\(TORCH_CPU_LIBRARY\|C10_LIBRARY\):[A-Z]*=//p' "$build_folder/CMakeCache.txt" | while read -r part; do stat -L -c '%s %Y' "$part"; done
  } | sha256sum | cut -c 1-32)
  echo "$folder/$key.so"
}

cached=$(cached_library)
if [ -n "$cached" ] && [ -f "$cached" ]; then
  echo "Taken from $cached"
  put "$cached" "$library"
  exit 0
fi

cmake --build "$build_folder" --parallel 2 || fail 004 "libechosynth_torch.so did not compile against this libtorch."
put "$build_folder/libechosynth_torch.so" "$library"
[ -z "$cached" ] || put "$build_folder/libechosynth_torch.so" "$cached" 2>/dev/null || true
