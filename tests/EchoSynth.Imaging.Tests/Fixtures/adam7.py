"""An encoder of interlaced PNG, which Pillow has not; every generator that uses it lets Pillow read the result."""
import struct, zlib
import numpy as np


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def adam7(name, values, depth, colour, palette=b""):
    """Interlaced, every filter in turn; checked by reading it with Pillow."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    v = values.reshape(values.shape[0], values.shape[1], channels)
    step = max(1, depth * channels // 8)
    data = b""
    for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        sub = v[y0::dy, x0::dx]
        if sub.size == 0:
            continue
        above = None
        for n, line in enumerate(sub):
            flat = line.reshape(-1)
            if depth == 16:
                row = flat.astype(">u2").tobytes()
            elif depth == 8:
                row = flat.astype(np.uint8).tobytes()
            else:
                text = "".join(format(int(q), f"0{depth}b") for q in flat)
                text += "0" * (-len(text) % 8)
                row = bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))
            up = above or bytes(len(row))
            left = bytes(step) + row[:-step] if len(row) > step else bytes(len(row))
            corner = bytes(step) + up[:-step] if len(up) > step else bytes(len(up))
            f = n % 5

            def paeth(p, q, r):
                e = p + q - r
                return min((abs(e - p), 0, p), (abs(e - q), 1, q), (abs(e - r), 2, r))[2]

            guess = [bytes(len(row)), left, up, bytes((l + u) // 2 for l, u in zip(left, up)), bytes(paeth(l, u, c) for l, u, c in zip(left, up, corner))][f]
            data += bytes([f]) + bytes((r - g) % 256 for r, g in zip(row, guess))
            above = row
    height, width = v.shape[:2]
    with open(name, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 1)))
        z = zlib.compress(data)
        if palette:
            out.write(chunk(b"PLTE", palette))
        out.write(chunk(b"IDAT", z[:20]) + chunk(b"IDAT", z[20:]) + chunk(b"IEND", b""))
