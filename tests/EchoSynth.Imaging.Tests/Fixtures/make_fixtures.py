#!/usr/bin/env python3
"""Makes the files of this folder with other programs than the one under test: nibabel, plastimatch (ITK), Pillow, scikit-image, SciPy.

Debian: python3-nibabel plastimatch python3-pil python3-skimage python3-scipy. Run it here. Golden values: never rerun it to make a test pass.
"""
import json, os, subprocess, tempfile
import nibabel as nib
import numpy as np
from PIL import Image
from scipy import ndimage as ndi
from adam7 import adam7
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def grey(width, height, k=0):
    """[height, width] values 0..255; Pattern.Grey in the tests is the same formula."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    return ((x * x + 5 * y + 11 * ((x * y) % 23) + 17 * k) % 256).astype(np.int64)


def nifti(name, array, spacing=(0.308, 0.154, 1.54), slope=None, inter=None, endian="<"):
    header = nib.Nifti1Header(endianness=endian)
    header.set_data_dtype(array.dtype)
    header.set_data_shape(array.shape)
    header.set_zooms(spacing[: array.ndim])
    header.set_xyzt_units("mm")
    if slope is None:
        nib.save(nib.Nifti1Image(array, None, header), name)
        return
    # Written raw: nibabel would choose a scale of its own.
    header["vox_offset"], header["magic"], header["scl_slope"], header["scl_inter"] = 352, b"n+1", slope, inter
    with open(name, "wb") as f:
        f.write(header.binaryblock + bytes(4) + array.astype(array.dtype.newbyteorder(endian)).tobytes(order="F"))


a = grey(7, 5).T  # NIfTI arrays are [x, y]
nifti("uint8.nii.gz", a.astype(np.uint8))
nifti("int8.nii", (a - 128).astype(np.int8))
nifti("int16_scaled_be.nii", (a - 100).astype(np.int16), slope=0.5, inter=50, endian=">")
nifti("uint16.nii.gz", (a * 257).astype(np.uint16))
nifti("int32_be.nii", (a * 8000001 - 1000000000).astype(np.int32), endian=">")
nifti("uint32.nii", (a * 16000001).astype(np.uint32))
nifti("float32.nii.gz", (a / 255).astype(np.float32))
nifti("float64_be.nii", a / 3.0, endian=">")
nib.save(nib.Nifti1Pair(a.astype(np.uint8), np.diag([0.308, 0.154, 1.54, 1])), "pair.img")
nifti("sequence.nii.gz", np.stack([grey(6, 4, k).T for k in range(3)], -1).astype(np.uint8))
nifti("labels_float32.nii.gz", (grey(7, 5).T % 4).astype(np.float32) + np.float32(1e-3))

with tempfile.TemporaryDirectory() as tmp:
    for name, kind, dtype in (("uint8.mha", "uchar", np.uint8), ("int16.mhd", "short", np.int16), ("float32.mha", "float", np.float32), ("uint16.mhd", "ushort", np.uint16)):
        values = np.stack([grey(6, 4, k).T for k in range(2)], -1).astype(dtype)
        source = os.path.join(tmp, "a.nii")
        nib.save(nib.Nifti1Image(values, np.diag([0.308, 0.154, 1.54, 1])), source)
        subprocess.run(["plastimatch", "convert", "--input", source, "--output-img", "plastimatch_" + name, "--output-type", kind], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

a = grey(13, 9).astype(np.uint8)
rgb = np.stack([grey(13, 9, k) for k in range(3)], -1).astype(np.uint8)
alpha = grey(13, 9, 5).astype(np.uint8)
Image.fromarray(a).save("grey8.png", dpi=(254, 127))
Image.fromarray((grey(13, 9).astype(np.uint16) * 257)).save("grey16.png")
Image.fromarray(np.dstack([a, alpha]), "LA").save("grey_alpha.png")
Image.fromarray(rgb).save("rgb.png")
Image.fromarray(np.dstack([rgb, alpha]), "RGBA").save("rgba.png")
Image.fromarray(a % 2 * 255).convert("1").save("grey1.png")
for bits in (1, 2, 4, 8):
    p = Image.fromarray(a % min(5, 2 ** bits), "P")
    p.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 90, 90, 90])
    p.save(f"palette{bits}.png", bits=bits)
adam7("adam7_grey8.png", a, 8, 0)
adam7("adam7_rgb.png", rgb, 8, 2)
adam7("adam7_grey16.png", grey(13, 9) * 257, 16, 0)
adam7("adam7_grey2.png", a % 4, 2, 0)
assert (np.asarray(Image.open("adam7_grey8.png")) == a).all() and (np.asarray(Image.open("adam7_rgb.png")) == rgb).all()
assert (np.asarray(Image.open("adam7_grey16.png")) == grey(13, 9) * 257).all() and (np.asarray(Image.open("adam7_grey2.png").convert("L")) == a % 4 * 85).all()


def pair(width, height, k):
    x = grey(width, height, k).astype(np.uint8)
    y = ((3 * x.astype(np.int64) + grey(width, height, k + 40)) // 4).astype(np.uint8)
    return x, y


def disc(width, height):
    y, x = np.mgrid[0:height, 0:width]
    return (2 * x - width) ** 2 + (2 * y - height) ** 2 < (min(width, height) - 4) ** 2


def local(x):
    m = ndi.uniform_filter(x, 5)
    return np.sqrt(np.clip(ndi.uniform_filter(x * x, 5) - m * m, 0, None))


def spectrum(images, sector):
    n, m = images[0].shape
    total = 0
    for x in images:
        h = (x - ndi.gaussian_filter(x, 1.2)) * sector * np.hanning(n)[:, None] * np.hanning(m)[None]
        total = total + np.abs(np.fft.fft2(h)) ** 2 / len(images)
    s = min(n, m)
    radius = np.hypot(np.fft.fftfreq(n)[:, None] * s, np.fft.fftfreq(m)[None] * s)
    ring = (radius + 1e-9).astype(int)
    return np.array([10 * np.log10(total[ring == r].mean() + 1e-9) for r in range(3, s // 2 - 1)])


out = []
for width, height in ((64, 64), (48, 37), (96, 128)):
    pairs = [pair(width, height, k) for k in range(3)]
    d = disc(width, height)
    x, y = pairs[0]
    mean, full = structural_similarity(x, y, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255, full=True)
    X, Y = [[q[i] / 255.0 for q in pairs] for i in (0, 1)]
    out.append(dict(width=width, height=height, ssim=mean, ssimRegion=full[d].mean(), mse=float(((x * 1.0 - y) ** 2).mean()), mseRegion=float(((x * 1.0 - y) ** 2)[d].mean()),
                    psnr=peak_signal_noise_ratio(x, y, data_range=255), texture=local(Y[0])[d].mean() / local(X[0])[d].mean(),
                    spectrum=np.abs(spectrum(X, d) - spectrum(Y, d)).mean(), spread=np.stack(X).std(0)[d].mean(),
                    eroded=int(ndi.binary_erosion(d, iterations=3).sum())))
json.dump(out, open("metrics.json", "w"), indent=1)
