using EchoSynth.Objectives;
using EchoSynth.Checkpoints;
using EchoSynth.Discriminators;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Reference;

/// <summary>
/// Forward values and gradients of all four networks against benchmarks/pytorch/twin.py, which was written from the formulas.
/// Every figure is the largest difference within a tensor over that tensor's largest absolute value.
/// </summary>
public sealed class PyTorchTwinTests(ITestOutputHelper output)
{
    public static TheoryData<string> Cases => [.. PyTorchTwinCase.All.Keys];

    [PyTorchTheory]
    [MemberData(nameof(Cases))]
    public void ForwardAndGradientsAgree(string name)
    {
        var folder = Tiny.TemporaryFolder();
        var (single, wide) = (Path.Combine(folder, "float32"), Path.Combine(folder, "float64"));
        using var scope = NewDisposeScope();
        var ours = Prepare(PyTorchTwinCase.All[name], single, float32);
        var wider = Prepare(PyTorchTwinCase.All[name], wide, float64);

        PyTorchTwin.Run(single, wide);

        Agree(name, ours, single, 1e-4);
        Agree(name, wider, wide, 1e-8);
        Directory.Delete(folder, true);
    }

    /// <summary>Writes what the twin needs and returns what it should find.</summary>
    private static Dictionary<string, Tensor> Prepare(PyTorchTwinCase @case, string folder, ScalarType type)
    {
        using var network = @case.Build();
        var module = PyTorchTwinCase.Module(network);
        PyTorchTwinCase.Wake(module);
        module.to(type);
        var inputs = @case.Inputs(network, type);
        var found = new Dictionary<string, Tensor>(StringComparer.Ordinal);

        var leaves = Leaves(inputs);
        found["output"] = PyTorchTwinCase.Output(network, leaves);
        var cotangent = PyTorchTwinCase.Normal(4, found["output"].shape).to(type);
        (found["output"] * cotangent).sum().backward();
        Collect("gradient/", module, leaves, found);
        if (network is IDiscriminator)
        {
            module.zero_grad();
            leaves = Leaves(inputs);
            found["r1"] = AdversarialLosses.R1(PyTorchTwinCase.Output(network, leaves), leaves["current"]);
            found["r1"].backward();
            Collect("r1/", module, [], found);
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "case.json"), PyTorchTwinCase.Json(network));
        SafeTensors.Save(Path.Combine(folder, "weights.safetensors"), module.state_dict());
        SafeTensors.Save(Path.Combine(folder, "inputs.safetensors"), new Dictionary<string, Tensor>(inputs) { ["cotangent"] = cotangent });
        return found;
    }

    private static Dictionary<string, Tensor> Leaves(Dictionary<string, Tensor> inputs) =>
        inputs.ToDictionary(i => i.Key, i => i.Value.is_floating_point() ? i.Value.clone().requires_grad_(true) : i.Value);

    private static void Collect(string prefix, nn.Module module, Dictionary<string, Tensor> inputs, Dictionary<string, Tensor> found)
    {
        foreach (var (name, p) in module.named_parameters())
            found[$"{prefix}parameter/{name}"] = p.grad?.clone() ?? zeros_like(p);
        foreach (var (name, x) in inputs.Where(i => i.Value.requires_grad))
            found[$"{prefix}input/{name}"] = x.grad?.clone() ?? zeros_like(x);
    }

    private void Agree(string name, Dictionary<string, Tensor> ours, string folder, double tolerance)
    {
        var theirs = SafeTensors.Load(Path.Combine(folder, "twin.safetensors"), out var about);
        Assert.Equal(ours.Keys.Order(StringComparer.Ordinal), theirs.Keys.Order(StringComparer.Ordinal));
        var errors = ours.ToDictionary(o => o.Key, o => Error(o.Key, o.Value, theirs));
        foreach (var group in errors.GroupBy(e => e.Key.Split('/')[0]))
        {
            var worst = group.MaxBy(e => e.Value);
            output.WriteLine($"{name} | {Path.GetFileName(folder)} | {group.Key} | {worst.Value:0.0e+0} | of {group.Count()}, worst {worst.Key}, PyTorch {about["torch"]}");
        }
        Assert.True(ours["output"].abs().max().to(float64).item<double>() > 1e-3);
        Assert.All(errors, e => Assert.True(e.Value <= tolerance, $"{e.Key} differs by {e.Value:0.0e+0} of its largest value; {tolerance:0e+0} is allowed."));
        // Two zeros agree about nothing: every weight and input must have had a part in the output.
        Assert.All(theirs.Where(t => t.Key.StartsWith("gradient/", StringComparison.Ordinal) && t.Value.NumberOfElements > 0), t => Assert.True(Largest(t.Value) > 0, t.Key));
        foreach (var tensor in theirs.Values)
            tensor.Dispose();
    }

    private static double Error(string name, Tensor ours, Dictionary<string, Tensor> theirs)
    {
        Assert.Equal(theirs[name].shape, ours.shape);
        Assert.Equal(theirs[name].dtype, ours.dtype);
        var difference = Largest(ours.detach() - theirs[name]);
        return difference == 0 ? 0 : difference / Scale(name, theirs);
    }

    /// <summary>What a difference is compared with: the tensor's own largest value, with two exceptions where that is made of rounding errors.</summary>
    private static double Scale(string name, Dictionary<string, Tensor> theirs)
    {
        // Biases whose gradient is zero by the formulas: softmax does not see what the key's bias adds to all its arguments, and R1 does not see the last bias
        // before the minibatch deviation, which takes away what all images share. Their weight's gradient is the measure.
        var unseen = theirs.Keys.Where(k => k.StartsWith("r1/parameter/blocks.", StringComparison.Ordinal) && k.EndsWith(".conv2.bias", StringComparison.Ordinal)).Max(StringComparer.Ordinal);
        if (name == unseen || name.EndsWith("key.bias", StringComparison.Ordinal))
            return Largest(theirs[name[..^"bias".Length] + "weight"]);
        // R1 sees biases through the curvature of the minibatch deviation alone, √(var + 1e-8), which lies where images agree to 1e-4: in float32 those gradients,
        // a thousand times smaller than the others, keep few digits (PyTorch's own float32 and float64 differ by 2e-4 of them, and more). In float64 each is its own measure.
        if (name.StartsWith("r1/", StringComparison.Ordinal) && theirs[name].dtype == float32)
            return theirs.Where(t => t.Key.StartsWith("r1/", StringComparison.Ordinal)).Max(t => Largest(t.Value));
        return Largest(theirs[name]);
    }

    private static double Largest(Tensor x) => x.NumberOfElements == 0 ? 0 : x.detach().abs().max().to(float64).item<double>();
}
