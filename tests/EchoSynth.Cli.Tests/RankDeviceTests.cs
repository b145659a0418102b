using EchoSynth.Cli.Work;

namespace EchoSynth.Cli.Tests;

public sealed class RankDeviceTests
{
    [Theory]
    [InlineData(0, 4, "cuda:0")]
    [InlineData(3, 4, "cuda:3")]
    [InlineData(3, 1, "cuda:0")] // srun --gpus-per-task=1
    [InlineData(5, 4, "cuda:1")]
    public void A_rank_takes_its_own_of_the_GPUs_that_it_sees(int localRank, int visible, string expected) => Assert.Equal(expected, Job.Device(localRank, visible));
}
