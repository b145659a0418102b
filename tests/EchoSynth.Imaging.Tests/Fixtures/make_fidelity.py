#!/usr/bin/env python3
"""Fidelity, speckle and segmentation figures by other programs: NumPy, SciPy, scikit-image. Debian: python3-scipy python3-skimage.

Run it here: python3 make_fidelity.py writes fidelity.json. Golden values: never rerun it to make a test pass.
MS-SSIM is written after the authors' msssim.m (two-dimensional convolution, imfilter with symmetric borders, subsampling), not after the code under test.
"""
import json
import numpy as np
from scipy import ndimage as ndi, signal, stats
from scipy.optimize import brentq
from scipy.special import digamma
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

WEIGHTS = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def grey(width, height, k=0):
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    return (x * x + 5 * y + 11 * ((x * y) % 23) + 17 * k) % 256


def scene(width, height, k=0):
    """Waves below a fine pattern: something to compare at every scale. FidelityFixture.Scene is the same formula."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    return (np.abs((7 * (x + 3 * k) + 5 * y) % 510 - 255) + grey(width, height, k)) // 2


def pixels(values):
    """What an image holds: float32 in [0, 1]; back on 0..255."""
    return 255.0 * (values.astype(np.float32) / np.float32(255)).astype(np.float64)


def pair(width, height, kind):
    x = scene(width, height)
    y = {"mixed": (3 * x + scene(width, height, 40)) // 4, "inverted": 255 - x, "equal": x}.get(kind)
    return pixels(x), pixels(y)


def disc(width, height):
    y, x = np.mgrid[0:height, 0:width]
    return (2 * x - width) ** 2 + (2 * y - height) ** 2 < (min(width, height) - 4) ** 2


def band(width, height):
    y, x = np.mgrid[0:height, 0:width]
    return np.abs(x - y) < 2


def window():
    r = np.exp(-np.arange(-5, 6) ** 2 / (2 * 1.5**2))
    w = np.outer(r, r)
    return w / w.sum()


def maps(x, y):
    w = window()
    filt = lambda v: signal.convolve2d(v, w, mode="valid")
    mx, my = filt(x), filt(y)
    vx, vy, c = filt(x * x) - mx * mx, filt(y * y) - my * my, filt(x * y) - mx * my
    cs = (2 * c + C2) / (vx + vy + C2)
    return (2 * mx * my + C1) / (mx * mx + my * my + C1) * cs, cs


def smaller(v):
    padded = np.pad(v, ((0, 1), (0, 1)), mode="symmetric")
    return signal.convolve2d(padded, np.ones((2, 2)) / 4, mode="valid")[::2, ::2]


def msssim(x, y, region=None):
    scales = 1
    while scales < 5 and min(x.shape) / 2**scales >= 11:
        scales += 1
    weights = WEIGHTS[:scales] / WEIGHTS[:scales].sum()
    value, share = 1.0, None if region is None else region.astype(float)
    for j in range(scales):
        if region is None:
            ssim, cs = [m.mean() for m in maps(x, y)]
        else:
            ssim, cs = [np.average(m, weights=share) for m in maps(np.pad(x, 5, mode="symmetric"), np.pad(y, 5, mode="symmetric"))]
            share = smaller(share)
        value *= max(ssim if j == scales - 1 else cs, 0.0) ** weights[j]
        x, y = smaller(x), smaller(y)
    return float(value), scales


multiscale = []
for width, height, kind in ((192, 176, "mixed"), (177, 203, "mixed"), (128, 128, "mixed"), (89, 101, "mixed"), (45, 61, "mixed"), (30, 23, "mixed"), (20, 15, "mixed"), (11, 11, "mixed"), (64, 48, "inverted"), (64, 48, "equal")):
    x, y = pair(width, height, kind)
    whole, scales = msssim(x, y)
    multiscale.append(dict(width=width, height=height, kind=kind, scales=scales, whole=whole, disc=msssim(x, y, disc(width, height))[0], band=msssim(x, y, band(width, height))[0]))

scikit = []
SETTINGS = dict(gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255)
for width, height, x, y in (
    (11, 11, *pair(11, 11, "mixed")), (45, 61, *pair(45, 61, "mixed")), (64, 48, *pair(64, 48, "inverted")), (12, 31, *pair(12, 31, "mixed")),
    (24, 20, pixels(np.full((20, 24), 100)), pixels(np.full((20, 24), 120))), (24, 20, pixels(np.full((20, 24), 0)), pixels(np.full((20, 24), 255))), (24, 20, pixels(np.full((20, 24), 90)), pixels(scene(24, 20))),
):
    scikit.append(dict(width=width, height=height, real=np.rint(x).astype(np.uint8).tobytes().hex(), synthetic=np.rint(y).astype(np.uint8).tobytes().hex(),
                       ssim=float(structural_similarity(x, y, **SETTINGS)), psnr=float(peak_signal_noise_ratio(x, y, data_range=255))))


def width_of(values, region, axis):
    """Full width at half maximum of the masked autocovariance, by pairs of pixels."""
    v, m = (values, region) if axis == 1 else (values.T, region.T)
    d = v - values[region].mean()
    rho = [1.0]
    for lag in range(1, v.shape[1]):
        both = m[:, lag:] & m[:, :-lag]
        if both.sum() < 30:
            return None
        rho.append((d[:, lag:] * d[:, :-lag])[both].mean() / values[region].var())
        if rho[-1] < 0.5:
            return float(2 * np.interp(0.5, [rho[-1], rho[-2]], [lag, lag - 1]))
    return None


def speckle(values, region):
    x = values[region]
    sigma = stats.rayleigh.fit(x, floc=0)[1]
    power = x * x
    target = np.log(power.mean()) - np.log(power).mean()
    return dict(pixels=int(region.sum()), mean=x.mean(), deviation=x.std(), snr=x.mean() / x.std(), sigma=sigma, distance=stats.kstest(x, "rayleigh", args=(0, sigma)).statistic,
                shape=power.mean() ** 2 / power.var(), likelihoodShape=brentq(lambda m: np.log(m) - digamma(m) - target, 1e-3, 1e4, xtol=1e-14), spread=power.mean(),
                lateral=width_of(values, region, 1), axial=width_of(values, region, 0))


rng = np.random.default_rng(5)
W, H = 60, 52
noise = ndi.gaussian_filter(rng.normal(size=(2, H, W)), (0, 1.1, 1.9))
envelope = np.hypot(*noise)
bytes_ = np.clip(np.rint(60 * envelope / envelope.mean()), 1, 255).astype(np.uint8)
bytes_[disc(W, H)] = np.clip(bytes_[disc(W, H)] // 2, 1, 255)
ring = disc(W, H) & ~ndi.binary_erosion(disc(W, H), iterations=8)
inner = ndi.binary_erosion(disc(W, H), iterations=9)
values = (bytes_.astype(np.float32) / np.float32(255)).astype(np.float64)
amplitudes = 10 ** ((values - 1) * 60 / 20)
h1, h2 = [np.histogram(values[m], bins=256, range=(0, 1))[0] / m.sum() for m in (inner, ~disc(W, H))]
contrast = lambda v: dict(ratio=20 * np.log10(v[inner].mean() / v[~disc(W, H)].mean()), cnr=abs(v[inner].mean() - v[~disc(W, H)].mean()) / np.sqrt(v[inner].var() + v[~disc(W, H)].var()), generalised=1 - np.minimum(h1, h2).sum())
speckles = dict(width=W, height=H, pixels=bytes_.tobytes().hex(), everywhere=speckle(values, np.ones_like(ring)), ring=speckle(values, ring), ringAmplitude=speckle(amplitudes, ring),
                ringBits="".join("01"[int(b)] for b in ring.ravel()), innerBits="".join("01"[int(b)] for b in inner.ravel()), outerBits="".join("01"[int(b)] for b in (~disc(W, H)).ravel()),
                contrast=contrast(values), contrastAmplitude=contrast(amplitudes))


def ellipse(shape, cx, cy, rx, ry):
    y, x = np.mgrid[0:shape[0], 0:shape[1]]
    return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1


def heart(shape, dx, dy, grow, labels=(1, 2, 3)):
    m = np.zeros(shape, int)
    for label, cx, cy, rx, ry in ((2, 18, 16, 13, 13), (1, 18, 17, 8, 9), (3, 19, 34, 9, 7)):
        if label in labels:
            m[ellipse(shape, cx + dx, cy + dy, rx * grow, ry * grow)] = label
    return m


def border(m):
    return m & ~ndi.binary_erosion(m)


def score(a, b, spacing):
    if not a.any() and not b.any():
        return dict(dice=None, hausdorff=None, mean=None)
    dice = 2 * (a & b).sum() / (a.sum() + b.sum())
    if not a.any() or not b.any():
        return dict(dice=dice, hausdorff=None, mean=None)
    d = [ndi.distance_transform_edt(~border(q), sampling=(spacing[1], spacing[0]))[border(p)] for p, q in ((a, b), (b, a))]
    return dict(dice=dice, hausdorff=max(np.percentile(v, 95) for v in d), mean=np.concatenate(d).mean())


scattered = heart((44, 38), 0, 0, 1.0)
scattered[rng.random(scattered.shape) < 0.08] = 1
single = np.zeros((44, 38), int)
single[3, 30], single[43, 0] = 1, 3
shape = (44, 38)
segmentations = []
for predicted, truth, spacing in (
    (heart(shape, 0, 0, 1), heart(shape, 0, 0, 1), (0.5, 0.5)), (heart(shape, 3, -2, 0.9), heart(shape, 0, 0, 1), (0.31, 0.74)), (heart(shape, -4, 6, 1.2), heart(shape, 0, 0, 1), (1.4, 0.2)),
    (scattered, heart(shape, 1, 0, 1), (0.4, 0.6)), (single, heart(shape, 0, 0, 1), (0.4, 0.6)), (heart(shape, 0, 0, 1, (1, 2)), heart(shape, 2, 2, 1, (1,)), (0.9, 0.3)), (np.zeros(shape, int), np.zeros(shape, int), (1, 1)),
):
    segmentations.append(dict(predicted="".join(map(str, predicted.ravel())), truth="".join(map(str, truth.ravel())), width=38, height=44, spacing=spacing, scores=[score(predicted == s, truth == s, spacing) for s in (1, 2, 3)]))

distances = []
for width, height, share, spacing in ((17, 12, 0.05, (1, 1)), (12, 17, 0.02, (0.3, 0.9)), (9, 1, 0.2, (1, 2)), (1, 9, 0.2, (1, 2)), (40, 33, 0.01, (2.5, 0.1))):
    chosen = rng.random((height, width)) < share
    chosen.ravel()[rng.integers(chosen.size)] = True
    distances.append(dict(width=width, height=height, spacing=spacing, set="".join("01"[int(b)] for b in chosen.ravel()), sum=ndi.distance_transform_edt(~chosen, sampling=spacing[::-1]).sum(), values=ndi.distance_transform_edt(~chosen, sampling=spacing[::-1]).ravel()[:60].tolist()))

with open("fidelity.json", "w", encoding="ascii") as file:
    json.dump(dict(multiScale=multiscale, scikit=scikit, speckle=speckles, segmentations=segmentations, distances=distances), file, indent=0, default=float)
    file.write("\n")
