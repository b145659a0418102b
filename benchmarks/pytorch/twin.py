#!/usr/bin/env python3
"""An independent PyTorch twin of EchoSynth's networks, written from the formulas in docs/method.md.

    python3 twin.py FOLDER...

Each FOLDER holds case.json ({"kind": …, "options": …} as in config.json), weights.safetensors (parameters under the
library's names) and inputs.safetensors.  The twin builds the network, loads the weights, and writes twin.safetensors:

    output                         what the network gives
    gradient/parameter/NAME        of sum(output * inputs["cotangent"])
    gradient/input/NAME            of the same, with respect to each real-valued input
    r1                             discriminators: mean over images of |d sum(D)/d current|^2
    r1/parameter/NAME              of that

All arithmetic is in the type of the weights.  Where a formula can be written in two ways, this file takes the other one:
FIR filters are separable sums of shifted copies, upsampling inserts zeros, norms are computed from their definition.
Needs PyTorch 1.12 or later and numpy (Debian: python3-torch).
"""
import json
import math
import pathlib
import sys

import torch
import torch.nn.functional as F
from torch import nn

import safetensors_io

ROOT_HALF = math.sqrt(0.5)


# ---------------------------------------------------------------- shared parts

def sinusoid(t, size, dtype):
    """[sin(t f), cos(t f)] with f falling from 1 to 1/10000 in equal ratios."""
    f = torch.logspace(0, -4, size // 2, dtype=torch.float64)
    angle = t.double()[:, None] * f
    return torch.cat([angle.sin(), angle.cos()], 1).to(dtype)


def standardise(x):
    """Group norm without the affine part: min(C/4, 32) groups (or the next divisor of C below), eps 1e-6."""
    n, c = x.shape[:2]
    groups = next(g for g in range(min(max(c // 4, 1), 32), 0, -1) if c % g == 0)
    flat = x.reshape(n, groups, -1)
    centred = flat - flat.mean(-1, keepdim=True)
    return (centred / (centred.pow(2).mean(-1, keepdim=True) + 1e-6).sqrt()).view_as(x)


def per_channel(v):
    return v[..., None, None]


def smooth(x, before, after, gain=1.0):
    """Filters rows and columns with [1, 3, 3, 1]/8 after padding with zeros: the size grows by before + after - 3."""
    for dim, pad in ((-1, (before, after)), (-2, (0, 0, before, after))):
        x = F.pad(x, pad)
        length = x.shape[dim] - 3
        x = sum(w * x.narrow(dim, i, length) for i, w in enumerate((1, 3, 3, 1))) * (gain ** 0.5 / 8)
    return x


def fir_down(x):
    return smooth(x, 1, 1)[..., ::2, ::2]


def fir_up(x):
    n, c, h, w = x.shape
    spread = x.new_zeros(n, c, h, 2, w, 2)
    spread[:, :, :, 0, :, 0] = x
    return smooth(spread.reshape(n, c, 2 * h, 2 * w), 2, 1, gain=4)


class TimeMlp(nn.Module):
    def __init__(self, nf):
        super().__init__()
        self.first, self.second = nn.Linear(nf, 4 * nf), nn.Linear(4 * nf, 4 * nf)

    def forward(self, t):
        w = self.first.weight
        return self.second(F.silu(self.first(sinusoid(t, w.shape[1], w.dtype))))


class LatentMapping(nn.Module):
    def __init__(self, size, width, depth):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, width) for a in [size] + [width] * depth)

    def forward(self, z):
        z = z / (z.pow(2).mean(1, keepdim=True) + 1e-8).sqrt()
        for layer in self.layers:
            z = F.silu(layer(z))
        return z


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.norm_weight, self.norm_bias = nn.Parameter(torch.empty(c)), nn.Parameter(torch.empty(c))
        self.query, self.key, self.value, self.output = (nn.Conv2d(c, c, 1) for _ in range(4))

    def forward(self, x):
        h = standardise(x) * per_channel(self.norm_weight) + per_channel(self.norm_bias)
        q, k, v = (layer(h).flatten(2) for layer in (self.query, self.key, self.value))
        affinity = torch.einsum("ncp,ncs->nps", q, k) / math.sqrt(x.shape[1])
        h = torch.einsum("nps,ncs->ncp", affinity.softmax(2), v).view_as(x)
        return (x + self.output(h)) * ROOT_HALF


# ---------------------------------------------------------------- NCSN++

class AdaGn(nn.Module):
    def __init__(self, c, z):
        super().__init__()
        self.style = nn.Linear(z, 2 * c)

    def forward(self, x, z):
        gamma, beta = per_channel(self.style(z)).chunk(2, 1)
        return gamma * standardise(x) + beta


class NcsnBlock(nn.Module):
    def __init__(self, c_in, c_out, time, z, resample=None):
        super().__init__()
        self.norm1, self.norm2 = AdaGn(c_in, z), AdaGn(c_out, z)
        self.conv1 = nn.Conv2d(c_in, c_out, 3, padding=1)
        self.conv2 = nn.Conv2d(c_out, c_out, 3, padding=1)
        self.time = nn.Linear(time, c_out)
        self.shortcut = nn.Conv2d(c_in, c_out, 1) if c_in != c_out or resample else nn.Identity()
        self.resample = resample or (lambda map: map)

    def forward(self, x, t, z):
        h = self.resample(F.silu(self.norm1(x, z)))
        h = self.conv1(h) + per_channel(self.time(t))
        h = self.conv2(F.silu(self.norm2(h, z)))
        return (self.shortcut(self.resample(x)) + h) * ROOT_HALF


class NcsnPlusPlus(nn.Module):
    def __init__(self, o):
        super().__init__()
        nf, z = o["width"], o["latentEmbedding"]
        self.widths = [m * nf for m in o["multipliers"]]
        self.repeat = o["blocksPerLevel"]
        self.attend = [o["imageSize"] // 2 ** level in o["attentionResolutions"] for level in range(len(self.widths))]
        inputs = o["imageChannels"] + o["maskChannels"]

        def block(c_in, c_out, resample=None):
            return NcsnBlock(c_in, c_out, 4 * nf, z, resample)

        self.time, self.mapping = TimeMlp(nf), LatentMapping(o["latentSize"], z, o["latentDepth"])
        self.stem = nn.Conv2d(inputs, nf, 3, padding=1)
        for name in ("down", "downsample", "down_attention", "pyramid", "up", "upsample", "up_attention"):
            setattr(self, name, nn.ModuleList())

        kept, c, p = [nf], nf, inputs  # widths of what the up path will take back
        last = len(self.widths) - 1
        for level, width in enumerate(self.widths):
            self.down.extend(block(a, width) for a in [c] + [width] * (self.repeat - 1))
            self.down_attention.extend(Attention(width) for _ in range(self.repeat * self.attend[level]))
            kept += [width] * self.repeat
            if level < last:
                self.downsample.append(block(width, width, fir_down))
                self.pyramid.append(nn.Conv2d(p, width, 3, stride=2))
                kept.append(width)
            c = p = width
        self.middle1, self.middle_attention, self.middle2 = block(c, c), Attention(c), block(c, c)
        for level in range(last, -1, -1):
            for _ in range(self.repeat + 1):
                self.up.append(block(c + kept.pop(), self.widths[level]))
                c = self.widths[level]
            if self.attend[level]:
                self.up_attention.append(Attention(c))
            if level > 0:
                self.upsample.append(block(c, c, fir_up))
        self.norm_weight, self.norm_bias = nn.Parameter(torch.empty(c)), nn.Parameter(torch.empty(c))
        self.head = nn.Conv2d(c, o["imageChannels"], 3, padding=1)

    def forward(self, noisy, mask, step, latent):
        t, z = F.silu(self.time(step)), self.mapping(latent)
        p = torch.cat([noisy, mask], 1)
        h = self.stem(p)
        kept = [h]
        blocks, attentions = iter(self.down), iter(self.down_attention)
        for level, attend in enumerate(self.attend):
            for _ in range(self.repeat):
                h = next(blocks)(h, t, z)
                h = next(attentions)(h) if attend else h
                kept.append(h)
            if level < len(self.downsample):
                p = self.pyramid[level](smooth(p, 2, 2))
                h = p = (p + self.downsample[level](h, t, z)) * ROOT_HALF
                kept.append(h)
        h = self.middle2(self.middle_attention(self.middle1(h, t, z)), t, z)
        blocks, attentions, grow = iter(self.up), iter(self.up_attention), iter(self.upsample)
        for level in reversed(range(len(self.attend))):
            for _ in range(self.repeat + 1):
                h = next(blocks)(torch.cat([h, kept.pop()], 1), t, z)
            h = next(attentions)(h) if self.attend[level] else h
            h = next(grow)(h, t, z) if level > 0 else h
        h = standardise(h) * per_channel(self.norm_weight) + per_channel(self.norm_bias)
        return torch.tanh(self.head(F.silu(h)))


# ---------------------------------------------------------------- SPADE U-Net

class Spade(nn.Module):
    def __init__(self, c, style, features):
        super().__init__()
        self.style, self.spatial = nn.Linear(style, 2 * c), nn.Conv2d(features, 2 * c, 1)

    def forward(self, x, style, features):
        gamma, beta = (self.spatial(features) + per_channel(self.style(style))).chunk(2, 1)
        return (1 + gamma) * standardise(x) + beta


class SpadeBlock(nn.Module):
    def __init__(self, c_in, c_out, style, features, noisy):
        super().__init__()
        self.norm1, self.norm2 = Spade(c_in, style, features), Spade(c_out, style, features)
        self.conv1 = nn.Conv2d(c_in, c_out, 3, padding=1)
        self.conv2 = nn.Conv2d(c_out, c_out, 3, padding=1)
        self.shortcut = nn.Conv2d(c_in, c_out, 1, bias=False) if c_in != c_out else nn.Identity()
        if noisy:
            self.noise1, self.noise2 = (nn.Parameter(torch.empty(c_out, 1, 1)) for _ in range(2))
        self.noisy = noisy

    def forward(self, x, style, features, draw):
        h = self.conv1(F.silu(self.norm1(x, style, features)))
        h = h + self.noise1 * draw(h) if self.noisy else h
        h = self.conv2(F.silu(self.norm2(h, style, features)))
        h = (self.shortcut(x) + h) * ROOT_HALF
        return h + self.noise2 * draw(h) if self.noisy else h


class SpadeUNet(nn.Module):
    def __init__(self, o):
        super().__init__()
        nf, features, folded = o["width"], o["maskFeatures"], o["spaceToDepth"] ** 2
        style = 4 * nf + o["latentEmbedding"]
        widths = [m * nf for m in o["multipliers"]]
        self.latent_size, noisy = o["latentSize"], o["layerNoise"] > 0

        def block(c_in, c_out):
            return SpadeBlock(c_in, c_out, style, features, noisy)

        self.fold, self.unfold = nn.PixelUnshuffle(o["spaceToDepth"]), nn.PixelShuffle(o["spaceToDepth"])
        self.time, self.mapping = TimeMlp(nf), LatentMapping(o["latentSize"], o["latentEmbedding"], o["latentDepth"])
        sources = [o["maskChannels"] * folded] + [features] * (len(widths) - 1)
        self.mask_features = nn.ModuleList(nn.Conv2d(c, features, 3, padding=1) for c in sources)
        self.stem = nn.Conv2d(folded, nf, 3, padding=1)
        self.down = nn.ModuleList(block(a, b) for a, b in zip([nf] + widths, widths))
        self.middle, self.attention = block(widths[-1], widths[-1]), Attention(widths[-1])
        deeper = [widths[-1]] + widths[:0:-1]
        self.up = nn.ModuleList(block(a + b, b) for a, b in zip(deeper, widths[::-1]))
        self.norm = Spade(widths[0], style, features)
        self.head = nn.Conv2d(widths[0], folded, 3, padding=1)

    def forward(self, noisy, mask, step, latent):
        style = F.silu(torch.cat([self.time(step), self.mapping(latent[:, :self.latent_size])], 1))
        rest = latent[:, self.latent_size:]

        def draw(h):  # the next noise map of h's size, in the order of use
            nonlocal rest
            n, _, height, width = h.shape
            taken, rest = rest[:, :height * width], rest[:, height * width:]
            return taken.reshape(n, 1, height, width)

        features = []
        m = self.fold(mask)
        for level, layer in enumerate(self.mask_features):
            m = F.silu(layer(F.avg_pool2d(m, 2) if level else m))
            features.append(m)

        h, kept = self.stem(self.fold(noisy)), []
        for level, block in enumerate(self.down):
            h = block(F.avg_pool2d(h, 2) if level else h, style, features[level], draw)
            kept.append(h)
        h = self.attention(self.middle(h, style, features[-1], draw))
        for i, block in enumerate(self.up):
            if i > 0:
                h = h.repeat_interleave(2, 2).repeat_interleave(2, 3)
            h = block(torch.cat([h, kept.pop()], 1), style, features[-1 - i], draw)
        assert rest.shape[1] == 0, f"{rest.shape[1]} numbers of the latent are left over"
        h = F.silu(self.norm(h, style, features[0]))
        return torch.tanh(self.unfold(self.head(h)))


# ---------------------------------------------------------------- discriminators

def leaky(x):
    return torch.where(x > 0, x, 0.2 * x)


def with_deviation(x):
    """One more channel: in groups of G images (i, i + N/G, i + 2N/G, …) the mean over C, H, W of the deviation within the group."""
    n = x.shape[0]
    g = max(d for d in (1, 2, 3, 4) if n % d == 0)
    rows = n // g
    level = x.new_zeros(n)
    for first in range(rows):
        members = range(first, n, rows)
        group = x[list(members)]
        variance = (group - group.mean(0)).pow(2).sum(0) / g
        for i in members:
            level = level + F.one_hot(torch.tensor(i), n) * (variance + 1e-8).sqrt().mean()
    return torch.cat([x, per_channel(level[:, None]).expand(n, 1, *x.shape[2:])], 1)


class DiscriminatorTime(nn.Module):
    def __init__(self, width, deep):
        super().__init__()
        self.first = nn.Linear(width, width)
        self.second = nn.Linear(width, width) if deep else None

    def forward(self, t):
        h = leaky(self.first(sinusoid(t, self.first.in_features, self.first.weight.dtype)))
        return leaky(self.second(h)) if self.second else h


class WholeBlock(nn.Module):
    def __init__(self, c_in, c_out, time, down):
        super().__init__()
        self.conv1 = nn.Conv2d(c_in, c_out, 3, padding=1)
        self.conv2 = nn.Conv2d(c_out, c_out, 3, padding=1)
        self.shortcut = nn.Conv2d(c_in, c_out, 1, bias=False)
        self.time = nn.Linear(time, c_out)
        self.resample = fir_down if down else (lambda map: map)

    def forward(self, x, t):
        h = leaky(self.conv1(leaky(x)) + per_channel(self.time(t)))
        return (self.conv2(self.resample(h)) + self.shortcut(self.resample(x))) * ROOT_HALF


class WholeImage(nn.Module):
    def __init__(self, o):
        super().__init__()
        g, size = o["width"], o["imageSize"]
        self.time = DiscriminatorTime(o["timeWidth"], deep=True)
        self.stem = nn.Conv2d(2 + o["maskChannels"], 2 * g, 1)
        halvings = size.bit_length() - 3  # down to 4 x 4
        plan = [2, 4, 8, 8] if size == 32 else [4] + [8] * (halvings - 1)
        keeps = len(plan) - halvings  # blocks that leave the size alone come first
        self.blocks = nn.ModuleList(
            WholeBlock(a * g, b * g, o["timeWidth"], i >= keeps) for i, (a, b) in enumerate(zip([2] + plan, plan)))
        self.last = nn.Conv2d(8 * g + 1, 8 * g, 3, padding=1)
        self.output = nn.Linear(8 * g, 1)

    def forward(self, current, next, step, mask=None):
        t = self.time(step)
        h = self.stem(torch.cat([x for x in (current, next, mask) if x is not None], 1))
        for block in self.blocks:
            h = block(h, t)
        assert h.shape[2:] == (4, 4)
        return self.output(leaky(self.last(with_deviation(h))).sum((2, 3)))[:, 0]


class Patch(nn.Module):
    def __init__(self, o):
        super().__init__()
        self.gain = o["highPassGain"]
        widths = [2 + o["maskChannels"] + (self.gain > 0)] + o["channels"]
        self.time = DiscriminatorTime(o["timeWidth"], deep=False)
        self.convolutions = nn.ModuleList(nn.Conv2d(a, b, 4, stride=2, padding=1) for a, b in zip(widths, widths[1:]))
        self.time_biases = nn.ModuleList(nn.Linear(o["timeWidth"], b) for b in widths[1:])
        self.last = nn.Conv2d(widths[-1] + 1, widths[-1], 3, padding=1)
        self.output = nn.Conv2d(widths[-1], 1, 1)

    def forward(self, current, next, step, mask=None):
        t = self.time(step)
        inputs = [current, next]
        if self.gain > 0:  # x_t minus the mean of the up to nine pixels of its 3 x 3 neighbourhood that are inside the image
            box = torch.ones_like(current[:1, :1, :3, :3])
            around = F.conv2d(current, box, padding=1) / F.conv2d(torch.ones_like(current), box, padding=1)
            inputs.append(self.gain * (current - around))
        h = torch.cat(inputs + ([] if mask is None else [mask]), 1)
        for convolution, bias in zip(self.convolutions, self.time_biases):
            h = 1.3 * leaky(convolution(h) + per_channel(bias(t)))
        return self.output(leaky(self.last(with_deviation(h))))[:, 0]


# ---------------------------------------------------------------- the comparison

KINDS = {"ncsnpp": NcsnPlusPlus, "spade-unet": SpadeUNet, "whole-image": WholeImage, "patch": Patch}


def gradients(of, wanted, prefix):
    """Where the result does not depend on a tensor its gradient is zero."""
    names = list(wanted)
    found = torch.autograd.grad(of, [wanted[n] for n in names], retain_graph=True, allow_unused=True)
    return {prefix + n: torch.zeros_like(wanted[n]) if g is None else g for n, g in zip(names, found)}


def run(folder):
    case = json.loads((folder / "case.json").read_text())
    weights = {n: torch.from_numpy(a) for n, a in safetensors_io.load(folder / "weights.safetensors").items()}
    inputs = {n: torch.from_numpy(a) for n, a in safetensors_io.load(folder / "inputs.safetensors").items()}
    cotangent = inputs.pop("cotangent")

    network = KINDS[case["kind"]](case["options"]).to(cotangent.dtype)
    network.load_state_dict(weights)  # strict: every name and shape must agree
    parameters = {"parameter/" + n: p for n, p in network.named_parameters()}
    sources = {"input/" + n: x.requires_grad_() for n, x in inputs.items() if x.is_floating_point()}

    output = network(**inputs)
    results = {"output": output, **gradients((output * cotangent).sum(), {**parameters, **sources}, "gradient/")}
    if case["kind"] in ("whole-image", "patch"):
        total = output.reshape(len(output), -1).mean(1).sum()
        (slope,) = torch.autograd.grad(total, inputs["current"], create_graph=True)
        r1 = slope.pow(2).sum() / len(slope)
        results.update({"r1": r1, **gradients(r1, parameters, "r1/")})
    safetensors_io.save(folder / "twin.safetensors", {n: x.detach().numpy() for n, x in results.items()}, {"torch": torch.__version__})


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    torch.set_num_threads(1)
    for argument in sys.argv[1:]:
        run(pathlib.Path(argument))
