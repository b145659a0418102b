#!/usr/bin/env bash
# The project's commands; './build.sh' lists them.
set -euo pipefail

root=$(dirname "${BASH_SOURCE[0]}")
cli="$root/samples/EchoSynth.Cli"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

usage() {
  cat <<'TEXT'
usage: ./build.sh COMMAND [arguments]
  demo [options]   make simulated hearts, train on them, draw images: artifacts/demo ('demo --help' lists the options)
  test             build everything and run all tests; the last line is 'N passed, N failed'
  native           build the bridge to the machine's libtorch alone
  bench [options]  the cost of one operator beside Python's torch; with options, BenchmarkDotNet (for example: bench --filter '*')
  bench-peers [o.] the library beside PyTorch, same weights, same noise, in turn: artifacts/bench/peers.json ('bench-peers --help' lists the options)
  fuzz [N]         N altered files (default 7000) for each parser; findings go to artifacts/fuzz ('fuzz --help' lists the options)
  pack [options]   fill artifacts/packages ('--binding TorchSharp|System|all', '--out DIR'; docs/packages.md)
  api              write the text files of the public API anew, after a change that is meant
  docs             write docs/api anew from the comments in the code
  pretrain [o.]    train the model of src/EchoSynth.PhantomModel anew: artifacts/pretrain; options as of 'train' (an hour or two)
demo, test, native, api, bench and bench-peers need a libtorch, a C++ compiler and CMake, and install them by apt-get where they are missing; so does test with ffmpeg and chromium.
TEXT
}

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

# Debian's name for this machine, as in /usr/lib/x86_64-linux-gnu.
triplet() {
  case $(uname -m) in
    x86_64) echo x86_64-linux-gnu ;;
    aarch64) echo aarch64-linux-gnu ;;
    *) echo unknown ;;
  esac
}

# What the System binding is built from and is not here, as Debian packages; for the tests what reads and writes videos, and a browser, too.
missing_packages() {
  if [[ $1 == tests ]]; then
    command -v ffmpeg >/dev/null || echo ffmpeg
    command -v "${ECHOSYNTH_CHROMIUM:-chromium}" >/dev/null || echo chromium
    command -v "${ECHOSYNTH_CHROMEDRIVER:-chromedriver}" >/dev/null || echo chromium-driver
  fi
  command -v c++ >/dev/null || echo g++
  command -v cmake >/dev/null || echo cmake
  command -v make >/dev/null || echo make
  if [[ -z ${ECHOSYNTH_LIBTORCH:-} ]]; then
    local libraries
    libraries=/usr/lib/$(triplet)
    [[ -e $libraries/libtorch.so ]] || echo libtorch-dev
    # The headers that c10d's Gloo needs: for trainings of several processes.
    [[ -e /usr/include/gloo/context.h ]] || echo libgloo-dev
    # libtorch runs on OpenMP; a BLAS with threads of its own beside it makes both wait.
    [[ -e $libraries/openblas-openmp/libblas.so.3 ]] || echo libopenblas0-openmp
  fi
}

require_libtorch() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing (there is no 'dotnet' on PATH)."
  # With the TorchSharp packages libtorch comes with them.
  if [[ ${TorchBinding:-} == TorchSharp ]]; then
    return
  fi
  local packages=()
  mapfile -t packages < <(missing_packages "${1:-}")
  if ((${#packages[@]} == 0)); then
    return
  fi
  local hint="install ${packages[*]} (names as in Debian), or let ECHOSYNTH_LIBTORCH name the folder of a libtorch (the one with include/ and lib/; a compiler and CMake are needed all the same)."
  command -v apt-get >/dev/null || fail "not found: ${packages[*]}, and there is no apt-get here: $hint"
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "not found: ${packages[*]}, and installing needs root or sudo: $hint"
    as_root=(sudo)
  fi
  echo "Installing ${packages[*]} with apt-get …"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null' install "${packages[@]}" \
    || fail "apt-get could not install them: $hint"
}

build() {
  echo "Building $(basename "$1") …"
  dotnet build "$1" -c Release -v quiet -clp:NoSummary
}

run_demo() {
  require_libtorch
  build "$cli"
  local argument out=(--out "$root/artifacts/demo")
  for argument in "$@"; do
    case $argument in --out | --out=* | --help | -h | '-?') out=() ;; esac
  done
  exec dotnet "$cli/bin/Release/net10.0/EchoSynth.Cli.dll" demo "${out[@]}" "$@"
}

# The number in attribute $1 of the summary in the .trx file $2.
counter() {
  sed -n "s/.*<Counters .*\b$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1
}

# Runs the test projects of a lane, one after the other: the command line's (cli), those of the networks and the browser (core), all others.
run_lane() {
  local lane=$1 results=$2 project name
  shift 2
  for project in "$root"/tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    case $name in
      *.Cli.Tests) [[ $lane == cli ]] || continue ;;
      EchoSynth.Tests | *.Studio.Tests) [[ $lane == core ]] || continue ;;
      *) [[ $lane == others ]] || continue ;;
    esac
    echo "== $name"
    dotnet test "$project" -c Release --no-build --results-directory "$results" --logger "trx;LogFileName=$name.trx" "$@" || echo "$name" >>"$results/not-passed"
  done
}

