using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Optim;

/// <summary>Twenty-five steps with given gradients, against PyTorch's.</summary>
public sealed class OptimizerReferenceTests
{
    private static readonly Dictionary<string, Func<Parameter[], OptimizerHelper>> Makers = new()
    {
        ["adam"] = p => optim.Adam(p, 0.03),
        ["adam_decay_amsgrad"] = p => optim.Adam(p, 0.02, 0.8, 0.95, 1e-6, 0.1, true),
        ["adam_maximize"] = p => optim.Adam(p, 0.01, maximize: true),
        ["adamw"] = p => optim.AdamW(p, 0.03, 0.5, 0.9, weight_decay: 0.05),
        ["adamw_amsgrad"] = p => optim.AdamW(p, 0.03, weight_decay: 0.01, amsgrad: true),
        ["sgd"] = p => optim.SGD(p, 0.1),
        ["sgd_momentum"] = p => optim.SGD(p, 0.1, 0.9, 0.2, 0.01),
        ["sgd_nesterov"] = p => optim.SGD(p, 0.1, 0.9, nesterov: true),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void FollowsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var parameters = Start();
        using var optimizer = Makers[name](parameters);
        foreach (var (slopes, expected) in Slopes().Zip(Reference.At("optimisers", "trajectories", name).EnumerateArray()))
        {
            SetGradients(parameters, slopes);
            optimizer.step();
            foreach (var (want, parameter) in expected.EnumerateArray().Zip(parameters)) Reference.Close(Reference.Tensor(want), parameter);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ResumesBitForBitFromWhatItSaved(string name)
    {
        using var scope = NewDisposeScope();
        var steps = Slopes().ToList();
        var whole = Start();
        var halves = Start();
        using var uninterrupted = Makers[name](whole);
        Run(uninterrupted, whole, steps);

        using var stream = new MemoryStream();
        using (var first = Makers[name](halves))
        {
            Run(first, halves, steps.Take(11));
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            first.save_state_dict(writer);
        }

        stream.Position = 0;
        using var second = Makers[name](halves);
        using (var reader = new BinaryReader(stream)) second.load_state_dict(reader);
        Run(second, halves, steps.Skip(11));
        foreach (var (one, other) in whole.Zip(halves)) Assert.True(one.Equals(other));
    }

    [Fact]
    public void StateMovesToAnotherOptimizer()
    {
        using var scope = NewDisposeScope();
        var steps = Slopes().ToList();
        var (one, other) = (Start(), Start());
        using var first = optim.AdamW(one, 0.02);
        using var second = optim.AdamW(other, 0.5);
        Run(first, one, steps.Take(5));
        using (no_grad())
            foreach (var (target, source) in other.Zip(one)) target.copy_(source);
        second.load_state_dict(first.state_dict());
        Assert.All(first.state_dict().State.Zip(second.state_dict().State), pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));
        Run(first, one, steps.Skip(5));
        Run(second, other, steps.Skip(5));
        foreach (var (a, b) in one.Zip(other)) Assert.True(a.Equals(b));
    }

    internal static Parameter[] Start()
        => [.. Reference.At("optimisers", "start").EnumerateArray().Select(t => new Parameter(Reference.Tensor(t)))];

    internal static IEnumerable<Tensor[]> Slopes()
        => Reference.At("optimisers", "slopes").EnumerateArray().Select(s => s.EnumerateArray().Select(Reference.Tensor).ToArray());

    internal static void SetGradients(Parameter[] parameters, Tensor[] slopes)
    {
        foreach (var (parameter, slope) in parameters.Zip(slopes)) parameter.grad = slope.clone();
    }

    private static void Run(OptimizerHelper optimizer, Parameter[] parameters, IEnumerable<Tensor[]> steps)
    {
        foreach (var slopes in steps)
        {
            SetGradients(parameters, slopes);
            optimizer.step();
        }
    }
}
