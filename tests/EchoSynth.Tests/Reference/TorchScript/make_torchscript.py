"""
Small networks in TorchScript and what they make of two images, for TorchScriptExtractorTests. Run in this folder with Python's torch (1.13.1 made those here; later ones load them).

    python3 make_torchscript.py
"""
import json
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(7)


def image(width, height, k):
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return ((x * x + 5 * y + 11 * ((x * y) % 23) + 17 * k) % 256).float() / 255


def given(image, size, channels, scale, shift, mean, deviation):
    x = F.interpolate(image[None, None], (size, size), mode="bilinear", align_corners=False, antialias=True)
    per = lambda v: torch.tensor(v).view(1, -1, 1, 1)
    return ((x * scale + shift).expand(1, channels, size, size) - per(mean)) / per(deviation)


class Maps(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first, self.second, self.drop = nn.Conv2d(channels, 6, 3, 2), nn.Conv2d(6, 5, 3, 2), nn.Dropout(0.9)

    def forward(self, x):
        return self.drop(self.second(F.relu(self.first(x))))


class Features(Maps):
    def forward(self, x):
        return self.drop(F.relu(self.second(F.relu(self.first(x))))).mean((2, 3))


class Both(Features):
    def forward(self, x):
        return x.mean((1, 2, 3)), x


class Flat(Features):
    def forward(self, x):
        return self.first(x).flatten(2)


cases = []
for name, network, channels, size, (scale, shift), mean, deviation in (
        ("features.pt", Features(3), 3, 29, (1.0, 0.0), [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ("maps.pt", Maps(1), 1, 48, (255.0, 0.0), [0.0], [1.0]),
        ("features.pt", None, 3, 64, (2.0, -1.0), [0.0], [1.0])):
    if network is not None:
        torch.jit.script(network).save(name)  # in training mode: the library must switch dropout off
    network = torch.jit.load(name).eval()
    rows = []
    for width, height, k in ((64, 64, 0), (40, 52, 3)):
        with torch.no_grad():
            y = network(given(image(width, height, k), size, channels, scale, shift, mean, deviation))
        rows.append((y.mean((2, 3)) if y.dim() == 4 else y)[0].tolist())
    cases.append(dict(file=name, channels=channels, size=size, range={1.0: 0, 2.0: 1, 255.0: 2}[scale], mean=mean, deviation=deviation, rows=rows))
torch.jit.script(Both(3)).save("both.pt")
torch.jit.script(Flat(3)).save("flat.pt")
torch.save(Features(3).state_dict(), "weights.pt")
with open("torchscript.json", "w") as f:
    json.dump(cases, f, indent=1)
