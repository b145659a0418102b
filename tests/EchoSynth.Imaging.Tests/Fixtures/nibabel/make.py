#!/usr/bin/env python3
"""NIfTI files by nibabel (Debian: python3-nibabel), and what nibabel reads from them: expected.json. Run it here. Golden values: never rerun it to make a test pass."""
import os, sys, warnings
import nibabel as nib
import numpy as np
sys.path.insert(0, "..")
import pattern

SPACING = (0.308, 0.154, 1.54, 0.02, 1)
TYPES = dict(uint8="UInt8", int8="Int8", uint16="UInt16", int16="Int16", uint32="UInt32", int32="Int32", uint64="UInt64", int64="Int64", float32="Float32", float64="Float64")
records = {}


def values(dtype, shape):
    """The pattern stretched over the type's whole range; [x, y, …]."""
    frames = int(np.prod(shape[2:], dtype=int))
    a = np.stack([pattern.grey(shape[0], shape[1], k).T for k in range(frames)], -1).reshape(shape, order="F")
    if np.dtype(dtype).kind == "f":
        return ((a - 77) / 3).astype(dtype)
    low, high = int(np.iinfo(dtype).min), int(np.iinfo(dtype).max)
    return np.array([low + v * (high - low) // 255 for v in a.reshape(-1).tolist()], dtype=object).astype(dtype).reshape(shape)


def save(name, array, endian="<", kind=nib.Nifti1Image, affine=None, slope=None, inter=0):
    header = kind.header_class(endianness=endian)
    header.set_data_dtype(array.dtype)
    header.set_xyzt_units("mm", "sec")
    image = kind(array, affine, header, dtype=array.dtype)
    if affine is None:
        image.header.set_data_shape(array.shape)
        image.header.set_zooms(SPACING[: array.ndim])
    if slope is not None:
        image.header.set_slope_inter(slope, inter)
    nib.save(image, name)
    known(name)


def known(name):
    read = nib.load(name)
    stored = read.dataobj.get_unscaled()
    if TYPES[stored.dtype.name] in ("UInt64", "Int64"):
        whole = np.asarray(read.dataobj)  # float64 rounds them: what a double of them is
    else:
        whole = read.get_fdata(dtype=np.float64)
    records[name] = pattern.record(read.shape, read.header.get_zooms(), TYPES[stored.dtype.name], whole.reshape(-1, order="F"))


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    for n, dtype in enumerate(TYPES):
        save(f"{dtype}_2d.nii", values(dtype, (7, 5)))
        save(f"{dtype}_be_3d.nii.gz", values(dtype, (5, 4, 3)), ">")
        save(f"{dtype}_4d.nii.gz", values(dtype, (4, 3, 2, 3)), "<>"[n % 2])
        save(f"{dtype}_nifti2.nii.gz", values(dtype, (6, 3, 2)), "><"[n % 2], nib.Nifti2Image)
    save("five_axes.nii.gz", values("uint8", (4, 3, 2, 3, 2)))
    save("frames_on_axis_4.nii.gz", values("uint8", (4, 3, 1, 5)))
    save("frames_on_axis_5.nii.gz", values("int16", (4, 3, 1, 1, 3)))
    save("pair_le.img", values("int16", (6, 4, 2)), "<", nib.Nifti1Pair)
    save("pair_be.img", values("float32", (6, 4)), ">", nib.Nifti1Pair)
    save("pair2.img", values("uint16", (6, 4, 2)), "<", nib.Nifti2Pair)
    save("pair_zipped.img.gz", values("uint8", (6, 4, 2)), "<", nib.Nifti1Pair)
    for dtype in ("uint8", "int16", "float32"):
        save(f"scaled_{dtype}.nii.gz", values(dtype, (6, 4)), "<", slope=0.5, inter=-3)
        save(f"scaled_{dtype}_be.nii", values(dtype, (6, 4)), ">", slope=-2, inter=100)
    # Orientations: mirrored axes, exchanged axes, an oblique plane. nibabel's arrays keep the order of the bytes.
    for name, affine in dict(
        identity=np.diag([0.3, 0.2, 5, 1]),
        camus=np.diag([-0.308, -0.308, 1, 1]),
        mirrored_z=np.diag([0.3, 0.2, -5, 1]),
        exchanged=[[0, 0.2, 0, 3], [0.3, 0, 0, -4], [0, 0, 5, 1], [0, 0, 0, 1]],
        oblique=[[0.24, -0.16, 0, 1], [0.18, 0.12, 0, 2], [0, 0, 2, 3], [0, 0, 0, 1]],
    ).items():
        save(f"affine_{name}.nii", values("uint8", (5, 4, 2)), affine=np.array(affine, float))
    # What is refused, with the header's field.
    for name, array in dict(complex64=np.zeros((3, 2), np.complex64), complex128=np.zeros((3, 2), np.complex128), rgb=np.zeros((3, 2), [("R", "u1"), ("G", "u1"), ("B", "u1")])).items():
        nib.save(nib.Nifti1Image(array, np.eye(4)), f"refused_{name}.nii")
        records[f"refused_{name}.nii"] = dict(error="datatype")
    quad = nib.Nifti1Image(np.zeros((3, 2), np.float64), np.eye(4))
    nib.save(quad, "refused_float128.nii")
    with open("refused_float128.nii", "r+b") as f:  # nibabel writes float128 only where C has it
        f.seek(70)
        f.write((1536).to_bytes(2, "little") + (128).to_bytes(2, "little"))
    records["refused_float128.nii"] = dict(error="datatype")
pattern.write("expected.json", records)
