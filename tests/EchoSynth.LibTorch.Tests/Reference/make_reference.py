"""Values of PyTorch's own operators, layers and optimisers, for the tests to compare with.

    python3 make_reference.py > reference.json

Everything is in float64. "output" is the operator's result; "gradients" are those of the sum of its squares.
"""
import json

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(20240501)


def pack(t):
    t = t.detach()
    kind = "int64" if t.dtype == torch.int64 else "bool" if t.dtype == torch.bool else "float64"
    return {"shape": list(t.shape), "type": kind, "data": [float(v) for v in t.flatten().double()]}


def r(*shape):
    return torch.randn(*shape)


cases = {}


def case(name, function, still=(), **inputs):
    leaves = {k: v.requires_grad_() for k, v in inputs.items() if v.is_floating_point() and k not in still}
    before = {k: pack(v) for k, v in inputs.items()}
    out = function(**inputs)
    entry = {"inputs": before, "output": pack(out)}
    if out.requires_grad:
        out.square().sum().backward()
        entry["gradients"] = {k: pack(v.grad) for k, v in leaves.items() if v.grad is not None}
    cases[name] = entry


x = lambda: r(1, 4, 4, 5)
case("linear", F.linear, input=r(3, 4), weight=r(2, 4), bias=r(2))
case("conv1d", lambda input, weight, bias: F.conv1d(input, weight, bias, 2, 1), input=r(2, 4, 7), weight=r(3, 4, 3), bias=r(3))
case("conv2d", lambda input, weight, bias: F.conv2d(input, weight, bias, (2, 1), (1, 0), (1, 2), 2), input=x(), weight=r(6, 2, 3, 3), bias=r(6))
case("conv2d_same", lambda input, weight: F.conv2d(input, weight, padding="same"), input=x(), weight=r(3, 4, 3, 3))
case("conv2d_circular", lambda input, weight: F.conv2d(F.pad(input, (1, 1, 1, 1), "circular"), weight), input=x(), weight=r(3, 4, 3, 3))
case("conv3d", lambda input, weight: F.conv3d(input, weight, padding=1), input=r(1, 2, 3, 4, 4), weight=r(2, 2, 3, 3, 3))
case("conv_transpose1d", lambda input, weight: F.conv_transpose1d(input, weight, None, 2, 1, 1), input=r(2, 3, 5), weight=r(3, 2, 3))
case("conv_transpose2d", lambda input, weight, bias: F.conv_transpose2d(input, weight, bias, 2, 1, 1), input=x(), weight=r(4, 3, 3, 3), bias=r(3))
case("group_norm", lambda input, weight, bias: F.group_norm(input, 2, weight, bias, 1e-5), input=x(), weight=r(4), bias=r(4))
case("layer_norm", lambda input, weight, bias: F.layer_norm(input, (5,), weight, bias, 1e-5), input=x(), weight=r(5), bias=r(5))
case("batch_norm", lambda input, weight, bias: F.batch_norm(input, None, None, weight, bias, True), input=x(), weight=r(4), bias=r(4))
case("instance_norm", lambda input: F.instance_norm(input), input=x())
for name, function in {
    "relu": F.relu, "silu": F.silu, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "gelu": F.gelu, "logsigmoid": F.logsigmoid,
    "gelu_tanh": lambda input: F.gelu(input, approximate="tanh"),
    "leaky_relu": lambda input: F.leaky_relu(input, 0.2), "softplus": lambda input: F.softplus(input, 2, 1),
    "softmax": lambda input: F.softmax(input, 1), "log_softmax": lambda input: F.log_softmax(input, -1),
    "normalize": lambda input: F.normalize(input, 3, 1),
    "avg_pool2d": lambda input: F.avg_pool2d(input, 3, 2, 1, count_include_pad=False),
    "max_pool2d": lambda input: F.max_pool2d(input, 2, 1, 1, 2),
    "adaptive_avg_pool2d": lambda input: F.adaptive_avg_pool2d(input, (2, 4)),
    "pad_constant": lambda input: F.pad(input, (1, 2, 0, 3), value=0.5),
    "pad_reflect": lambda input: F.pad(input, (1, 2, 3, 0), "reflect"),
    "pad_replicate": lambda input: F.pad(input, (1, 2, 3, 0), "replicate"),
    "pad_circular": lambda input: F.pad(input, (1, 2, 3, 0), "circular"),
    "interpolate_nearest": lambda input: F.interpolate(input, scale_factor=1.5),
    "interpolate_nearest_exact": lambda input: F.interpolate(input, (7, 4), mode="nearest-exact"),
    "interpolate_bilinear": lambda input: F.interpolate(input, scale_factor=(2.0, 1.5), mode="bilinear"),
    "interpolate_bilinear_recomputed": lambda input: F.interpolate(input, scale_factor=1.7, mode="bilinear", recompute_scale_factor=True),
    "interpolate_bilinear_corners": lambda input: F.interpolate(input, (3, 11), mode="bilinear", align_corners=True),
    "interpolate_bilinear_antialias": lambda input: F.interpolate(input, (3, 2), mode="bilinear", antialias=True),
    "interpolate_bicubic": lambda input: F.interpolate(input, (9, 4), mode="bicubic"),
    "interpolate_area": lambda input: F.interpolate(input, (2, 3), mode="area"),
    "pixel_shuffle": lambda input: F.pixel_shuffle(input, 2),
    "unfold": lambda input: F.unfold(input, (2, 3), padding=1, stride=2),
}.items():
    case(name, function, input=x())
