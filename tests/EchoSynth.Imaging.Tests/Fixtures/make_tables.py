#!/usr/bin/env python3
"""Makes the MATLAB and Excel files of this folder with other programs than the one under test: SciPy, openpyxl.

Debian: python3-scipy python3-openpyxl. Run it here. Golden values: never rerun it to make a test pass.
"""
import struct
import zipfile

import numpy as np
import openpyxl
from scipy.io import savemat


def pattern(frames, height, width):
    """[frames, height, width] values 0..255; MatFileTests.Pattern is the same formula."""
    t, y, x = np.mgrid[0:frames, 0:height, 0:width]
    return (t * 31 + y * 7 + x * 3 + t * x * y) % 256


a = pattern(3, 4, 5)
for name, array, compressed in (
    ("mat_uint8.mat", a.astype(np.uint8), False),
    ("mat_uint8_z.mat", a.astype(np.uint8), True),
    ("mat_bool_z.mat", a % 2 == 1, True),
    ("mat_int16.mat", (a - 128).astype(np.int16), False),
    ("mat_int64.mat", (a - 128).astype(np.int64), False),
    ("mat_single.mat", (a / 4).astype(np.float32), False),
    ("mat_double_z.mat", a / 8.0, True),
    ("mat_fortran.mat", np.asfortranarray(a.astype(np.uint8)), False),
    ("mat_transposed_z.mat", a.astype(np.uint8).transpose(2, 1, 0), True),
):
    savemat(name, {"first": np.arange(4.0), "text": "a text", "predicted": array, "last": 1 + 2j}, do_compression=compressed)
savemat("mat_complex.mat", {"predicted": np.ones((2, 3, 4)) * 1j})
savemat("mat_cell.mat", {"predicted": np.array([["a", 1]], dtype=object)})
savemat("mat_v4.mat", {"predicted": np.ones((2, 3))}, format="4")


def big_endian(name, array):
    """What MATLAB wrote on big-endian machines; SciPy reads it (checked below) but does not write it."""
    def part(kind, data):
        return struct.pack(">II", kind, len(data)) + data + bytes(-len(data) % 8)
    body = part(6, struct.pack(">II", 6, 0)) + part(5, struct.pack(f">{array.ndim}i", *array.shape)) + part(1, b"predicted")
    body += part(9, array.astype(">f8").tobytes(order="F"))
    with open(name, "wb") as f:
        f.write(b"MATLAB 5.0 MAT-file, big-endian".ljust(124) + struct.pack(">H", 0x0100) + b"MI" + struct.pack(">II", 14, len(body)) + body)


big_endian("mat_big_endian.mat", a / 8.0)
from scipy.io import loadmat

assert (loadmat("mat_big_endian.mat")["predicted"] == a / 8.0).all()

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "A4C"
sheet.append(["ECHO", "SEG1", "SEG2", "SEG3", "SEG5", "SEG6", "SEG7", "Reference Frame", "End of Cycle", "LV Wall Ground-truth Segmentation Masks"])
sheet.append(["ES0001 _4CH_1", 0, 1, 0, 0, 0, 0, 5, 31, "\u00fc"])
sheet.append(["ES0002_4CH_1", 0, 1, 0, 0, 0, 0, 1, 24.0, "\u00fc"])
sheet["A4"] = "ES0003_4CH_1"
sheet["H4"], sheet["I4"] = 2, "=H4+20"
sheet["C9"] = "a <note> & more"
book.create_sheet("A2C").append(["not this sheet"])
book.save("sheet.xlsx")
# openpyxl leaves formulas without a value; Excel saves one. Put it in as Excel does.
with zipfile.ZipFile("sheet.xlsx") as source:
    parts = {i.filename: source.read(i) for i in source.infolist()}
name = "xl/worksheets/sheet1.xml"
assert b"<f>H4+20</f><v />" in parts[name] or b"<f>H4+20</f><v></v>" in parts[name] or b"<f>H4+20</f><v/>" in parts[name], parts[name]
for empty in (b"<v />", b"<v></v>", b"<v/>"):
    parts[name] = parts[name].replace(b"<f>H4+20</f>" + empty, b"<f>H4+20</f><v>22</v>")
with zipfile.ZipFile("sheet.xlsx", "w", zipfile.ZIP_DEFLATED) as target:
    for part, data in parts.items():
        target.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), data)
