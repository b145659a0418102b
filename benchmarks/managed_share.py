"""Samples of "perf script -F pid,tid,ip,sym,dso" by library and by kind of work, for managed_share.sh. The work runs on the process's first thread, whose tid is the pid."""
import collections
import os
import re
import sys

LINE = re.compile(r"^\s*(\d+)/(\d+)\s+[0-9a-f]+ (.*) \(([^()]*)(?: \(deleted\))?\)\s*$")
GROUPS = [
    (".NET code", "managed", r"^(memfd:doublemapper|.*\.dll$)"),
    ("oneDNN's compiled kernels", "native", r"^(perf-\d+\.map|jitted-|\[anon|//anon)"),
    (".NET runtime", "managed", r"^(libcoreclr|libclr|libmscor|libSystem|libhostpolicy|libhostfxr|liblttng|libicu|dotnet)"),
    ("libtorch", "native", r"^(libtorch|libc10|libgomp|libopenblas|libblas|libcblas|liblapack|libdnnl|libmkl|libiomp|libXNNPACK|libsleef|libonnx|libfbgemm|libpytorch|libgloo|libnnpack|libpthreadpool|libcpuinfo|libprotobuf|libtensorpipe)"),
    ("libc, libm, libstdc++", "shared", r"^(libc[.-]|libm[.-]|libstdc\+\+|libgcc|ld-linux|libpthread|libdl|librt|\[vdso\])"),
    ("kernel", "shared", r"^(\[kernel|\[guest)"),
    ("what libtorch was linked to", "native", r"^lib.*\.so"),  # Debian's brings OpenCV, and that a dozen more
]
# The bridge to libtorch holds both: the loops and operators that the networks compute with, and the way from .NET to any operator.
BRIDGE = re.compile(r"^libechosynth_torch")
BRIDGE_CALLS = re.compile(r"^(es_|\(anonymous namespace\)::|echosynth::(borrow|release|guarded))")
BRIDGE_WORK = re.compile(r"echosynth::|torch::autograd::|c10::impl::|at::internal|winograd|_omp_fn")
KINDS = [  # (kind, library, symbol); the first that fits
    ("Winograd's convolution and its gradients", r"^libechosynth_torch", r"(?i)winograd|run_parts|run_strips|weight_gradient|multiply|product|strip|gather|scatter|filters"),
    ("norms and SPADE", r"^libechosynth_torch", r"(?i)norm|spade|moments|modul|map_|add_outer"),
    ("FIR, leaky, noise, sums, Adam", r"^libechosynth_torch", r"echosynth::"),
    ("bridge, calls", r"^libechosynth_torch", r""),
    ("oneDNN's compiled kernels", r"^(perf-\d+\.map|jitted-|\[anon|//anon)", r""),
    ("oneDNN's calls", r"^libdnnl", r""),
    ("matrix products", r"^(libopenblas|libblas|libcblas|libmkl)", r""),
    ("OpenMP, waiting included", r"^(libgomp|libiomp)", r""),
    ("libtorch: operators, dispatcher, autograd", r"^(libtorch|libc10)", r""),
    (".NET", r"^(memfd:doublemapper|.*\.dll$|libcoreclr|libclr|libmscor|libSystem|libhost|liblttng|dotnet)", r""),
    ("malloc, memset, memcpy", r"^libc[.-]", r""),
    ("kernel", r"^(\[kernel|\[guest)", r""),
    ("the rest", r"", r""),
]


def group(dso, symbol):
    name = os.path.basename(dso)
    if BRIDGE.match(name):
        work = BRIDGE_WORK.search(symbol) and not BRIDGE_CALLS.match(symbol)
        return ("bridge: loops and operators", "native") if work else ("bridge: calls", "managed")
    for title, side, pattern in GROUPS:
        if re.match(pattern, name) or re.match(pattern, dso):
            return title, side
    return f"unknown ({name})", "shared"


def kind(dso, symbol):
    name = os.path.basename(dso)
    return next(title for title, library, pattern in KINDS if (re.match(library, name) or re.match(library, dso)) and re.search(pattern, symbol))


def table(title, counts):
    total = sum(counts.values())
    print(f"{title}: {total} samples")
    for name, count in counts.most_common():
        print(f"  {100 * count / total:6.2f} %  {name}")
    print(f"  {100 * sum(counts.values()) / max(total, 1):6.2f} %  in all")


def main():
    places = ("first thread", "other threads")
    groups, kinds, symbols = ({where: collections.Counter() for where in places} for _ in range(3))
    for line in sys.stdin:
        match = LINE.match(line)
        if not match:
            continue
        where = places[0] if match[1] == match[2] else places[1]
        groups[where][group(match[4], match[3])] += 1
        kinds[where][kind(match[4], match[3])] += 1
        symbols[where][f"{match[3].split('+0x')[0]} ({os.path.basename(match[4])})"] += 1
    groups["process"] = sum(groups.values(), collections.Counter())
    if not groups["process"]:
        sys.exit("perf recorded no samples of it.")
    for where, counts in groups.items():
        total = sum(counts.values())
        if not total:
            continue
        table(f"{where}, by library", collections.Counter({f"{title} ({side})": count for (title, side), count in counts.items()}))
        managed = sum(count for (_, side), count in counts.items() if side == "managed")
        shared = sum(count for (_, side), count in counts.items() if side == "shared")
        print(f"  managed side {100 * managed / total:.2f} %; with all of libc, kernel and unknown {100 * (managed + shared) / total:.2f} %")
    table("first thread, by kind of work", kinds[places[0]])
    print("hottest of the first thread:")
    for name, count in symbols[places[0]].most_common(25):
        print(f"  {count:6d}  {name[:150]}")


main()