case("pixel_unshuffle", lambda input: F.pixel_unshuffle(input, 2), input=r(2, 1, 4, 6))
case("fold", lambda input: F.fold(input, 4, 2, stride=2), input=r(2, 8, 4))
case("affine_grid", lambda theta: F.affine_grid(theta, (2, 1, 3, 4), align_corners=True), theta=r(2, 2, 3))
grid = lambda: r(1, 3, 4, 2).clamp(-1.3, 1.3)
case("grid_sample", lambda input, grid: F.grid_sample(input, grid, align_corners=False), input=x(), grid=grid())
case("grid_sample_border", lambda input, grid: F.grid_sample(input, grid, "nearest", "border", True), input=x(), grid=grid())
case("grid_sample_reflection", lambda input, grid: F.grid_sample(input, grid, "bilinear", "reflection", False), input=x(), grid=grid())
case("l1_loss", F.l1_loss, input=x(), target=x())
case("mse_loss", lambda input, target: F.mse_loss(input, target, reduction="sum"), input=x(), target=x())
case("smooth_l1_loss", lambda input, target: F.smooth_l1_loss(input, target, reduction="none", beta=0.5), input=x(), target=x())
case("huber_loss", lambda input, target: F.huber_loss(input, target, delta=0.7), input=x(), target=x())
case("bce_logits", lambda input, target, weight, pos: F.binary_cross_entropy_with_logits(input, target, weight, pos_weight=pos),
     still=("target", "weight", "pos"), input=r(3, 4), target=torch.rand(3, 4), weight=torch.rand(3, 4), pos=torch.rand(4) + 1)
case("bce", F.binary_cross_entropy, still=("target",), input=torch.rand(3, 4), target=torch.rand(3, 4))
labels = torch.tensor([[0, 2, 1], [3, 0, 2]])
case("cross_entropy", lambda input, target, weight: F.cross_entropy(input, target, weight, ignore_index=3, label_smoothing=0.1),
     still=("weight",), input=r(2, 4, 3), target=labels, weight=torch.rand(4))
