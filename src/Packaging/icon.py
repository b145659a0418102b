#!/usr/bin/env python3
"""Draws icon.png, the packages' icon: an ultrasound sector with a heart in it. Standard library only; the same bytes each time."""
import math
import struct
import zlib
from pathlib import Path

SIZE, SAMPLES = 128, 4
APEX, NEAR, FAR, HALF_ANGLE = (64.0, 10.0), 12.0, 110.0, math.radians(39)
DARK, TISSUE, HEART = (16, 24, 40), (70, 96, 128), (240, 92, 104)


def in_rounded_square(x, y, radius=24.0):
    dx, dy = max(abs(x - 64) - (64 - radius), 0), max(abs(y - 64) - (64 - radius), 0)
    return dx * dx + dy * dy <= radius * radius


def in_heart(x, y):
    """The classic sextic curve, its point downwards."""
    u, v = (x - 64) / 24, (73 - y) / 24
    return (u * u + v * v - 1) ** 3 <= u * u * v ** 3


def colour(x, y):
    """Colour and opacity of one point."""
    if not in_rounded_square(x, y):
        return None
    dx, dy = x - APEX[0], y - APEX[1]
    depth = math.hypot(dx, dy)
    if NEAR <= depth <= FAR and abs(math.atan2(dx, dy)) <= HALF_ANGLE:
        if in_heart(x, y):
            return HEART
        # Arcs of equal depth, as a scanner's scale shows them.
        shade = 1.0 if int(depth / 8) % 2 else 0.8
        return tuple(round(c * shade) for c in TISSUE)
    return DARK


def pixel(column, row):
    points = [colour(column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES) for i in range(SAMPLES) for j in range(SAMPLES)]
    inside = [p for p in points if p]
    if not inside:
        return bytes(4)
    return bytes([round(sum(p[c] for p in inside) / len(inside)) for c in range(3)] + [round(255 * len(inside) / len(points))])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(SIZE)) for y in range(SIZE))
header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
Path(__file__).with_name("icon.png").write_bytes(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