run_tests() {
  require_libtorch tests
  build "$root/EchoSynth.sln"
  # Test classes run side by side; operators with threads of their own would only wait for each other.
  export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
  local results="$root/artifacts/test-results" project name trx lane
  local passed=0 failed=0 skipped=0 p f t e
  rm -rf "$results"
  mkdir -p "$results"
  # Lanes side by side, since many tests wait for processes; what all but one print comes after. Job control (-m) gives them process groups, to end them by.
  local lanes=()
  set -m
  for lane in core others; do
    # The command line's tests take longest, one after the other; these two take what is left of the cores.
    (renice -n 5 -p "$BASHPID" &>/dev/null || true; run_lane "$lane" "$results" "$@") </dev/null >"$results/$lane.log" 2>&1 &
    lanes+=($!)
  done
  set +m
  trap 'kill -- '"${lanes[*]/#/-}"' 2>/dev/null || true' EXIT
  run_lane cli "$results" "$@"
  wait "${lanes[@]}" || true
  trap - EXIT
  cat "$results"/core.log "$results"/others.log
  for project in "$root"/tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    trx="$results/$name.trx"
    p=0 f=0 t=0 e=0
    if [[ -f $trx ]]; then
      p=$(counter passed "$trx") f=$(counter failed "$trx") t=$(counter total "$trx") e=$(counter executed "$trx")
    fi
    # A test host that dies leaves no failed test behind, or no file at all.
    if ((${f:-0} == 0)) && grep -qsx "$name" "$results/not-passed"; then
      f=1
    fi
    ((passed += ${p:-0}, failed += ${f:-0}, skipped += ${t:-0} - ${e:-0})) || true
  done
  if ((skipped > 0)); then
    echo "$skipped skipped"
  fi
  echo "$passed passed, $failed failed"
  ((failed == 0 && passed > 0))
}

run_bench() {
  require_libtorch
  if (($# > 0)); then
    exec dotnet run -c Release --project "$root/benchmarks/EchoSynth.Benchmarks" -- "$@"
  fi
  bench_call_cost
}

# A Python that has torch; nothing where there is none.
torch_python() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import torch' 2>/dev/null; then
      echo "$python"
      return
    fi
  done
}

# The library and PyTorch take turns; each is a process of its own.
run_bench_peers() {
  require_libtorch
  local project="$root/benchmarks/EchoSynth.Peers" argument python out=(--out "$root/artifacts/bench/peers.json")
  python=$(torch_python)
  build "$project"
  # Cold starts are measured of a published application, too, where the feed has the compiler for it.
  local published=() cold=yes
  case " $* " in *" --list "* | *" --help "* | *" -h "*) cold= ;; *" --cases "*) [[ "$*" == *cold* ]] || cold= ;; esac
  if [[ -n $cold ]] && dotnet publish "$project" -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true -o "$root/artifacts/bench/published" -v quiet >/dev/null; then
    published=(--published "$root/artifacts/bench/published/EchoSynth.Peers")
  fi
  for argument in "$@"; do
    case $argument in --out) out=() ;; esac
  done
  exec dotnet "$project/bin/Release/net10.0/EchoSynth.Peers.dll" ${python:+--python "$python"} --peer "$root/benchmarks/pytorch/peer.py" "${published[@]}" "${out[@]}" "$@"
}

