using EchoSynth.Logs;

namespace EchoSynth.Tests.Logs;

public sealed class Crc32CTests
{
    /// <summary>RFC 3720, B.4, and the check value of the catalogues.</summary>
    [Fact]
    public void KnownVectorsHold()
    {
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Of(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, Crc32C.Of(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
        Assert.Equal(0x113FDB5Cu, Crc32C.Of(Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray()));
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0u, Crc32C.Of([]));
    }

    /// <summary>The length of the first record of every TensorBoard file (24 bytes) and its CRC, as TensorBoard's own Python code computes it.</summary>
    [Fact]
    public void TheMaskIsTensorFlows() => Assert.Equal(0x224B7FA3u, Crc32C.Masked([24, 0, 0, 0, 0, 0, 0, 0]));
}
