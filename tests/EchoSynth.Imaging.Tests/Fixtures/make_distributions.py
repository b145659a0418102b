"""
distributions.json: distances between sets of features, by straightforward double precision (the Fréchet distance: 60 digits, by mpmath; where covariances have full rank also by scipy.linalg.sqrtm).
Run in this folder; needs numpy, scipy, mpmath.
"""
import json
import mpmath as mp
import numpy as np
import scipy.linalg
import scipy.stats as st

mp.mp.dps = 60


def frechet(x, y):
    a, b = mp.matrix(x.tolist()), mp.matrix(y.tolist())
    d = x.shape[1]

    def moments(m):
        mean = [mp.fsum(m[i, j] for i in range(m.rows)) / m.rows for j in range(d)]
        c = mp.matrix([[m[i, j] - mean[j] for j in range(d)] for i in range(m.rows)])
        return mean, c.T * c / (m.rows - 1)

    (mu, s), (nu, t) = moments(a), moments(b)
    e, q = mp.eigsy(s)
    root = q * mp.diag([mp.sqrt(max(v, 0)) for v in e]) * q.T
    product = root * t * root
    roots = mp.fsum(mp.sqrt(max(v, 0)) for v in mp.eigsy((product + product.T) / 2, eigvals_only=True))
    value = mp.fsum((p - r) ** 2 for p, r in zip(mu, nu)) + mp.fsum(s[i, i] + t[i, i] for i in range(d)) - 2 * roots
    return float(value)


def frechet_by_scipy(x, y):
    s, t = np.cov(x.T), np.cov(y.T)
    return ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(s + t - 2 * scipy.linalg.sqrtm(s @ t).real)


def mmd(x, y):
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    m, n = len(x), len(y)
    xx, yy = k(x, x), k(y, y)
    return (xx.sum() - np.trace(xx)) / (m * (m - 1)) + (yy.sum() - np.trace(yy)) / (n * (n - 1)) - 2 * k(x, y).mean()


def jackknife(x, y):
    v = 0
    for leave in (lambda i: (np.delete(x, i, 0), y), lambda i: (x, np.delete(y, i, 0))):
        n = len(x) if v == 0 else len(y)
        t = np.array([mmd(*leave(i)) for i in range(n)])
        v += (n - 1) / n * ((t - t.mean()) ** 2).sum()
    return np.sqrt(v)


def balls(x, y):
    distances = lambda a, b: ((a[:, None] - b[None]) ** 2).sum(-1)
    radius = lambda a, k: np.sort(distances(a, a), 1)[:, k]  # the 0th is the point itself
    d = distances(x, y)
    return dict(precision=(d <= radius(x, 3)[:, None]).any(0).mean(), recall=(d <= radius(y, 3)[None]).any(1).mean(),
                density=(d < radius(x, 5)[:, None]).sum() / 5 / len(y), coverage=(d <= radius(x, 5)[:, None]).any(1).mean())


rng = np.random.default_rng(5)
sets = {}
x, y = rng.normal(size=(70, 12)), rng.normal(size=(90, 12)) * 1.2 + 0.3
sets["full rank"] = x, y
sets["fewer images than features"] = rng.normal(size=(9, 20)), rng.normal(size=(14, 20)) + 0.2
sets["one of them with fewer"] = rng.normal(size=(60, 16)), rng.normal(size=(11, 16)) * 0.8
sets["columns twice and constant"] = tuple(np.hstack([v, v[:, :3], np.full((len(v), 1), 2.5)]) for v in (rng.normal(size=(50, 6)), rng.normal(size=(66, 6)) + 0.1))
sets["scales apart"] = x * np.logspace(-4, 3, 12), y * np.logspace(-4, 3, 12)
sets["images twice"] = np.repeat(rng.normal(size=(20, 5)), 2, 0), np.repeat(rng.normal(size=(16, 5)), 3, 0)
sets["disjoint"] = rng.normal(size=(40, 7)), rng.normal(size=(40, 7)) + 30
out = []
for name, (x, y) in sets.items():
    # What is written is what is measured.
    x, y = (np.array([[float(f"{v:.6g}") for v in row] for row in s]) for s in (x, y))
    value = frechet(x, y)
    if name in ("full rank", "disjoint"):
        assert abs(value / frechet_by_scipy(x, y) - 1) < 1e-6
    shifts = [dict(mean=float((b.mean() - a.mean()) / (a.std(ddof=1) or 1)), ks=float(st.ks_2samp(a, b).statistic)) for a, b in zip(x.T, y.T)]
    out.append(dict(name=name, real=x.tolist(), synthetic=y.tolist(), frechet=value, kernel=float(mmd(x, y)), error=float(jackknife(x, y)), **{k: float(v) for k, v in balls(x, y).items()}, shifts=shifts))
with open("distributions.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c) for c in out) + "\n]\n")
for c in out:
    print(c["name"], {k: v for k, v in c.items() if isinstance(v, float)})