# The cost of one small operator: this binding and Python's torch in turn, medians of five rounds, processor time.
bench_call_cost() {
  local project="$root/benchmarks/EchoSynth.CallCost" results="$root/artifacts/bench" round python
  python=$(torch_python)
  build "$project"
  mkdir -p "$results"
  rm -f "$results"/call-cost-*.txt
  export OMP_NUM_THREADS=1
  for round in 1 2 3 4 5; do
    dotnet run -c Release --no-build --project "$project" >>"$results/call-cost-ours.txt"
    if [[ -n $python ]]; then
      "$python" "$root/benchmarks/pytorch/call_cost.py" >>"$results/call-cost-python.txt"
    elif ((round == 1)); then
      echo "Python's torch is not installed (Debian: python3-torch), so there is nothing to compare with."
    fi
  done
  touch "$results/call-cost-python.txt"
  awk '
    function median(list, n, i, j, t, v) {
      n = split(list, v, " ")
      for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] + 0 < v[j - 1] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
      return n ? v[int((n + 1) / 2)] : 0
    }
    FNR == NR { if (!($1 in ours)) order[++count] = $1; ours[$1] = ours[$1] " " $2; next }
    { python[$1] = python[$1] " " $2 }
    END {
      printf "%-12s %9s %9s %6s\n", "ns per call", "EchoSynth", "Python", "ratio"
      for (i = 1; i <= count; i++) {
        a = median(ours[order[i]]); b = median(python[order[i]])
        if (b > 0) printf "%-12s %9d %9d %6.2f\n", order[i], a, b, a / b
        else printf "%-12s %9d\n", order[i], a
      }
    }' "$results/call-cost-ours.txt" "$results/call-cost-python.txt"
}

# Needs no libtorch; videos are left out, and said so, where there is no ffmpeg.
run_fuzz() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing (there is no 'dotnet' on PATH)."
  local project="$root/benchmarks/EchoSynth.Fuzz" argument out=(--out "$root/artifacts/fuzz")
  build "$project"
  for argument in "$@"; do
    case $argument in --out) out=() ;; esac
  done
  exec dotnet "$project/bin/Release/net10.0/EchoSynth.Fuzz.dll" "${out[@]}" "$@"
}

# The shipped model: simulated hearts of five scanners, one model that tells them apart, its figures on hearts held out.
run_pretrain() {
  require_libtorch
  build "$cli"
  local out="$root/artifacts/pretrain" run=(dotnet "$cli/bin/Release/net10.0/EchoSynth.Cli.dll")
  rm -rf "$out/phantom-128" "$out/synthetic"
  "${run[@]}" phantom --out "$out/data" --patients 750 --size 128 --scanner all --seed 2026
  "${run[@]}" train --data "$out/data" --model "$out/model" --preset small-128 --domains scanner --images 36000 --threads 1 --validation-interval 3000 --checkpoint-interval 1000 "$@"
  "${run[@]}" export --model "$out/model/best" --out "$out/phantom-128" --weights f16
  cp "$out"/model/shape_*.json "$out/phantom-128"
  "${run[@]}" generate --model "$out/phantom-128" --masks "$out/data" --split testing --domains scanner --threads 1 --out "$out/synthetic"
  "${run[@]}" evaluate --real "$out/data" --synthetic "$out/synthetic" --train "$out/data" --json "$out/evaluation.json" --report "$out/evaluation.html"
  echo "The model is in $out/phantom-128; src/EchoSynth.PhantomModel/phantom-128 holds the one that is shipped."
}

# What both flavours' builds have in common. They have folders of their own, so that a pack and a build do not undo each other's work; the analyzers
# have their say in every other build.
pack_properties() {
  printf '%s\n' -c Release -v quiet -p:TorchBinding="$1" -p:UseArtifactsOutput=true -p:ArtifactsPath="$(cd "$root" && pwd)/artifacts/pack/$1" \
    -p:ContinuousIntegrationBuild=true -p:EchoSynthNative=false -p:RunAnalyzers=false
}

