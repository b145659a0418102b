"""What one small operator costs in Python: the twin of benchmarks/EchoSynth.CallCost."""
import time

import torch
import torch.nn.functional as functional

ROUNDS = 7
CALLS = 20_000

torch.set_num_threads(1)
x = torch.ones(8)
y = torch.ones(8)
image = torch.ones(1, 1, 4, 4)
kernel = torch.ones(1, 1, 3, 3)


def measure(name, call):
    times = []
    for round_number in range(-2, ROUNDS):
        start = time.process_time_ns()
        for _ in range(CALLS):
            call()
        if round_number >= 0:
            times.append((time.process_time_ns() - start) / CALLS)
    times.sort()
    print(f"{name} {times[ROUNDS // 2]:.0f}")


with torch.no_grad():
    measure("add", lambda: x.add(y))
    measure("add_number", lambda: x + 2.0)
    measure("mul", lambda: x.mul(y))
    measure("silu", lambda: functional.silu(x))
    measure("sum", lambda: x.sum())
    measure("view", lambda: x.view(2, 4))
    measure("add_", lambda: x.add_(y))
    measure("matmul", lambda: kernel.matmul(kernel))
    measure("conv2d", lambda: functional.conv2d(image, kernel))
