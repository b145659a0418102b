"""The networks of twin.py, with its parameters, as users write them in eager PyTorch.

build(kind, options) makes twin.py's network and gives its modules the forward passes below: F.group_norm, F.silu, γ · norm + β and (x + h)/√2 as the formulas have them, FIR filters as
depthwise convolutions whose kernels are buffers, F.scaled_dot_product_attention where this PyTorch has it, what depends on the mask alone computed once (encode).

inplace=True is what an expert makes of it where nothing is differentiated: SiLU and sums in place, addcmul. tuned=True adds what few would think of: upsampling by F.interpolate (bilinear by two is the filter [1, 3, 3, 1] but at the border), and the adaptive group norm of a whole
batch as one group norm of N·C channels with weights.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

import twin

ROOT_HALF = math.sqrt(0.5)
FILTER = torch.outer(torch.tensor([1.0, 3, 3, 1]), torch.tensor([1.0, 3, 3, 1])) / 64
TUNED = INPLACE = False


def groups(c):
    return next(g for g in range(min(max(c // 4, 1), 32), 0, -1) if c % g == 0)


def group_norm(x, weight=None, bias=None):
    return F.group_norm(x, groups(x.shape[1]), weight, bias, 1e-6)


def modulated(x, gamma, beta):
    """gamma * group_norm(x) + beta; gamma and beta [N, C, 1, 1] or [N, C, H, W]"""
    if TUNED and gamma.shape[-1] == 1:
        n, c, height, width = x.shape
        flat = x.reshape(1, n * c, height, width)
        return F.group_norm(flat, n * groups(c), gamma.reshape(-1), beta.reshape(-1), 1e-6).view(x.shape)
    return torch.addcmul(beta, gamma, group_norm(x)) if INPLACE else gamma * group_norm(x) + beta


def silu(x):
    """x is used nowhere else."""
    return F.silu(x, inplace=INPLACE and not torch.is_grad_enabled())


def joined(x, h):
    """(x + h)/√2; h is used nowhere else."""
    return h.add_(x).mul_(ROOT_HALF) if INPLACE and not torch.is_grad_enabled() else (x + h) * ROOT_HALF


def added(h, v):
    """h + v; h is used nowhere else."""
    return h.add_(v) if INPLACE and not torch.is_grad_enabled() else h + v


def per_channel(v):
    return v[..., None, None]


class Fir(nn.Module):
    def __init__(self, channels, gain=1.0):
        super().__init__()
        self.register_buffer("kernel", (gain * FILTER).repeat(channels, 1, 1, 1), persistent=False)  # [C, 1, 4, 4]


class FirDown(Fir):
    def forward(self, x):
        return F.conv2d(x, self.kernel, stride=2, padding=1, groups=x.shape[1])


class FirBlur(Fir):
    def forward(self, x):
        return F.conv2d(x, self.kernel, padding=2, groups=x.shape[1])


class FirUp(Fir):
    def __init__(self, channels):
        super().__init__(channels, 4)

    def forward(self, x):
        if TUNED:
            return F.interpolate(F.pad(x, (1, 1, 1, 1)), scale_factor=2, mode="bilinear", align_corners=False)[..., 2:-2, 2:-2].contiguous()
        if x.device.type == "cpu" and torch.is_autocast_cpu_enabled():
            # A depthwise transposed convolution of bfloat16 is wrong on the CPU of PyTorch 1.13.
            with torch.autocast("cpu", enabled=False):
                return F.conv_transpose2d(x.float(), self.kernel, stride=2, padding=1, groups=x.shape[1]).to(x.dtype)
        return F.conv_transpose2d(x, self.kernel, stride=2, padding=1, groups=x.shape[1])


def frequencies(size):
    half = size // 2
    return torch.exp(torch.arange(half) * (-math.log(10000) / (half - 1)))


def sinusoid(t, f):
    angle = t[:, None] * f
    return torch.cat([angle.sin(), angle.cos()], 1)


class TimeMlp(twin.TimeMlp):
    def adopt(self):
        self.register_buffer("f", frequencies(self.first.in_features), persistent=False)

    def forward(self, t):
        return self.second(F.silu(self.first(sinusoid(t, self.f))))


class LatentMapping(twin.LatentMapping):
    def forward(self, z):
        z = z * (z.square().mean(1, keepdim=True) + 1e-8).rsqrt()
        for layer in self.layers:
            z = F.silu(layer(z))
        return z


class Attention(twin.Attention):
    def forward(self, x):
        n, c, height, width = x.shape
        h = group_norm(x, self.norm_weight.to(x.dtype), self.norm_bias.to(x.dtype))
        q, k, v = (layer(h).flatten(2).transpose(1, 2) for layer in (self.query, self.key, self.value))  # [N, HW, C]
        if hasattr(F, "scaled_dot_product_attention"):
            h = F.scaled_dot_product_attention(q[:, None], k[:, None], v[:, None])[:, 0]
        else:
            h = torch.bmm((torch.bmm(q, k.transpose(1, 2)) * c ** -0.5).softmax(-1), v)
        return joined(x, self.output(h.transpose(1, 2).reshape(n, c, height, width)))


# ---------------------------------------------------------------- NCSN++

class AdaGn(twin.AdaGn):
    def forward(self, x, z):
        return modulated(x, *per_channel(self.style(z)).chunk(2, 1))


class NcsnBlock(twin.NcsnBlock):
    def adopt(self):
        kind = {twin.fir_down: FirDown, twin.fir_up: FirUp}.get(self.resample)
        self.fir = kind(self.conv1.in_channels) if kind else None

    def forward(self, x, t, z):
        h = silu(self.norm1(x, z))
        if self.fir:
            h, x = self.fir(h), self.fir(x)
        h = added(self.conv1(h), per_channel(self.time(t)))
        h = self.conv2(silu(self.norm2(h, z)))
        return joined(self.shortcut(x), h)


class NcsnPlusPlus(twin.NcsnPlusPlus):
    layout = torch.contiguous_format

    def adopt(self):
        self.blur = nn.ModuleList(FirBlur(layer.in_channels) for layer in self.pyramid)

    def encode(self, mask):
        return mask

    def forward(self, noisy, mask, step, latent):
        t, z = F.silu(self.time(step)), self.mapping(latent)
        p = torch.cat([noisy, mask], 1).contiguous(memory_format=self.layout)
        h = self.stem(p)
        kept = [h]
        blocks, attentions = iter(self.down), iter(self.down_attention)
        for level, attend in enumerate(self.attend):
            for _ in range(self.repeat):
                h = next(blocks)(h, t, z)
                h = next(attentions)(h) if attend else h
                kept.append(h)
            if level < len(self.downsample):
                p = self.pyramid[level](self.blur[level](p))
                h = p = joined(p, self.downsample[level](h, t, z))
                kept.append(h)
        h = self.middle2(self.middle_attention(self.middle1(h, t, z)), t, z)
        blocks, attentions, grow = iter(self.up), iter(self.up_attention), iter(self.upsample)
        for level in reversed(range(len(self.attend))):
            for _ in range(self.repeat + 1):
                h = next(blocks)(torch.cat([h, kept.pop()], 1), t, z)
            h = next(attentions)(h) if self.attend[level] else h
            h = next(grow)(h, t, z) if level > 0 else h
        h = group_norm(h, self.norm_weight.to(h.dtype), self.norm_bias.to(h.dtype))
        return torch.tanh(self.head(silu(h)).float())


# ---------------------------------------------------------------- SPADE U-Net

class Spade(twin.Spade):
    def forward(self, x, style, modulation):
        gamma, beta = (modulation + per_channel(self.style(style))).chunk(2, 1)
        return modulated(x, added(gamma, 1), beta)


class SpadeBlock(twin.SpadeBlock):
    def forward(self, x, style, modulations, draw):
        h = self.conv1(silu(self.norm1(x, style, modulations[0])))
        if self.noisy:
            h = torch.addcmul(h, self.noise1, draw(h))
        h = self.conv2(silu(self.norm2(h, style, modulations[1])))
        h = joined(self.shortcut(x), h)
        return torch.addcmul(h, self.noise2, draw(h)) if self.noisy else h


class SpadeUNet(twin.SpadeUNet):
    layout = torch.contiguous_format

    def encode(self, mask):
        """The modulations of all norms, in the order of use."""
        m, pyramid = self.fold(mask).contiguous(memory_format=self.layout), []
        for level, layer in enumerate(self.mask_features):
            m = F.silu(layer(F.avg_pool2d(m, 2) if level else m))
            pyramid.append(m)
        pairs = [*zip(self.down, pyramid), (self.middle, pyramid[-1]), *zip(self.up, pyramid[::-1])]
        return [(block.norm1.spatial(m), block.norm2.spatial(m)) for block, m in pairs] + [self.norm.spatial(pyramid[0])]

    def forward(self, noisy, condition, step, latent):
        style = F.silu(torch.cat([self.time(step), self.mapping(latent[:, :self.latent_size])], 1))
        place, condition = self.latent_size, iter(condition)

        def draw(h):  # the next noise map of h's size, in the order of use
            nonlocal place
            n, _, height, width = h.shape
            place += height * width
            return latent[:, place - height * width:place].reshape(n, 1, height, width)

        h, kept = self.stem(self.fold(noisy).contiguous(memory_format=self.layout)), []
        for level, block in enumerate(self.down):
            h = block(F.avg_pool2d(h, 2) if level else h, style, next(condition), draw)
            kept.append(h)
        h = self.attention(self.middle(h, style, next(condition), draw))
        for i, block in enumerate(self.up):
            if i > 0:
                h = F.interpolate(h, scale_factor=2, mode="nearest")
            h = block(torch.cat([h, kept.pop()], 1), style, next(condition), draw)
        h = self.head(silu(self.norm(h, style, next(condition))))
        return torch.tanh(F.pixel_shuffle(h.float(), self.unfold.upscale_factor))


# ---------------------------------------------------------------- discriminators

def leaky(x):
    return F.leaky_relu(x, 0.2)


def with_deviation(x):
    n, c, height, width = x.shape
    g = next(d for d in (4, 3, 2, 1) if n % d == 0)
    centred = x.float().reshape(g, n // g, c, height, width)
    centred = centred - centred.mean(0, keepdim=True)
    level = (centred.square().mean(0) + 1e-8).sqrt().mean((1, 2, 3)).repeat(g)  # [N]
    return torch.cat([x, level.to(x.dtype).view(n, 1, 1, 1).expand(n, 1, height, width)], 1)


class DiscriminatorTime(twin.DiscriminatorTime):
    def adopt(self):
        self.register_buffer("f", frequencies(self.first.in_features), persistent=False)

    def forward(self, t):
        h = leaky(self.first(sinusoid(t, self.f)))
        return leaky(self.second(h)) if self.second else h


class WholeBlock(twin.WholeBlock):
    def adopt(self):
        down = self.resample is twin.fir_down
        self.fir_x, self.fir_h = (FirDown(self.conv1.in_channels), FirDown(self.conv1.out_channels)) if down else (None, None)

    def forward(self, x, t):
        h = leaky(self.conv1(leaky(x)) + per_channel(self.time(t)))
        if self.fir_x:
            h, x = self.fir_h(h), self.fir_x(x)
        return (self.conv2(h) + self.shortcut(x)) * ROOT_HALF


class WholeImage(twin.WholeImage):
    layout = torch.contiguous_format

    def forward(self, current, next, step, mask=None):
        t = self.time(step)
        h = self.stem(torch.cat([x for x in (current, next, mask) if x is not None], 1).contiguous(memory_format=self.layout))
        for block in self.blocks:
            h = block(h, t)
        h = leaky(self.last(with_deviation(h))).sum((2, 3))
        return self.output(h)[:, 0].float()


class Patch(twin.Patch):
    layout = torch.contiguous_format

    def forward(self, current, next, step, mask=None):
        t = self.time(step)
        inputs = [current, next]
        if self.gain > 0:
            inputs.append(self.gain * (current - F.avg_pool2d(current, 3, 1, 1, count_include_pad=False)))
        h = torch.cat(inputs + ([] if mask is None else [mask]), 1).contiguous(memory_format=self.layout)
        for convolution, bias in zip(self.convolutions, self.time_biases):
            h = leaky(convolution(h) + per_channel(bias(t))) * 1.3
        return self.output(leaky(self.last(with_deviation(h))))[:, 0].float()


FAST = {c.__bases__[0]: c for c in (
    TimeMlp, LatentMapping, Attention, AdaGn, NcsnBlock, NcsnPlusPlus, Spade, SpadeBlock, SpadeUNet, DiscriminatorTime, WholeBlock, WholeImage, Patch)}


def build(kind, options, inplace=False, tuned=False):
    """The network, with weights that are not set."""
    global TUNED, INPLACE
    TUNED, INPLACE = tuned, inplace or tuned
    nn.Linear.reset_parameters = nn.Conv2d.reset_parameters = lambda self: None  # all weights are loaded
    network = twin.KINDS[kind](options)
    for module in list(network.modules()):
        module.__class__ = FAST.get(type(module), type(module))
        if hasattr(module, "adopt"):
            module.adopt()
    return network
