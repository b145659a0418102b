using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

// What one small operator costs, most of it the way to the operator and back. benchmarks/pytorch/call_cost.py does the same in Python;
// run the two by turns and compare the medians. One line per operator: its name and the nanoseconds of processor time per call.
const int Rounds = 7;
const int Calls = 20_000;

set_num_threads(1);
using var scope = NewDisposeScope();
var x = ones(8);
var y = ones(8);
var image = ones(1, 1, 4, 4);
var kernel = ones(1, 1, 3, 3);

using (no_grad())
{
    Measure("add", () => x.add(y));
    Measure("add_number", () => x + 2.0);
    Measure("mul", () => x.mul(y));
    Measure("silu", () => x.silu());
    Measure("sum", () => x.sum());
    Measure("view", () => x.view(2, 4));
    Measure("add_", () => x.add_(y));
    Measure("matmul", () => kernel.matmul(kernel));
    Measure("conv2d", () => conv2d(image, kernel));
}

static void Measure(string name, Func<Tensor> call)
{
    var times = new double[Rounds];
    for (var round = -2; round < Rounds; round++)
    {
        var start = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Calls; i++)
        {
            var result = call();
            if (!name.EndsWith('_'))
                result.Dispose();
        }

        if (round >= 0)
            times[round] = (Environment.CpuUsage.TotalTime - start).TotalNanoseconds / Calls;
    }

    Array.Sort(times);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {times[Rounds / 2]:F0}"));
}
