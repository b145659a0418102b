#!/usr/bin/env python3
"""Writes schedules.json: values of the DDPM schedules, from the formulas of docs/method.md, to 50 digits.

Run:  python3 make_schedules.py > schedules.json      (no packages needed)
Independent of the library: decimal arithmetic, and ᾱ as a product; per entry the index and its values.
"""
import json
from decimal import Decimal as D, getcontext

getcontext().prec = 50
PI = D("3.14159265358979323846264338327950288419716939937510582097494")


def cos(x):
    term, total, n = D(1), D(1), 0
    while abs(term) > D(10) ** -48:
        n += 2
        term *= -x * x / (n * (n - 1))
        total += term
    return total


def cosine(T):
    f = [cos(PI / 2 * (D(i) / T + D("0.008")) / D("1.008")) ** 2 for i in range(T + 1)]
    return [D(0)] + [min(1 - f[i] / f[i - 1], D("0.999")) for i in range(1, T + 1)]


def linear(T):
    first, last = D("0.0001") * 1000 / T, D("0.02") * 1000 / T
    return [D(0)] + [min(first + (last - first) * (i - 1) / (T - 1), D("0.999")) for i in range(1, T + 1)]


def table(betas, indices):
    kept = [D(1)]
    for b in betas[1:]:
        kept.append(kept[-1] * (1 - b))
    rows = []
    for i in indices:
        before, after, b = kept[i - 1], kept[i], betas[i]
        rows.append(dict(
            i=i, beta=b, signal=after.sqrt(), noise=(1 - after).sqrt(),
            variance=b * (1 - before) / (1 - after), clean=b * before.sqrt() / (1 - after), noisy=(1 - before) * (1 - b).sqrt() / (1 - after)))
    return [{k: v if k == "i" else float(v) for k, v in row.items()} for row in rows]


print(json.dumps([dict(kind=k, steps=T, rows=table(make(T), indices))
                  for k, make in (("Cosine", cosine), ("Linear", linear))
                  for T, indices in ((1000, (1, 2, 3, 10, 100, 250, 500, 750, 900, 990, 998, 999, 1000)), (50, (1, 2, 25, 49, 50)), (4, (1, 2, 3, 4)))], indent=1))
