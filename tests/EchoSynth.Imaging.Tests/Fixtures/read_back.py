#!/usr/bin/env python3
"""Reads what EchoSynth wrote with nibabel, VTK, plastimatch or Pillow and compares sizes, spacing and every value: read_back.py TOOL FOLDER.

FOLDER/expected.json says what is in the files, in the form of pattern.record. Prints how many files agree; the first that does not ends it with status 1.
"""
import json, os, subprocess, sys
import numpy as np
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pattern


def nibabel(path):
    import nibabel
    image = nibabel.load(path)
    return image.shape, image.header.get_zooms(), image.get_fdata(dtype=np.float64).reshape(-1, order="F")


def vtk(path):
    import vtk
    from vtk.util import numpy_support
    reader = vtk.vtkMetaImageReader()
    reader.SetFileName(path)
    reader.Update()
    image = reader.GetOutput()
    return image.GetDimensions(), image.GetSpacing(), numpy_support.vtk_to_numpy(image.GetPointData().GetScalars())


def plastimatch(path):
    copy = path + ".nii"
    done = subprocess.run(["plastimatch", "convert", "--input", path, "--output-img", copy], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{path}: {done.stdout}")
    return nibabel(copy)


def pillow(path):
    from PIL import Image
    with Image.open(path) as image:
        a = np.asarray(image)
        x, y = image.info["dpi"]
        return a.shape[1::-1], (25.4 / x, 25.4 / y), a


def main(tool, folder):
    with open(os.path.join(folder, "expected.json")) as f:
        expected = json.load(f)
    for name, wanted in expected.items():
        shape, spacing, values = globals()[tool](os.path.join(folder, name))
        read = pattern.record(shape, spacing, None, values)
        # pHYs counts whole pixels per metre; NIfTI-1 has floats.
        tolerance = 1e-3 if tool == "pillow" else 1e-6
        sizes = list(wanted["shape"]) + [1] * (len(shape) - len(wanted["shape"]))
        if read["shape"] != sizes or read["first"] != wanted["first"] or read["sha256"] != wanted["sha256"]:
            sys.exit(f"{name}: {tool} reads {read}; written was {wanted}")
        if any(abs(a / b - 1) > tolerance for a, b in zip(spacing, wanted["spacing"])):
            sys.exit(f"{name}: {tool} reads the spacing {spacing}; written was {wanted['spacing']}")
    print(f"{len(expected)} files agree")


main(*sys.argv[1:])
