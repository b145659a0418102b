"""Starts processes by turns and prints the medians of what they took: for benchmarks/cold_start.sh.

    cold_start.py EchoSynth.Cli.dll ROUNDS
"""
import glob
import os
import statistics
import sys
import time

# Lazily bound, as a program has it; libtorch brings what it was linked to.
LOAD = "import ctypes, os; ctypes.CDLL({!r}, mode=os.RTLD_LAZY | os.RTLD_GLOBAL)"


def libtorch():
    folder = os.environ.get("ECHOSYNTH_LIBTORCH")
    found = [os.path.join(folder, "lib", "libtorch_cpu.so")] if folder else glob.glob("/usr/lib/*/libtorch_cpu.so")
    return next((path for path in found if os.path.exists(path)), None)


def run(command):
    """-> wall and processor seconds, and whether it ended well"""
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(child, 0)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, status == 0


def main(cli, rounds):
    python, library = sys.executable, libtorch()
    commands = {".NET: the command line's --version": ["dotnet", cli, "--version"], ".NET, libtorch, the bridge: doctor": ["dotnet", cli, "doctor"], "Python": [python, "-c", ""]}
    if library:
        commands["Python, then libtorch's libraries alone"] = [python, "-c", LOAD.format(library)]
    commands["Python, then import torch"] = [python, "-c", "import torch"]
    times = {}
    for turn in range(-1, rounds):
        for name, command in list(commands.items()):
            wall, processor, well = run(command)
            if not well:
                del commands[name]
                print(f"left out: {name}")
            elif turn >= 0:
                times.setdefault(name, []).append((wall, processor))
    print(f"{'median of ' + str(rounds) + ' starts':<44}{'wall, s':>9}{'processor, s':>14}")
    for name, values in times.items():
        wall, processor = (statistics.median(column) for column in zip(*values))
        print(f"{name:<44}{wall:>9.3f}{processor:>14.3f}")


main(sys.argv[1], int(sys.argv[2]))
