using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.NN;

public sealed class StateDictTests
{
    [Fact]
    public void LoadsWhatAnotherSaved()
    {
        using var one = new SmallNetwork();
        using var other = new SmallNetwork();
        one.eval();
        other.eval();
        using var input = randn(2, 1, 5, 5);
        using var before = one.call(input);

        var (missing, unexpected) = other.load_state_dict(one.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        using var after = other.call(input);
        Assert.True(before.Equals(after));
    }

    [Fact]
    public void KeysAreThoseOfParametersAndBuffers()
    {
        using var network = new SmallNetwork();
        var expected = network.named_parameters().Select(p => p.name).Concat(network.named_buffers().Select(b => b.name));
        Assert.Equal(expected.Order(), network.state_dict().Keys.Order());
        Assert.All(network.state_dict(prefix: "net").Keys, key => Assert.StartsWith("net.", key, StringComparison.Ordinal));
    }

    [Fact]
    public void StrictLoadingRefusesMissingAndUnknownKeys()
    {
        using var network = new SmallNetwork();
        var state = network.state_dict();
        state.Remove("scale");
        Assert.Throws<InvalidOperationException>(() => network.load_state_dict(state));
        using var extra = zeros(1);
        state["unknown"] = extra;

        var (missing, unexpected) = network.load_state_dict(state, strict: false);
        Assert.Equal(["scale"], missing);
        Assert.Equal(["unknown"], unexpected);
        network.load_state_dict(state, skip: ["scale", "unknown"]);
    }

    [Fact]
    public void SkippedKeysKeepTheirValues()
    {
        using var network = new SmallNetwork();
        using var replacement = full(1, 7.0);
        network.load_state_dict(new() { ["scale"] = replacement, ["offset"] = replacement }, strict: false, skip: ["offset"]);
        Assert.Equal(7, network.Scale.item<float>());
        Assert.Equal(0, network.Offset.item<float>());
    }

    [Fact]
    public void FilesRoundTrip()
    {
        using var one = new SmallNetwork();
        using var other = new SmallNetwork();
        using var stream = new MemoryStream();
        one.save(new BinaryWriter(stream), skip: ["offset"]);
        stream.Position = 0;
        Assert.Throws<ArgumentException>(() => other.load(new BinaryReader(stream)));
        stream.Position = 0;
        var found = new Dictionary<string, bool>();
        other.load(new BinaryReader(stream), strict: false, skip: ["scale"], found);
        Assert.Equal(12, found.Count);
        Assert.All(found.Values, Assert.True);
        Assert.True(one.get_parameter("conv.weight")!.Equals(other.get_parameter("conv.weight")!));
    }

    [Fact]
    public void WrongShapesAreRefused()
    {
        using var network = new SmallNetwork();
        using var wrong = zeros(2, 2);
        Assert.ThrowsAny<Exception>(() => network.load_state_dict(new() { ["conv.bias"] = wrong }, strict: false));
    }
}
