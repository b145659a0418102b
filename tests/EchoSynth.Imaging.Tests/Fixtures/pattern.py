"""What the generators of this folder share: the pattern, and the record of what a program itself reads from its file."""
import hashlib, json
import numpy as np


def grey(width, height, k=0):
    """[height, width] values 0..255; Fixture.Grey in the tests is the same formula."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    return (x * x + 5 * y + 11 * ((x * y) % 23) + 17 * k) % 256


def record(shape, spacing, type_name, values):
    """values: flat, x fastest, scale applied. Their SHA-256 is that of little-endian float64; the first eight help to see what is wrong."""
    values = np.asarray(values).reshape(-1).astype("<f8")
    return dict(shape=[int(n) for n in shape], spacing=[float(s) for s in spacing], type=type_name, sha256=hashlib.sha256(values.tobytes()).hexdigest(), first=values[:8].tolist())


def write(name, records):
    with open(name, "w") as f:
        f.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in records.items()) + "\n}\n")
