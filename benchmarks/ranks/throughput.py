#!/usr/bin/env python3
"""Ranks of one thread beside one process of as many threads, by turns: the same global batch, the same images.

    benchmarks/ranks/throughput.py [--ranks 2] [--preset small-64] [--batch 4] [--one-batch] [--steps 150] [--rounds 5]

The ranks take a batch each; the one process sees as many images a step, as accumulated batches or, with --one-batch, in one. A rate is that of the steps after
the first 30, from the training's own log. Bytes are those of the loopback device over a whole training, beside 2 (n - 1) / n of the gradients' bytes per rank
and step. (That the weights are the same is for the tests to show, with as many threads in every process: two threads add up in another order than one.)
"""
import argparse
import json
import os
import pathlib
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLI = ROOT / "samples/EchoSynth.Cli/bin/Release/net10.0/EchoSynth.Cli.dll"
WARM = 30


def loopback_bytes():
    for line in pathlib.Path("/proc/net/dev").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name.strip() == "lo":
            return int(rest.split()[8])
    sys.exit("throughput.py: there is no loopback device in /proc/net/dev")


def weights(folder, name):
    """Numbers in a checkpoint's file."""
    data = next(pathlib.Path(folder, "training").glob("step-*")) / name
    with open(data, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    total = 0
    for key, value in header.items():
        if key != "__metadata__":
            size = 1
            for side in value["shape"]:
                size *= side
            total += size
    return total


def rate(folder, per_step):
    reports = [json.loads(line) for line in open(pathlib.Path(folder, "log.jsonl"))]
    times = [(r["step"], r["elapsedSeconds"]) for r in reports if r.get("event") == "progressed"]
    first = next(t for t in times if t[0] >= WARM)
    last = times[-1]
    return (last[0] - first[0]) * per_step / (last[1] - first[1])


def train(work, options, ranks, threads):
    folder = pathlib.Path(work, f"model-{ranks}")
    shutil.rmtree(folder, ignore_errors=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["dotnet", str(CLI), "train", "--data", str(work / "data"), "--model", str(folder), "--preset", options.preset, "--batch", str(options.batch), "--accumulate", str(options.ranks),
               "--images", str(options.steps * options.batch * options.ranks), "--threads", str(threads), "--device", "cpu", "--no-validation", "--checkpoint-interval", "1000000"]
    if ranks == 1 and options.one_batch:
        command[command.index("--batch") + 1] = str(options.batch * options.ranks)
        command[command.index("--accumulate") + 1] = "1"
    before = loopback_bytes()
    processes = []
    for rank in range(ranks):
        environment = dict(os.environ)
        if ranks > 1:
            environment.update(RANK=str(rank), WORLD_SIZE=str(ranks), LOCAL_RANK=str(rank), MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
        processes.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL))
    if any([process.wait() for process in processes]):
        sys.exit("throughput.py: a training failed; its message is above")
    return folder, rate(folder, options.batch * options.ranks), loopback_bytes() - before


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--preset", default="small-64")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--one-batch", action="store_true")
    parser.add_argument("--steps", type=int, default=150, help=f"of each training, at least {2 * WARM}")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.ranks < 2 or options.steps < 2 * WARM or options.rounds < 1 or options.batch < 1:
        parser.error(f"--ranks must be at least 2, --steps at least {2 * WARM}, --rounds and --batch at least 1")
    if not CLI.exists():
        subprocess.run(["dotnet", "build", str(ROOT / "samples/EchoSynth.Cli"), "-c", "Release", "-v", "quiet", "-clp:NoSummary"], check=True)
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        subprocess.run(["dotnet", str(CLI), "phantom", "--out", str(work / "data"), "--patients", "6", "--size", options.preset.split("-")[1]], check=True, stdout=subprocess.DEVNULL)
        ratios, alone_rates, shared_rates = [], [], []
        print(f"{options.rounds} rounds of two trainings of {options.steps} steps each", flush=True)
        for round_ in range(options.rounds):
            order = [(1, options.ranks), (options.ranks, 1)]
            results = {ranks: train(work, options, ranks, threads) for ranks, threads in (order if round_ % 2 == 0 else order[::-1])}
            alone, shared = results[1], results[options.ranks]
            ratios.append(shared[1] / alone[1])
            alone_rates.append(alone[1])
            shared_rates.append(shared[1])
            print(f"round {round_ + 1}: one process of {options.ranks} threads {alone[1]:.1f} images/s, {options.ranks} ranks of one thread {shared[1]:.1f}, ratio {ratios[-1]:.2f}", flush=True)
        gradients = 4 * (weights(shared[0], "denoiser.safetensors") + weights(shared[0], "discriminator.safetensors"))
        theory = 2 * (options.ranks - 1) / options.ranks * gradients
        measured = shared[2] / options.ranks / options.steps
        print(f"{options.preset}, {options.ranks} ranks, batch {options.batch} each: {statistics.median(shared_rates):.1f} images/s, one process {statistics.median(alone_rates):.1f}; "
              f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} - {max(ratios):.2f})")
        print(f"gradients {gradients / 1e6:.2f} MB; sent per rank and step {measured / 1e6:.2f} MB, by theory {theory / 1e6:.2f} MB, ratio {measured / theory:.2f}")


main()
