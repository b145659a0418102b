"""Reads and writes safetensors files with numpy alone, for machines without the safetensors package.

The format: 8 bytes of little-endian header length, a JSON header {name: {dtype, shape, data_offsets}},
then the values, little-endian and row-major.  load() and save() work on dictionaries of numpy arrays;
anything numpy can convert (a PyTorch CPU tensor among them) can be saved.
"""
import json
import struct

import numpy as np

TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "|i1", "U8": "|u1", "BOOL": "|b1",
}
NAMES = {np.dtype(code): name for name, code in TYPES.items()}


def load(path, mapped=False):
    """name -> array; bfloat16, which numpy lacks, comes as float32.

    mapped: the arrays are views of a private map of the file, whose pages are read when they are first touched; writing to them leaves the file alone.
    """
    if mapped:
        data = np.memmap(path, np.uint8, "c")
    else:
        with open(path, "rb") as file:
            data = np.frombuffer(bytearray(file.read()), np.uint8)
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8:8 + length].tobytes())
    values = data[8 + length:].view(np.ndarray)
    arrays = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        raw = values[begin:end]
        if entry["dtype"] == "BF16":
            array = (raw.view("<u2").astype("<u4") << 16).view("<f4")
        else:
            array = raw.view(TYPES[entry["dtype"]])
            if not (mapped and array.flags.aligned):
                array = array.copy()
        arrays[name] = array.reshape(entry["shape"])
    return arrays


def save(path, arrays, metadata=None):
    """Writes the arrays in order of their names."""
    header, parts, offset = {}, [], 0
    if metadata:
        header["__metadata__"] = metadata
    for name in sorted(arrays):
        array = np.asarray(arrays[name])
        if array.dtype not in NAMES:
            raise TypeError(f"{name} is {array.dtype}; known are {', '.join(sorted(TYPES))}")
        raw = array.tobytes()  # always row-major
        header[name] = {"dtype": NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [offset, offset + len(raw)]}
        offset += len(raw)
        parts.append(raw)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for raw in parts:
            file.write(raw)
