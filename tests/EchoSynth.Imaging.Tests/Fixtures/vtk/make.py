#!/usr/bin/env python3
"""MetaImages by VTK and by plastimatch (Debian: python3-vtk9 plastimatch python3-nibabel), and what VTK reads from them: expected.json.

Of plastimatch's files plastimatch itself makes a NIfTI, which nibabel reads: it must agree with VTK. Run it here. Golden values: never rerun it to make a test pass.
"""
import glob, os, subprocess, sys, tempfile
import nibabel as nib
import numpy as np
import vtk
from vtk.util import numpy_support
sys.path.insert(0, "..")
import pattern

SPACING = (0.308, 0.154, 1.54)
NAMES = {vtk.VTK_UNSIGNED_CHAR: "UInt8", vtk.VTK_CHAR: "Int8", vtk.VTK_SIGNED_CHAR: "Int8", vtk.VTK_UNSIGNED_SHORT: "UInt16", vtk.VTK_SHORT: "Int16", vtk.VTK_UNSIGNED_INT: "UInt32", vtk.VTK_INT: "Int32",
         vtk.VTK_FLOAT: "Float32", vtk.VTK_DOUBLE: "Float64"}
records = {}


def values(kind, shape):
    """[z, y, x] over the type's whole range."""
    a = np.stack([pattern.grey(shape[0], shape[1], k) for k in range(shape[2])])
    dtype = np.dtype(numpy_support.get_vtk_to_numpy_typemap()[kind])
    if dtype.kind == "f":
        return ((a - 77) / 3).astype(dtype)
    low, high = int(np.iinfo(dtype).min), int(np.iinfo(dtype).max)
    return np.array([low + v * (high - low) // 255 for v in a.reshape(-1).tolist()], dtype=object).astype(dtype).reshape(a.shape)


def save(name, kind, shape, compress):
    array = numpy_support.numpy_to_vtk(values(kind, shape).reshape(-1), deep=True, array_type=kind)
    image = vtk.vtkImageData()
    image.SetDimensions(*shape)
    image.SetSpacing(*SPACING)
    image.GetPointData().SetScalars(array)
    writer = vtk.vtkMetaImageWriter()
    writer.SetInputData(image)
    writer.SetFileName(name)
    if name.endswith(".mhd"):
        writer.SetRAWFileName(name[:-4] + (".zraw" if compress else ".raw"))
    writer.SetCompression(compress)
    writer.Write()
    known(name, values(kind, shape))


def known(name, wanted=None):
    reader = vtk.vtkMetaImageReader()
    reader.SetFileName(name)
    reader.Update()
    image = reader.GetOutput()
    array = numpy_support.vtk_to_numpy(image.GetPointData().GetScalars())
    if wanted is not None and not (array == wanted.reshape(-1)).all():
        raise SystemExit(f"{name}: VTK does not read what it wrote")
    records[name] = pattern.record(image.GetDimensions(), image.GetSpacing(), NAMES[image.GetPointData().GetScalars().GetDataType()], array)
    return array


# VTK's long has 8 bytes, but MetaImage's MET_LONG has 4: VTK writes half of the pixels and cannot read them back. It knows no 8-byte integers of MetaImage.
for kind, word in (
    (vtk.VTK_UNSIGNED_CHAR, "uchar"), (vtk.VTK_SIGNED_CHAR, "schar"), (vtk.VTK_UNSIGNED_SHORT, "ushort"), (vtk.VTK_SHORT, "short"),
    (vtk.VTK_UNSIGNED_INT, "uint"), (vtk.VTK_INT, "int"), (vtk.VTK_FLOAT, "float"), (vtk.VTK_DOUBLE, "double")):
    save(f"{word}.mha", kind, (7, 5, 1), False)
    save(f"{word}_compressed.mha", kind, (7, 5, 3), True)
    save(f"{word}.mhd", kind, (6, 4, 2), False)
    save(f"{word}_compressed.mhd", kind, (16, 12, 2), True)

with tempfile.TemporaryDirectory() as folder:
    for kind, dtype in (("uchar", np.uint8), ("short", np.int16), ("ushort", np.uint16), ("uint32", np.uint32), ("float", np.float32), ("double", np.float64)):
        for suffix in (".mha", ".mhd"):
            source, back, name = os.path.join(folder, "a.nii"), os.path.join(folder, "b.nii"), f"plastimatch_{kind}{suffix}"
            a = np.stack([pattern.grey(6, 4, k).T for k in range(3)], -1).astype(dtype)
            nib.save(nib.Nifti1Image(a, np.diag([*SPACING, 1])), source)
            for arguments in (["--input", source, "--output-img", name, "--output-type", kind], ["--input", name, "--output-img", back]):
                subprocess.run(["plastimatch", "convert", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            array = known(name)
            assert (nib.load(back).get_fdata().reshape(-1, order="F") == array).all(), name
for name in glob.glob("plastimatch_*.mh?"):  # its headers carry private comments of the machine it ran on
    assert b"/tmp" not in open(name, "rb").read(), name
pattern.write("expected.json", records)
