#!/usr/bin/env python3
"""What a training with many ranks, or a set made by shards, will take: measured times in, a table out. docs/scaling.md has the formulas and what they leave out.

    benchmarks/ranks/sizing.py training --step SECONDS[,SECONDS]... --gradients MB [--batch 4] [--ranks 8,64,512] [--per-machine 8] [--local GB/s] [--link GBIT/s[,GBIT/s]...] [--latency US] [--buckets 12] [--hidden 0.5]
    benchmarks/ranks/sizing.py images --image SECONDS [--images 1000000] [--shards 8,64,512] [--start SECONDS] [--bytes KB] [--merge IMAGES/s] [--price PER-HOUR]
"""
import argparse
import sys


def numbers(text):
    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        values = []
    if not values or any(v <= 0 for v in values):
        raise argparse.ArgumentTypeError(f"'{text}' must be positive numbers with commas between")
    return values


def positive(text):
    return numbers(text)[0]


def share(text):
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' must be from 0 to 1")
    return value


def communication(ranks, o, link):
    """Seconds of a step's two exchanges (all-to-all of parts, then all-gather of sums): each rank sends (n - 1) / n of the gradients twice."""
    here = min(ranks, o.per_machine)
    local = 2 * (here - 1) / ranks * o.gradients * 1e6 / (o.local * 1e9)
    # All ranks of a machine share its link.
    far = here * 2 * (ranks - here) / ranks * o.gradients * 1e6 / (link * 1e9 / 8)
    # Each bucket meets every other rank twice, one after the other at worst.
    calls = 2 * (ranks - 1) * o.buckets * (o.latency if ranks > here else o.latency / 10) * 1e-6
    return local + far + calls


def duration(seconds):
    for limit, size, unit in ((120, 1, "s"), (7200, 60, "min"), (172800, 3600, "h")):
        if seconds < limit:
            return f"{seconds / size:.0f} {unit}" if seconds / size >= 10 else f"{seconds / size:.1f} {unit}"
    return f"{seconds / 86400:.1f} days"


def rate(value):
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def training(o):
    links = ", ".join(f"{link:g}" for link in o.link)
    print(f"gradients {o.gradients:g} MB, batch {o.batch:g} a rank, {o.per_machine:g} ranks a machine, {o.local:g} GB/s between them, {links} Gbit/s between machines, {o.latency:g} µs a message, {o.buckets:g} buckets\n")
    print(f"| step of one rank | link | ranks | images a step | exchange | images/s, nothing hidden (efficiency) | up to {o.hidden:.0%} of the step hidden |")
    print("|---|---|---|---|---|---|---|")
    for step in o.step:
        for link in o.link:
            for ranks in map(int, o.ranks):
                sent = communication(ranks, o, link)
                bare, hidden = step + sent, step + max(0.0, sent - o.hidden * step)
                seen = ranks * o.batch
                print(f"| {1000 * step:,.0f} ms | {link:g} Gbit/s | {ranks} | {seen:,.0f} | {1000 * sent:,.1f} ms | {rate(seen / bare)} ({step / bare:.0%}) | {rate(seen / hidden)} ({step / hidden:.0%}) |")


def images(o):
    print(f"{o.images:,.0f} images of {1000 * o.image:,.1f} ms on one worker, {o.start:g} s to start it, {o.bytes:g} kB on disk each\n")
    print("| shards | one shard | machine hours | merge | written a second |" + (" price |" if o.price else ""))
    print("|---|---|---|---|---|" + ("---|" if o.price else ""))
    for shards in map(int, o.shards):
        one = o.start + o.images / shards * o.image
        row = f"| {shards} | {duration(one)} | {shards * one / 3600:,.1f} | {duration(o.images / o.merge)} | {o.images * o.bytes / 1000 / one:,.2f} MB |"
        print(row + (f" {shards * one / 3600 * o.price:,.0f} |" if o.price else ""))
    print(f"\n{o.images * o.bytes / 1e6:,.1f} GB in all")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    t = kinds.add_parser("training", help="ranks that train together")
    t.add_argument("--step", type=numbers, required=True, help="seconds of a step of one rank, as measured on one (benchmarks/ranks/throughput.py, echosynth bench)")
    t.add_argument("--gradients", type=positive, required=True, help="MB of both networks' gradients: 4 bytes a weight")
    t.add_argument("--batch", type=positive, default=4)
    t.add_argument("--ranks", type=numbers, default=[8, 64, 512])
    t.add_argument("--per-machine", type=positive, default=8, help="ranks that share a machine and its link")
    t.add_argument("--local", type=positive, default=100, help="GB/s at which a rank sends to others of its machine")
    t.add_argument("--link", type=numbers, default=[25, 400], help="Gbit/s of a machine's link")
    t.add_argument("--latency", type=positive, default=30, help="microseconds of a message between machines; a tenth within one")
    t.add_argument("--buckets", type=positive, default=12, help="exchanges of a step: some six for each network")
    t.add_argument("--hidden", type=share, default=0.5, help="share of a step behind which an exchange can hide: its backward passes")
    g = kinds.add_parser("images", help="a set made by shards")
    g.add_argument("--image", type=positive, required=True, help="seconds of one image on one worker, its files written")
    g.add_argument("--images", type=positive, default=1_000_000)
    g.add_argument("--shards", type=numbers, default=[8, 64, 512])
    g.add_argument("--start", type=positive, default=10, help="seconds until the first image")
    g.add_argument("--bytes", type=positive, default=30, help="kB an image takes with its mask and its line of the manifest")
    g.add_argument("--merge", type=positive, default=1600, help="images a second that merge checks")
    g.add_argument("--price", type=positive, help="of an hour of one worker, in any currency")
    options = parser.parse_args()
    if options.kind == "training" and any(r < 2 or r != int(r) for r in options.ranks):
        sys.exit("sizing.py: --ranks must be whole numbers, at least 2 each")
    if options.kind == "images" and any(s != int(s) for s in options.shards):
        sys.exit("sizing.py: --shards must be whole numbers")
    (training if options.kind == "training" else images)(options)


main()
