#!/usr/bin/env python3
"""PNG files by Pillow (Debian: python3-pil), and what Pillow reads from them: expected.json. Run it here. Golden values: never rerun it to make a test pass.

Pillow writes no interlaced files: those are of adam7.py, and Pillow's reading of them is the expectation all the same. Of 16 bits in several channels Pillow keeps
the upper eight.
"""
import glob, sys
import numpy as np
from PIL import Image
sys.path.insert(0, "..")
import pattern
from adam7 import adam7

records = {}
W, H = 13, 9
a = pattern.grey(W, H).astype(np.uint8)
rgb = np.stack([pattern.grey(W, H, k) for k in range(3)], -1).astype(np.uint8)
alpha = pattern.grey(W, H, 5).astype(np.uint8)


def known(name):
    """The samples as stored: palette indices, grey of low depth as 0..2^depth-1, colours and alpha interleaved. Spacing from info["dpi"], 1 where there is none."""
    with Image.open(name) as image:
        mode, samples, (depth, colour) = image.mode, np.asarray(image), open(name, "rb").read()[24:26]
        dpi = image.info.get("dpi")
    if colour == 4 and mode == "RGBA":  # what Pillow makes of grey and alpha of 16 bits
        samples = samples[..., [0, 3]]
    if mode == "1":
        samples = samples.astype(np.uint8)
    elif mode in ("L", "LA") and depth < 8:
        # Pillow stretches 2 and 4 bits to 0..255.
        samples = samples // (255 // (2 ** depth - 1))
    records[name] = pattern.record((samples.shape[1], samples.shape[0]), (25.4 / dpi[0], 25.4 / dpi[1]) if dpi else (1, 1), mode, samples)


def save(name, image, **options):
    image.save(name, **options)
    known(name)


save("grey1.png", Image.fromarray(a % 2 * 255).convert("1"))
save("grey8.png", Image.fromarray(a), dpi=(254, 127))
save("grey16.png", Image.fromarray((pattern.grey(W, H) * 256 + pattern.grey(W, H, 9)).astype(np.uint16)))
for bits in (1, 2, 4, 8):
    image = Image.fromarray(a % 2 ** bits, "P")
    image.putpalette(sum(([i, 255 - i, i * 7 % 256] for i in range(2 ** bits)), []))
    save(f"palette{bits}.png", image, bits=bits)
save("palette_transparent.png", image, transparency=3, bits=8)
save("grey_alpha.png", Image.fromarray(np.dstack([a, alpha]), "LA"), dpi=(82.467, 164.935))
save("rgb.png", Image.fromarray(rgb), dpi=(300, 300))
save("rgb_transparent.png", Image.fromarray(rgb), transparency=(1, 2, 3))
save("rgba.png", Image.fromarray(np.dstack([rgb, alpha]), "RGBA"))
for level in (0, 1, 9):
    save(f"level{level}.png", Image.fromarray(pattern.grey(40, 30).astype(np.uint8)), compress_level=level)
save("optimised.png", Image.fromarray(pattern.grey(40, 30).astype(np.uint8)), optimize=True)
save("one_pixel.png", Image.fromarray(np.array([[200]], np.uint8)))
save("column.png", Image.fromarray(pattern.grey(1, 70).astype(np.uint8)))
for depth in (1, 2, 4, 8, 16):
    adam7(f"adam7_grey{depth}.png", pattern.grey(W, H) % 2 ** depth * (257 if depth == 16 else 1), depth, 0)
for depth in (1, 2, 4, 8):
    adam7(f"adam7_palette{depth}.png", pattern.grey(W, H) % 2 ** depth, depth, 3, bytes(i * 3 % 256 for i in range(3 * 2 ** depth)))
for depth, scale in ((8, 1), (16, 257)):
    for colour, channels in ((2, 3), (4, 2), (6, 4)):
        adam7(f"adam7_colour{colour}_{depth}.png", np.stack([pattern.grey(W, H, k) * scale for k in range(channels)], -1), depth, colour)
for width, height in ((1, 1), (3, 2), (5, 7), (1, 9)):
    adam7(f"adam7_{width}x{height}.png", pattern.grey(width, height), 8, 0)
for name in sorted(glob.glob("adam7_*.png")):
    known(name)
pattern.write("expected.json", records)
