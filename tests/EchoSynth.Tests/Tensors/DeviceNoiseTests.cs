using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Tensors;

/// <summary>The operators run on the CPU here; on a GPU they are the same ones.</summary>
public sealed class DeviceNoiseTests
{
    [Theory]
    [InlineData(4 * 4096, 3UL)]
    [InlineData(1001, 0xfeed_0001_8000_0000UL)]
    [InlineData(1, 0UL)]
    public void A_device_makes_the_hosts_numbers(int length, ulong stream)
    {
        ulong[] seeds = [7, ulong.MaxValue, 0, 0x8000_0000_0000_0001UL];
        using var made = DeviceNoise.Normal(CPU, seeds, stream, length);
        Assert.Equal([seeds.Length, length], made.shape);
        Assert.Equal(ScalarType.Float32, made.dtype);
        var numbers = TensorData.ToFloats(made);
        var expected = new float[length];
        for (var row = 0; row < seeds.Length; row++)
        {
            PhiloxNoise.Normal(expected, seeds[row], stream);
            for (var i = 0; i < length; i++)
                Assert.Equal(expected[i], numbers[row * length + i], 1e-6f);
        }
    }

    [Fact]
    public void Only_long_rows_on_another_device_are_made_there()
    {
        var gpu = new Device("cuda:0");
        Assert.Equal([false, false, true], [DeviceNoise.Suits(CPU, 1 << 20), DeviceNoise.Suits(gpu, 100), DeviceNoise.Suits(gpu, 256 * 256)]);
    }
}
