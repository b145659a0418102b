#!/usr/bin/env python3
"""Writes reference.json: forward values of single layers, computed by PyTorch from the formulas of docs/method.md.

Run with a Python that has torch (Debian: python3-torch):  python3 make_reference.py > reference.json
Weights and inputs come from a closed form (cosines), so the tests need no copies of them.
"""
import json, math, torch
import torch.nn.functional as F

torch.set_grad_enabled(False)


def values(shape, phase, scale=1.0):
    """value i = scale * cos(phase + 0.7 i), in float64, rounded to float32"""
    n = math.prod(shape)
    v = [scale * math.cos(phase + 0.7 * i) for i in range(n)]
    return torch.tensor(v, dtype=torch.float64).to(torch.float32).reshape(shape)


def out(t):
    return {"shape": list(t.shape), "values": [float(x) for x in t.flatten()]}


def ada_gn():  # gamma * GroupNorm(x) + beta, [gamma, beta] = Linear(z)
    x, z = values((2, 8, 4, 4), 0.1), values((2, 6), 0.2)
    w, b = values((16, 6), 0.3, 0.4), values((16,), 0.4)
    g, beta = F.linear(z, w, b)[:, :, None, None].chunk(2, 1)
    return out(F.group_norm(x, 2, eps=1e-6) * g + beta)


def kernel(c, gain):
    k = torch.tensor([1.0, 3, 3, 1])
    return (gain * torch.outer(k, k) / 64).expand(c, 1, 4, 4).contiguous()


def attention():
    c, h, w = 8, 4, 6
    x = values((2, c, h, w), 0.5)
    gw, gb = values((c,), 0.6), values((c,), 0.7)
    n = F.group_norm(x, 2, gw, gb, 1e-6)
    q, k, v = (F.conv2d(n, values((c, c, 1, 1), p, 0.5), values((c,), p + 0.05)) for p in (0.8, 0.9, 1.0))
    q, k, v = (t.flatten(2) for t in (q, k, v))
    a = torch.softmax(q.transpose(1, 2) @ k / math.sqrt(c), -1)
    y = (v @ a.transpose(1, 2)).reshape(2, c, h, w)
    y = F.conv2d(y, values((c, c, 1, 1), 1.1, 0.5), values((c,), 1.15))
    return out((x + y) / math.sqrt(2))


x = values((2, 3, 8, 6), 1.2)
print(json.dumps({
    "torch": torch.__version__,
    "adaptiveGroupNorm": ada_gn(),
    "firDown": out(F.conv2d(x, kernel(3, 1), stride=2, padding=1, groups=3)),
    "firUp": out(F.conv_transpose2d(x, kernel(3, 4), stride=2, padding=1, groups=3)),
    "attention": attention(),
}))
