using TorchSharp;
using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Core;

/// <summary>
/// script-module.pt is a linear layer (weight 1 2, bias 0.5), a dropout of everything, a buffer of 10 that is added to the result, and a
/// method 'both' that gives two tensors.
/// </summary>
public class ScriptModuleTests
{
    private static string FileName => Path.Combine(AppContext.BaseDirectory, "script-module.pt");

    [Fact]
    public void A_module_is_loaded_and_called() => Scoped(() =>
    {
        using var module = jit.load<Tensor>(FileName);
        Assert.False(module.training);
        Equal([13.5f], module.forward(tensor(new float[,] { { 1, 1 } })));
        module.train();
        Assert.True(module.training);
        Equal([10], module.call(tensor(new float[,] { { 1, 1 } })));
        module.eval();
        var (doubled, more) = ((Tensor, Tensor))module.invoke("both", ones(1), 2.0f);
        Equal([2], doubled);
        Equal([2], more);
    });

    [Fact]
    public void Its_parameters_and_buffers_are_seen_and_are_its_own() => Scoped(() =>
    {
        using var module = jit.load(File.ReadAllBytes(FileName));
        Assert.Equal(["fc.bias", "fc.weight"], module.named_parameters().Select(p => p.name).Order(StringComparer.Ordinal));
        Assert.Equal(["shift"], module.named_buffers().Select(b => b.name));
        using (no_grad())
            module.named_buffers().Single().buffer.fill_(20);
        Equal([23.5f], (Tensor)module.forward(tensor(new float[,] { { 1, 1 } })));
        ((Tensor)module.forward(tensor(new float[,] { { 3, 4 } }))).sum().backward();
        Equal([3, 4], module.named_parameters().Single(p => p.name == "fc.weight").parameter.grad!);
    });

    [Fact]
    public void A_wrong_call_is_an_exception() => Scoped(() =>
    {
        using var module = jit.load(FileName);
        Assert.ThrowsAny<Exception>(() => module.forward(zeros(3, 3)));
        Assert.ThrowsAny<Exception>(() => module.invoke("nothing", zeros(1)));
        Assert.ThrowsAny<Exception>(() => jit.load("/no/such/file.pt"));
    });
}
