using EchoSynth.Peers;

namespace EchoSynth.Tests.Speed;

/// <summary>When ./build.sh bench-peers fails, and what its ratios are.</summary>
public sealed class PeersComparisonTests
{
    private static readonly PeersOptions s_options = PeersOptions.Parse(["--list"], out _);
    private static readonly PeerCase s_sampling = PeerCase.All(s_options).First(c => c.Name == "sample-ncsnpp-128-n1"), s_training = PeerCase.All(s_options).First(c => c.Name == "train-small-64");
    private static readonly float[] s_grey = [.. Enumerable.Range(0, 400).Select(i => 0.2f + (i % 7 * 0.1f))];

    [Theory]
    [InlineData(0.0004f, null)]                        // 0.0008 of the network's range [−1, 1]
    [InlineData(0.0006f, "differs from eager by 1.2e-3")]
    [InlineData(float.NaN, "differs from eager by NaN")]
    public void Images_of_float32_may_differ_by_a_thousandth(float difference, string? error)
    {
        float[] images = [.. s_grey];
        images[17] += difference;
        Verify(error, Comparison.Errors(s_sampling, [Drew(Contender.Full, images), Drew(Contender.Eager, s_grey)]));
    }

    [Theory]
    [InlineData(0.005f, null)]                         // 46 dB
    [InlineData(0.0063f, "a PSNR of 44.0 dB")]
    [InlineData(float.NaN, "a PSNR of NaN dB")]
    public void Images_of_bfloat16_need_45_dB(float difference, string? error) =>
        Verify(error, Comparison.Errors(s_sampling, [Drew(Contender.Mixed, [.. s_grey.Select(p => p + difference)]), Drew(Contender.Eager, s_grey)]));

    [Fact]
    public void Fewer_images_than_the_peers_are_an_error_in_either_precision()
    {
        Verify("differs", Comparison.Errors(s_sampling, [Drew(Contender.Full, s_grey[..200]), Drew(Contender.Eager, s_grey)]));
        Verify("PSNR", Comparison.Errors(s_sampling, [Drew(Contender.Mixed, s_grey[..200]), Drew(Contender.Eager, s_grey)]));
    }

    [Fact]
    public void Images_that_could_not_tell_a_difference_are_an_error()
    {
        var flat = Enumerable.Repeat(0.5f, 400).ToArray();
        Verify("of one grey", Comparison.Errors(s_sampling, [Drew(Contender.Full, flat), Drew(Contender.Eager, flat)]));
    }

    [Theory]
    [InlineData(1.0009, null)]
    [InlineData(1.002, "differs from eager by 2.0e-3")]
    public void The_losses_of_a_trainings_second_step_may_differ_by_a_thousandth(double second, string? error) =>
        Verify(error, Comparison.Errors(s_training, [Trained(Contender.Full, 1, second, 3), Trained(Contender.Eager, 1, 1, 1)]));

    [Fact]
    public void A_ratio_is_the_peers_time_over_the_librarys_round_by_round()
    {
        var (ours, peer) = (Drew(Contender.Full, s_grey), Drew(Contender.Eager, s_grey));
        ours.Turns.AddRange([new Turn(1), new Turn(2), new Turn(4)]);
        peer.Turns.AddRange([new Turn(3), new Turn(4), new Turn(20)]);
        var row = Assert.Single(Comparison.Rows(s_sampling, [ours, peer], s_options));
        Assert.Equal((3, 2, 5), (row.Ratio, row.Low, row.High));
        Assert.Equal((2, 4), (row.Seconds, row.VersusSeconds));
        // Of a training: one step in sixteen has R1.
        Assert.Equal(new Turn((8 + (15 * 2.0)) / 16, 2, 8), Turn.Of([8, 1, 3], 16));
    }

    [Fact]
    public void Other_releases_of_libtorch_are_told()
    {
        Part With(Contender contender, string torch) => new(contender) { Torch = torch };
        Assert.Null(Comparison.Warning([With(Contender.Full, "2.10.0"), With(Contender.Eager, "2.10.0+cu128")]));
        Assert.Contains("2.10.0, the peer with torch 1.13.1", Comparison.Warning([With(Contender.Full, "2.10.0"), With(Contender.Eager, "1.13.1")]), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_other_round_goes_in_reverse()
    {
        Part[] parts = [new(Contender.Full), new(Contender.Eager)];
        Assert.Equal(parts, CaseRun.InTurn(parts, 0));
        Assert.Equal([parts[1], parts[0]], CaseRun.InTurn(parts, 1));
    }

    private static Part Drew(Contender contender, float[] images) => new(contender) { Images = images };

    private static Part Trained(Contender contender, params double[] losses)
    {
        var part = new Part(contender);
        part.Losses.AddRange(losses.Select(l => new Dictionary<string, double> { ["l1"] = l }));
        return part;
    }

    private static void Verify(string? error, IEnumerable<string> errors)
    {
        if (error is null)
            Assert.Empty(errors);
        else
            Assert.Contains(error, Assert.Single(errors), StringComparison.Ordinal);
    }
}
