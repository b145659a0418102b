"""radiomics.json: the features of RadiomicExtractor by scikit-image, SciPy and numpy. Run in this folder; needs numpy, scipy, scikit-image (Debian's python3-skimage 0.19)."""
import json
import numpy as np
import scipy.ndimage as ndi
import scipy.stats as st
from skimage.feature import graycomatrix, graycoprops
from pattern import grey


def labels(width, height):
    """An ellipse in an ellipse, a disc below, all in a sector with a black border; RadiomicExtractorTests has the same formula."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    m = np.zeros((height, width), int)
    m[(x >= 3) & (x < width - 3) & (y >= 2) & (y < height - 4)] = 4
    u, v = 10 * x - 5 * width + 2 * y, 10 * y - 4 * height
    m[9 * u * u + 4 * v * v < 400 * width * height // 4] = 2
    m[9 * u * u + 4 * v * v < 100 * width * height // 4] = 1
    m[(10 * x - 5 * width) ** 2 + (10 * y - 8 * height) ** 2 < width * height] = 3
    return m


def glcm(values, inside):
    """Level 32 marks what is outside; its row and column are dropped. Figures of each direction, then their mean."""
    q = np.where(inside, np.minimum(31, (values * 32).astype(int)), 32).astype(np.uint8)
    p = graycomatrix(q, [1], [0, np.pi / 4, np.pi / 2, 3 * np.pi / 4], levels=33, symmetric=True)[:32, :32].astype(float)
    p /= p.sum((0, 1), keepdims=True)
    logs = np.where(p > 0, np.log2(np.where(p > 0, p, 1)), 0)
    return dict(contrast=graycoprops(p, "contrast").mean(), correlation=graycoprops(p, "correlation").mean(), energy=graycoprops(p, "ASM").mean(),
                homogeneity=graycoprops(p, "homogeneity").mean(), entropy=-(p * logs).sum((0, 1)).mean())


def lag(values, inside, dx, dy):
    h, w = values.shape
    both = inside[:h - dy, :w - dx] & inside[dy:, dx:]
    return st.pearsonr(values[:h - dy, :w - dx][both], values[dy:, dx:][both])[0]


def bands(values, sector):
    h, w = values.shape
    power = np.abs(np.fft.fft2((values - values[sector].mean()) * sector * np.hanning(h)[:, None] * np.hanning(w))) ** 2
    f = np.hypot(np.fft.fftfreq(h)[:, None], np.fft.fftfreq(w))
    power[0, 0] = 0
    ends = [0, 1 / 16, 1 / 8, 1 / 4, 1 / 2]
    energy = np.array([power[(f > a) & (f <= b)].sum() for a, b in zip(ends, ends[1:])])
    return energy / energy.sum()


def features(values, m):
    sector = m > 0
    surround = ndi.binary_erosion(m == 4, iterations=3)
    regions = dict(sector=sector, lv=m == 1, myocardium=m == 2, la=m == 3, surround=surround)
    out = {}
    for name, inside in regions.items():
        v = values[inside]
        counts = np.histogram(v, 32, (0, 1))[0]
        out |= {f"{name}.mean": v.mean(), f"{name}.sd": v.std(), f"{name}.skewness": st.skew(v), f"{name}.kurtosis": st.kurtosis(v), f"{name}.entropy": st.entropy(counts, base=2),
                f"{name}.p10": np.percentile(v, 10), f"{name}.p90": np.percentile(v, 90)}
        if name != "sector":
            out[f"{name}.snr"] = v.mean() / v.std()
        if name in ("sector", "myocardium", "surround"):
            out |= {f"{name}.glcm-{k}": f for k, f in glcm(values, inside).items()}
        if name in ("lv", "myocardium", "surround"):
            out |= {f"{name}.lag{d}-{a}": lag(values, inside, d * (a == "x"), d * (a == "y")) for d in (1, 2) for a in "xy"}
    out |= {f"sector.band{i + 1}": b for i, b in enumerate(bands(values, sector))}
    for i, name in enumerate(("lv", "myocardium", "la")):
        out |= {f"{name}.present": 1.0 * (m == i + 1).any(), f"{name}.area": (m == i + 1).sum() / sector.sum()}
    y, x = np.nonzero(m == 1)
    c = np.cov(x, y, bias=True) + np.eye(2) / 12
    e, q = np.linalg.eigh(c)
    angle, share = np.arctan2(q[1, 1], q[0, 1]), (e[1] - e[0]) / (e[1] + e[0])
    sy, sx = np.nonzero(sector)
    out |= {"lv.elongation": np.sqrt(e[1] / e[0]), "lv.centre-x": (x.mean() + 0.5 - sx.min()) / (sx.max() + 1 - sx.min()), "lv.centre-y": (y.mean() + 0.5 - sy.min()) / (sy.max() + 1 - sy.min()),
            "lv.axis-cos": share * np.cos(2 * angle), "lv.axis-sin": share * np.sin(2 * angle)}
    return {k: float(v) for k, v in out.items()}


cases = []
for width, height, k in ((64, 64, 0), (48, 61, 3), (96, 72, 9)):
    # The pixels as the library has them: float32, smoothed so that neighbours are alike.
    values = (ndi.uniform_filter(grey(width, height, k), 3, mode="reflect") // 1 / 255).astype(np.float32)
    levels = np.rint(values * 255).astype(int)
    cases.append(dict(width=width, height=height, grey=levels.ravel().tolist(), features=features((levels.astype(np.float32) / np.float32(255)).astype(float), labels(width, height))))
with open("radiomics.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
