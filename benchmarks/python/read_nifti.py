#!/usr/bin/env python3
"""Reads the same CAMUS-like pairs with nibabel + numpy and with EchoSynth.Imaging, in turn, on the core this process is pinned to; medians and ratios.

read_nifti.py PROGRAM FOLDER [ROUNDS]   (benchmarks/read_nifti.sh calls it)
PROGRAM is the built EchoSynth.ReadFiles.dll; FOLDER keeps the files between runs. Both sides live through the whole run, so neither pays its start; one warm-up
round each, whose arrays are compared. Times are processor time, of all threads: other work on the machine counts less. nibabel: np.asarray(nib.load(path).dataobj). Other columns: the same files through EchoFile, which also makes float pixels
in [0, 1] of an image and checks the labels of a mask.
"""
import os, subprocess, sys, time, zlib
import nibabel as nib
import numpy as np
from scipy import ndimage as ndi

PAIRS, PHANTOMS = 60, 12
# Columns × rows; CAMUS has 549 × 843 often, and up to about 1,000 columns.
SIZES = ((549, 843), (708, 843), (600, 800), (832, 1024), (1000, 900))


def make(program, folder):
    """Phantoms stretched to CAMUS's shapes (pixels of 0.308 × 0.154 mm), saved by nibabel as it does by default."""
    source = os.path.join(folder, "phantoms")
    os.makedirs(source, exist_ok=True)
    subprocess.run(["dotnet", program, "phantoms", source, str(PHANTOMS)], check=True)
    for i in range(PAIRS):
        columns, rows = SIZES[i % len(SIZES)]
        for suffix, order in (("", 1), ("_gt", 0)):
            a = np.asarray(nib.load(os.path.join(source, f"{i % PHANTOMS:03d}{suffix}.nii")).dataobj)
            if i >= PHANTOMS and i // PHANTOMS % 2:
                a = a[::-1]
            a = ndi.zoom(a, (columns / a.shape[0], rows / a.shape[1]), order=order)
            nib.save(nib.Nifti1Image(a.astype(np.uint8), np.diag([-0.308, -0.154, 1, 1])), os.path.join(folder, f"patient{i:04d}_4CH_ED{suffix}.nii.gz"))


def read(path):
    return np.asarray(nib.load(path).dataobj)


def summary(a):
    return f"{a.shape[0]}x{a.shape[1]}:{zlib.adler32(a.tobytes(order='F'))}"


class Ours:
    def __init__(self, program, folder, **environment):
        self.process = subprocess.Popen(["dotnet", program, "serve", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ, **environment))

    def ask(self, verb):
        self.process.stdin.write(verb + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


def timed(files):
    start = time.process_time()
    for path in files:
        read(path)
    return time.process_time() - start


def main(program, folder, rounds="9"):
    if not os.path.exists(os.path.join(folder, "made")):
        make(program, folder)
        open(os.path.join(folder, "made"), "w").close()
    files = sorted(os.path.join(folder, f) for f in os.listdir(folder) if f.endswith(".nii.gz"))
    masks = [f for f in files if "_gt" in f]
    images = [f for f in files if f not in masks]
    ours = Ours(program, folder)
    # System.GC.LOHThreshold, which an application can set: arrays below 8 MB from memory that is used again and again, not from fresh pages each time.
    small = Ours(program, folder, DOTNET_GCLOHThreshold="800000")
    sums = ours.ask("sums").split(" ")
    assert len(files) == 2 * PAIRS and sums == [summary(read(f)) for f in files], "the two read different arrays"
    stored = sum(os.path.getsize(f) for f in files)
    raw = sum(read(f).size for f in files)
    print(f"{len(masks)} pairs, {raw / 1e6:.1f} MB of pixels in {stored / 1e6:.1f} MB of .nii.gz; nibabel {nib.__version__}, numpy {np.__version__}, zlib {zlib.ZLIB_RUNTIME_VERSION}; the arrays agree")
    for verb in ("volumes", "kept", "images", "masks") * 5:
        ours.ask(verb)
        small.ask(verb)
    cases = (("volumes", files, "arrays, each disposed of after use"), ("kept", files, "arrays, left to the collector"), ("images", images, "images as float pixels (EchoFile)"), ("masks", masks, "masks with labels checked (EchoFile)"))
    times = {verb: ([], [], []) for verb, _, _ in cases}
    for _ in range(int(rounds)):
        for verb, some, _ in cases:
            times[verb][0].append(timed(some))
            times[verb][1].append(float(ours.ask(verb)))
            times[verb][2].append(float(small.ask(verb)))
    print(f"{'ms per file, median of ' + rounds + ' rounds':40} {'nibabel':>8} {'ours':>8} {'ratio':>6} {'range':>11} | {'with LOHThreshold':>17} {'ratio':>6} {'range':>11}")
    for verb, some, name in cases:
        theirs, own, tuned = (np.array(t) / len(some) * 1e3 for t in times[verb])
        a, b = theirs / own, theirs / tuned
        print(f"{name:40} {np.median(theirs):8.3f} {np.median(own):8.3f} {np.median(a):6.2f} {a.min():5.2f}…{a.max():5.2f} | {np.median(tuned):17.3f} {np.median(b):6.2f} {b.min():5.2f}…{b.max():5.2f}")
    small.process.stdin.close()
    small.process.wait()
    ours.process.stdin.close()
    ours.process.wait()


main(*sys.argv[1:])