case("nll_loss", lambda input, target: F.nll_loss(F.log_softmax(input, 1), target), input=r(2, 4, 3), target=labels)
case("kl_div", lambda input, target: F.kl_div(input, target, log_target=True, reduction="sum"), input=r(3, 4), target=r(3, 4))
case("cosine_similarity", F.cosine_similarity, x1=r(3, 4), x2=r(3, 4))
case("one_hot", lambda x: F.one_hot(x, 5), x=labels)


def attention(query, key, value, mask=None):
    scores = query @ key.transpose(-2, -1) / query.size(-1) ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf")) if mask.dtype == torch.bool else scores + mask
    return F.softmax(scores, -1) @ value


qkv = lambda: {"query": r(2, 3, 4, 5), "key": r(2, 3, 6, 5), "value": r(2, 3, 6, 5)}
case("attention", attention, **qkv())
case("attention_mask", attention, **qkv(), mask=r(4, 6))
boolean = torch.rand(4, 6) > 0.3
boolean[:, 0] = True
case("attention_bool_mask", attention, **qkv(), mask=boolean)
case("attention_causal", lambda query, key, value: attention(query, key, value, torch.ones(4, 6).tril().bool()), **qkv())

norm = nn.BatchNorm2d(4, momentum=0.2)
batches = [x() for _ in range(3)]
outputs = [norm(b) for b in batches]
norm.eval()
batch_norm = {
    "batches": [pack(b) for b in batches], "last": pack(outputs[-1]), "mean": pack(norm.running_mean), "var": pack(norm.running_var),
    "evaluated": pack(norm(batches[0])),
}

seeded = {}
for name, make in {"linear": lambda: nn.Linear(3, 4), "conv2d": lambda: nn.Conv2d(2, 4, 3, groups=2), "conv_transpose2d": lambda: nn.ConvTranspose2d(4, 2, 3)}.items():
    torch.manual_seed(7)
    torch.set_default_dtype(torch.float32)
    layer = make()
    seeded[name] = {k: pack(v) for k, v in layer.state_dict().items()}
    torch.set_default_dtype(torch.float64)

STEPS = 25
start = [r(3, 2), r(4)]
slopes = [[r(3, 2), r(4)] for _ in range(STEPS)]
optimisers = {
    "adam": lambda p: torch.optim.Adam(p, 0.03),
    "adam_decay_amsgrad": lambda p: torch.optim.Adam(p, 0.02, (0.8, 0.95), 1e-6, 0.1, True),
    "adam_maximize": lambda p: torch.optim.Adam(p, 0.01, maximize=True),
    "adamw": lambda p: torch.optim.AdamW(p, 0.03, (0.5, 0.9), weight_decay=0.05),
    "adamw_amsgrad": lambda p: torch.optim.AdamW(p, 0.03, weight_decay=0.01, amsgrad=True),
    "sgd": lambda p: torch.optim.SGD(p, 0.1),
    "sgd_momentum": lambda p: torch.optim.SGD(p, 0.1, 0.9, 0.2, 0.01),
    "sgd_nesterov": lambda p: torch.optim.SGD(p, 0.1, 0.9, nesterov=True),
}
trajectories = {}
for name, make in optimisers.items():
    parameters = [t.clone().requires_grad_() for t in start]
    optimiser = make(parameters)
    trajectories[name] = []
    for step in slopes:
        for p, g in zip(parameters, step):
            p.grad = g.clone()
        optimiser.step()
        trajectories[name].append([pack(p) for p in parameters])

clip = [t.clone().requires_grad_() for t in start]
for p, g in zip(clip, slopes[0]):
    p.grad = g.clone()
total = nn.utils.clip_grad_norm_(clip, 0.7)

print(json.dumps({
    "cases": cases, "batch_norm": batch_norm, "seeded": seeded,
    "optimisers": {"start": [pack(t) for t in start], "slopes": [[pack(g) for g in s] for s in slopes], "trajectories": trajectories},
    "clip": {"total": float(total), "gradients": [pack(p.grad) for p in clip]},
}, indent=None, separators=(",", ":")).replace('},"', '},\n"'))
