"""One step of adversarial training as the library's AdversarialObjective takes it, with PyTorch's own means: autograd, torch.optim.Adam, torch._foreach for the averages."""
import contextlib

import torch
import torch.nn.functional as F


class Training:
    def __init__(self, denoiser, discriminator, settings, device, bf16):
        """settings: rates, β, loss weights and the schedule's tables, from case.json."""
        self.denoiser, self.discriminator, self.o = denoiser, discriminator, settings
        self.predict, self.judge = denoiser, discriminator
        self.device, self.bf16 = device, bf16
        betas, fused = (settings["beta1"], settings["beta2"]), {}
        if device.type == "cuda" and int(torch.__version__.split(".")[0]) >= 2:
            fused = {"fused": True}
        self.adam_g = torch.optim.Adam(denoiser.parameters(), settings["denoiserRate"], betas, **fused)
        self.adam_d = torch.optim.Adam(discriminator.parameters(), settings["discriminatorRate"], betas, **fused)
        self.live = [p.detach() for p in denoiser.parameters()]
        self.average = [p.clone() for p in self.live]
        self.steps = 0
        self.table = {name: torch.tensor(values, device=device) for name, values in settings["tables"].items()}

    def autocast(self, on=True):
        return torch.autocast(self.device.type, torch.bfloat16) if self.bf16 and on else contextlib.nullcontext()

    def compile(self):
        self.predict, self.judge = torch.compile(self.denoiser), torch.compile(self.discriminator)

    def at(self, name, t):
        return self.table[name][t].view(-1, 1, 1, 1)

    def pair(self, x0, draw):
        t = draw["step"]
        current = self.at("signal", t) * x0 + self.at("noise", t) * draw["noise"]
        return current, self.at("stepSignal", t) * current + self.at("stepNoise", t) * draw["next"]

    def posterior(self, x0, noisy, draw):
        t = draw["step"]
        return self.at("clean", t) * x0 + self.at("noisy", t) * noisy + self.at("deviation", t) * draw["posterior"]

    def score(self, current, noisy, t, masks, twice=False):
        """twice: its gradient will be differentiated again, which what torch.compile makes cannot."""
        judge = self.discriminator if twice else self.judge
        return judge(current, noisy, t, masks if self.o["discriminatorSeesMask"] else None)

    def step(self, batch, penalise):
        """-> the losses, as tensors"""
        losses = {}
        images, masks, d, g = batch["images"], batch["masks"], batch["discriminator"], batch["denoiser"]

        self.discriminator.requires_grad_(True)
        self.adam_d.zero_grad(set_to_none=True)
        current, noisy = self.pair(images, d)
        with torch.no_grad(), self.autocast():
            fake = self.posterior(self.predict(noisy, self.denoiser.encode(masks), d["step"], d["latent"]), noisy, d)
        current.requires_grad_(penalise)
        with self.autocast(not penalise):  # a gradient of a gradient is not for bfloat16
            real = self.score(current, noisy, d["step"], masks, twice=penalise)
            loss = F.softplus(-real).mean() + F.softplus(self.score(fake, noisy, d["step"], masks)).mean()
            losses["discriminator"] = loss.detach()
            if penalise:
                total = real.flatten(1).mean(1).sum() if real.dim() > 1 else real.sum()
                (slope,) = torch.autograd.grad(total, current, create_graph=True)
                r1 = slope.square().sum((1, 2, 3)).mean()
                losses["r1"] = r1.detach()
                loss = loss + r1 * (self.o["r1Gamma"] / 2)
        loss.backward()
        self.adam_d.step()

        self.discriminator.requires_grad_(False)
        self.adam_g.zero_grad(set_to_none=True)
        _, noisy = self.pair(images, g)
        with self.autocast():
            condition = self.denoiser.encode(masks)
            clean = self.predict(noisy, condition, g["step"], g["latent"])
            adversarial = F.softplus(-self.score(self.posterior(clean, noisy, g), noisy, g["step"], masks)).mean()
            l1 = F.l1_loss(clean, images)
            losses["adversarial"], losses["l1"] = adversarial.detach(), l1.detach()
            loss = adversarial + l1 * self.o["l1Weight"]
            if "other" in g:
                with torch.no_grad():
                    other = self.predict(noisy, condition, g["step"], g["other"])
                spread = F.l1_loss(clean, other)
                losses["spread"] = spread.detach()
                loss = loss - spread * (self.o["spreadWeight"] * self.o["l1Weight"])
        loss.backward()
        self.adam_g.step()

        self.steps += 1
        decay = min(self.o["averageDecay"], (1.0 + self.steps) / (10.0 + self.steps))
        torch._foreach_mul_(self.average, decay)
        torch._foreach_add_(self.average, self.live, alpha=1 - decay)
        return losses
