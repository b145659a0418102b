#!/usr/bin/env python3
"""PyTorch's side of ./build.sh bench-peers: one JSON command a line on standard input, one JSON answer a line on standard output.

    peer.py                        the worker:
        {"command": "load", "case": FOLDER, "what": "sample" | "train", "device": "cpu" | "cuda", "threads": N, "bf16": …, "channelsLast": …, "compile": …, "inplace": …, "tuned": …}
        {"command": "sample", "write": FILE or null}               all images of inputs.safetensors in the steps of case.json
        {"command": "train", "batch": FILE, "penalise": true | false}    one step
        {"command": "quit"}
    peer.py --cold FOLDER OUT.png  loads, makes the first image, writes it: timed from outside

FOLDER is a model folder of the library with case.json (networks, schedule, training) and inputs.safetensors (masks and noise) beside. Timed is the work alone, between two
readings of a clock that wait for the device; reading what it works on is not.
"""
import contextlib
import json
import os
import pathlib
import struct
import sys
import time
import zlib

import torch

import peer_networks
import safetensors_io


def load_network(kind, options, path, device, settings, own=False):
    """own: the weights are copies, to be trained; else they are the pages of the file."""
    network = peer_networks.build(kind, options, settings.get("inplace", False), settings.get("tuned", False))
    weights = {name: torch.from_numpy(array) for name, array in safetensors_io.load(path, mapped=True).items()}
    for name, parameter in network.named_parameters():
        parameter.data = weights.pop(name).clone() if own else weights.pop(name)
    if weights:
        raise ValueError(f"{path}: not part of the network: {', '.join(weights)}")
    network.to(device)
    if settings.get("channelsLast"):
        network.layout = torch.channels_last
        network.to(memory_format=torch.channels_last)
    return network


def tensors(path, device):
    return {name: torch.from_numpy(array).to(device) for name, array in safetensors_io.load(path).items()}


class Sampling:
    def __init__(self, folder, settings):
        case = json.loads((folder / "case.json").read_text())
        self.device, self.bf16 = torch.device(settings["device"]), settings.get("bf16", False)
        self.network = load_network(case["kind"], case["options"], folder / "denoiser.safetensors", self.device, settings).eval()
        self.inputs = tensors(folder / "inputs.safetensors", self.device)
        n = len(self.inputs["start"])
        self.steps = [(torch.full((n,), s["index"], device=self.device), s) for s in case["steps"]]
        self.sector = self.inputs["masks"][:, -1:] if case["sector"] else None
        # torch.compile and inference mode do not always go together.
        self.frozen = torch.no_grad if settings.get("compile") else torch.inference_mode
        self.predict = torch.compile(self.network) if settings.get("compile") else self.network

    def run(self):
        """-> [N, 1, H, W] in [0, 1], on the CPU"""
        autocast = torch.autocast(self.device.type, torch.bfloat16) if self.bf16 else contextlib.nullcontext()
        with self.frozen(), autocast:
            condition = self.network.encode(self.inputs["masks"])
            x = self.inputs["start"]
            for i, (index, step) in enumerate(self.steps):
                clean = self.predict(x, condition, index, self.inputs["latent"][i])
                x = clean.mul_(step["clean"]).add_(x, alpha=step["noisy"])
                if step["deviation"] > 0:
                    x.add_(self.inputs["noise"][i], alpha=step["deviation"])
            pixels = x.add_(1).div_(2).clamp_(0, 1)
            if self.sector is not None:
                pixels.mul_(self.sector)
            return pixels.cpu()


class Worker:
    def load(self, command):
        if command.get("compile") and not hasattr(torch, "compile"):
            raise NotImplementedError(f"PyTorch {torch.__version__} has no torch.compile")
        torch.set_num_threads(command["threads"])
        folder = pathlib.Path(command["case"])
        self.device = torch.device(command["device"])
        if command["what"] == "train":
            import peer_training
            case = json.loads((folder / "case.json").read_text())
            nets = [load_network(case[kind], case[options], folder / file, self.device, command, own=True) for kind, options, file in (
                ("kind", "options", "denoiser.safetensors"), ("discriminatorKind", "discriminatorOptions", "discriminator.safetensors"))]
            self.work = peer_training.Training(*nets, case["training"], self.device, command.get("bf16", False))
            if command.get("compile"):
                self.work.compile()
        else:
            self.work = Sampling(folder, command)
        return {"torch": torch.__version__, "threads": torch.get_num_threads()}

    def timed(self, work):
        if self.device.type == "cuda":
            torch.cuda.synchronize()
        start = time.perf_counter()
        result = work()
        if self.device.type == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter() - start, result

    def sample(self, command):
        seconds, images = self.timed(self.work.run)
        if command.get("write"):
            safetensors_io.save(command["write"], {"images": images.float()})
        return {"seconds": seconds}

    def train(self, command):
        batch = {}
        for name, value in tensors(command["batch"], self.device).items():
            part, _, field = name.rpartition(".")
            (batch.setdefault(part, {}) if part else batch)[field] = value
        seconds, losses = self.timed(lambda: self.work.step(batch, command["penalise"]))
        return {"seconds": seconds, "losses": {name: loss.item() for name, loss in losses.items()}}

    def quit(self, command):
        return {"peakBytes": peak_bytes()}


def peak_bytes():
    """The most memory this process has had, VmHWM."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def write_png(path, image):
    """image [H, W] in [0, 1]: 8-bit grey"""
    rows = (image * 255).round().to(torch.uint8).numpy()
    raw = b"".join(b"\0" + row.tobytes() for row in rows)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", rows.shape[1], rows.shape[0], 8, 0, 0, 0, 0)
    pathlib.Path(path).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw, 6)) + chunk(b"IEND", b""))


def cold(folder, out):
    device = os.environ.get("ECHOSYNTH_PEERS_DEVICE", "cpu")
    write_png(out, Sampling(pathlib.Path(folder), {"device": device}).run()[0, 0])


def serve():
    worker, answers = Worker(), sys.stdout
    sys.stdout = sys.stderr  # nothing but answers goes out
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = getattr(worker, command["command"])(command)
        except Exception as error:  # told to whoever asked, who decides
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)
        if command["command"] == "quit":
            return


if __name__ == "__main__":
    if sys.argv[1:2] == ["--cold"] and len(sys.argv) == 4:
        cold(sys.argv[2], sys.argv[3])
    elif len(sys.argv) == 1:
        serve()
    else:
        sys.exit(__doc__)
