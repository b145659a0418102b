"""Samples of "perf script -F pid,tid,ip,sym,dso" by library, for managed_share.sh. The training runs on the process's first thread, whose tid is the pid."""
import collections
import os
import re
import sys

LINE = re.compile(r"^\s*(\d+)/(\d+)\s+[0-9a-f]+ (.*) \(([^()]*)(?: \(deleted\))?\)\s*$")
GROUPS = [
    (".NET code", "managed", r"^(memfd:doublemapper|.*\.dll$)"),
    ("oneDNN's compiled kernels", "native", r"^(perf-\d+\.map|\[anon|//anon)"),
    (".NET runtime", "managed", r"^(libcoreclr|libclrjit|libclrgc|libSystem|libhostpolicy|libhostfxr|dotnet)"),
    ("bridge", "managed", r"^libechosynth_torch"),
    ("libtorch", "native", r"^(libtorch|libc10|libgomp|libopenblas|libblas|libcblas|liblapack|libdnnl|libmkl|libiomp|libXNNPACK|libsleef|libonnx|libfbgemm|libpytorch|libgloo|libnnpack|libpthreadpool|libcpuinfo|libprotobuf|libtensorpipe)"),
    ("libc, libm, libstdc++", "shared", r"^(libc[.-]|libm[.-]|libstdc\+\+|libgcc|ld-linux|libpthread|\[vdso\])"),
    ("kernel", "shared", r"^(\[kernel|\[guest)"),
]


def group(dso):
    name = os.path.basename(dso)
    for title, side, pattern in GROUPS:
        if re.match(pattern, name) or re.match(pattern, dso):
            return title, side
    return f"other ({name})", "managed"


def main():
    threads = {"training thread": collections.Counter(), "other threads": collections.Counter()}
    symbols = {"training thread": collections.Counter(), "other threads": collections.Counter()}
    for line in sys.stdin:
        match = LINE.match(line)
        if not match:
            continue
        where = "training thread" if match[1] == match[2] else "other threads"
        threads[where][group(match[4])] += 1
        if group(match[4])[0] != "libtorch":
            symbols[where][f"{match[3].split('+0x')[0]} ({os.path.basename(match[4])})"] += 1
    threads["process"] = sum(threads.values(), collections.Counter())
    for where, counts in threads.items():
        total = sum(counts.values())
        print(f"{where}: {total} samples")
        for (title, side), count in counts.most_common():
            print(f"  {100 * count / total:6.2f} %  {title} ({side})")
        managed = sum(count for (_, side), count in counts.items() if side == "managed")
        shared = sum(count for (_, side), count in counts.items() if side == "shared")
        if total:
            print(f"  managed side {100 * managed / total:.2f} %; with all of libc and kernel {100 * (managed + shared) / total:.2f} %")
    for where, counts in symbols.items():
        print(f"{where}, hottest outside libtorch:")
        for name, count in counts.most_common(12):
            print(f"  {count:6d}  {name}")


main()