# The packages of one flavour; 3 where the package sources lack what it stands on.
pack_flavour() {
  local binding=$1 out=$2 project log
  shift 2
  local properties projects=(EchoSynth.Imaging EchoSynth.PhantomModel EchoSynth)
  mapfile -t properties < <(pack_properties "$binding")
  [[ $binding != System ]] || projects+=(EchoSynth.LibTorch)
  log="$root/artifacts/pack/$binding.restore.log"
  mkdir -p "$root/artifacts/pack"
  if ! dotnet restore "$root/src/EchoSynth/EchoSynth.csproj" "${properties[@]:2}" "$@" >"$log" || ! dotnet restore "$root/src/EchoSynth.PhantomModel/EchoSynth.PhantomModel.csproj" "${properties[@]:2}" "$@" >>"$log"; then
    if [[ $binding == TorchSharp ]] && grep -q 'error' "$log" && ! grep 'error' "$log" | grep -qvE 'error NU110[1-3]:'; then
      return 3
    fi
    cat "$log" >&2
    return 1
  fi
  for project in "${projects[@]}"; do
    echo "Packing $project ($binding) …"
    dotnet pack "$root/src/$project/$project.csproj" --no-restore -o "$out" "${properties[@]}" -clp:NoSummary "$@" || return 1
  done
}

# Needs no libtorch: the native bridge is built by those who use the package. Other options go to 'dotnet pack' (for example -p:Version=0.2.0-beta1).
run_pack() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing (there is no 'dotnet' on PATH)."
  local binding=all out="$root/artifacts/packages" rest=() flavour status made=0 missing=()
  while (($# > 0)); do
    case $1 in
      --binding) binding=${2:-} && shift ;;
      --binding=*) binding=${1#*=} ;;
      --out) out=${2:?build.sh: --out needs a folder} && shift ;;
      --out=*) out=${1#*=} ;;
      *) rest+=("$1") ;;
    esac
    shift || break
  done
  case $binding in
    all) set -- TorchSharp System ;;
    TorchSharp | System) set -- "$binding" ;;
    *) fail "--binding is '$binding'; it must be TorchSharp (the package EchoSynth), System (EchoSynth.System and EchoSynth.LibTorch) or all." ;;
  esac
  # The files in a package bear the time of the commit, so that packing it again gives the same bytes.
  if [[ -z ${SOURCE_DATE_EPOCH:-} ]]; then
    SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2>/dev/null) && export SOURCE_DATE_EPOCH || unset SOURCE_DATE_EPOCH
  fi
  mkdir -p "$out"
  rm -f "$out"/EchoSynth*.nupkg "$out"/EchoSynth*.snupkg
  for flavour in "$@"; do
    status=0
    pack_flavour "$flavour" "$out" "${rest[@]}" || status=$?
    case $status in
      0) made=1 ;;
      3) missing+=("$flavour") ;;
      *) fail "packing the flavour $flavour failed." ;;
    esac
  done
  (cd "$out" && ls -- *.nupkg *.snupkg 2>/dev/null) || true
  for flavour in "${missing[@]}"; do
    echo "NOT MADE: EchoSynth over TorchSharp. The package sources of this machine ('dotnet nuget list source') lack:"
    sed -nE 's/.*error (NU110[1-3]: [^.]*)\..*/  \1/p' "$root/artifacts/pack/$flavour.restore.log" | sort -u
  done
  ((made)) || fail "no package was made."
}

# The pages of the API, from the comments in the code: what ApiReferenceTests compares with.
run_docs() {
  require_libtorch
  build "$root/benchmarks/EchoSynth.ApiReference"
  exec dotnet "$root/benchmarks/EchoSynth.ApiReference/bin/Release/net10.0/EchoSynth.ApiReference.dll" "$root/docs/api"
}

# The text files of the public API, written anew: what PublicApiTests compares with.
run_api() {
  require_libtorch
  build "$root/tests/EchoSynth.Packages.Tests"
  ECHOSYNTH_ACCEPT_API=1 dotnet test "$root/tests/EchoSynth.Packages.Tests" -c Release --no-build --filter FullyQualifiedName~PublicApi
  git -C "$root" --no-pager diff --stat -- 'src/*/PublicApi.txt' 2>/dev/null || true
}

verb=${1:-}
shift || true
case $verb in
  demo) run_demo "$@" ;;
  test) run_tests "$@" ;;
  native) require_libtorch && build "$root/src/EchoSynth.LibTorch" ;;
  bench) run_bench "$@" ;;
  bench-peers) run_bench_peers "$@" ;;
  fuzz) run_fuzz "$@" ;;
  docs) run_docs ;;
  pack) run_pack "$@" ;;
  api) run_api ;;
  pretrain) run_pretrain "$@" ;;
  '' | help | --help | -h) usage ;;
  *)
    echo "build.sh: unknown command '$verb'" >&2
    usage >&2
    exit 2
    ;;
esac
