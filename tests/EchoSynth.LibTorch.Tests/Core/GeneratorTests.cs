using TorchSharp;
using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Core;

public class GeneratorTests
{
    [Fact]
    public void A_seed_fixes_the_numbers() => Scoped(() =>
    {
        manual_seed(42);
        var first = randn(16);
        manual_seed(42);
        Assert.True(first.Equals(randn(16)));
        Assert.False(first.Equals(randn(16)));
    });

    [Fact]
    public void A_generator_of_ones_own_is_independent() => Scoped(() =>
    {
        using var mine = new Generator(7);
        using var same = new Generator(7);
        Assert.Equal(7, mine.initial_seed());
        manual_seed(1);
        var global = rand(4);
        manual_seed(1);
        var own = rand(4, generator: mine);
        Assert.True(global.Equals(rand(4)));
        Assert.True(own.Equals(rand(4, generator: same)));
        Assert.True(randint(10, [8], generator: mine).Equals(randint(10, [8], generator: same)));
        Assert.True(randperm(8, generator: mine).Equals(randperm(8, generator: same)));
        Assert.True(empty(5).normal_(1, 2, mine).Equals(empty(5).normal_(1, 2, same)));
        Assert.True(empty(5).uniform_(-1, 1, mine).Equals(empty(5).uniform_(-1, 1, same)));
        Assert.True(ones(5).mul(0.5).bernoulli(mine).Equals(ones(5).mul(0.5).bernoulli(same)));
    });

    [Fact]
    public void A_state_is_taken_and_restored() => Scoped(() =>
    {
        using var generator = new Generator(3);
        randn(5, generator: generator);
        using var state = generator.get_state();
        var expected = randn(9, generator: generator);
        generator.set_state(state);
        Assert.True(expected.Equals(randn(9, generator: generator)));
        var global = get_rng_state();
        var next = rand(3);
        set_rng_state(global);
        Assert.True(next.Equals(rand(3)));
    });

    [Fact]
    public void Reseeding() => Scoped(() =>
    {
        using var generator = new Generator(3);
        var expected = rand(3, generator: generator);
        Assert.Same(generator, generator.manual_seed(3));
        Assert.True(expected.Equals(rand(3, generator: generator)));
    });

    [Fact]
    public void Distributions_have_their_moments() => Scoped(() =>
    {
        manual_seed(5);
        var normal = empty(20_000).normal_(3, 2);
        Assert.Equal(3f, normal.mean().item<float>(), 1);
        Assert.Equal(2f, normal.std().item<float>(), 1);
        var uniform = empty(20_000).uniform_(-1, 3);
        Assert.Equal(1f, uniform.mean().item<float>(), 1);
        Assert.InRange(uniform.min().item<float>(), -1f, -0.9f);
        var integers = randint(2, 5, [1000]);
        Assert.Equal((2L, 4L), (integers.min().item<long>(), integers.max().item<long>()));
        Assert.Equal(0.3f, (full([20_000], 0.3f).bernoulli().mean()).item<float>(), 1);
        Assert.InRange(randint_int(3, 6), 3, 5);
        Assert.InRange(rand_float(), 0, 1);
    });
}
