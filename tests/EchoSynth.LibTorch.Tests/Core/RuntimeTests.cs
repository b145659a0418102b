using TorchSharp;
using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Core;

public class RuntimeTests
{
    [Fact]
    public void Threads_are_set_and_told()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            Assert.Equal(1, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }

        Assert.True(get_num_interop_threads() > 0);
    }

    [Fact]
    public void Tensors_are_worked_on_from_several_threads() => Scoped(() =>
    {
        var x = randn(64, 64);
        var expected = x.mm(x).sum().item<float>();
        var sums = new float[8];
        Parallel.For(0, sums.Length, i =>
        {
            using var scope = NewDisposeScope();
            for (var j = 0; j < 100; j++)
                sums[i] = x.mm(x).sum().item<float>();
        });
        Assert.All(sums, sum => Assert.Equal(expected, sum, 1));
    });

    [Fact]
    public void Devices()
    {
        Assert.Equal((DeviceType.CUDA, 1), (new Device("cuda:1").type, new Device("cuda:1").index));
        Assert.Equal("cuda:1", new Device(1).ToString());
        Assert.Equal("cuda", new Device("cuda").ToString());
        Assert.Equal(DeviceType.CPU, device("cpu").type);
        Assert.ThrowsAny<ArgumentException>(() => new Device("gpu"));
        Assert.Equal(cuda.is_available(), cuda_is_available());
        if (!cuda.is_available())
        {
            Assert.Equal(0, cuda.device_count());
            Assert.ThrowsAny<Exception>(() => device("cuda:0"));
        }
    }

    [Fact]
    public void Default_type()
    {
        set_default_dtype(float64);
        try
        {
            using var x = zeros(2);
            Assert.Equal(ScalarType.Float64, x.dtype);
        }
        finally
        {
            set_default_dtype(float32);
        }
    }

    [Fact]
    public void A_wrong_shape_is_an_exception() => Scoped(() =>
    {
        var x = zeros(2, 3);
        Assert.ThrowsAny<Exception>(() => x.mm(zeros(2, 3)));
        Assert.ThrowsAny<Exception>(() => x.view(4, 2));
        Assert.ThrowsAny<Exception>(() => cat([x, zeros(3, 2)], 0));
        Assert.ThrowsAny<Exception>(() => x + zeros(4));
    });

    [Fact]
    public void Tensors_are_printed() => Scoped(() =>
    {
        var x = arange(4, dtype: float32).view(2, 2);
        Assert.Contains("type = Float32", x.ToString(julia), StringComparison.Ordinal);
        Assert.Contains("3", x.npstr(), StringComparison.Ordinal);
        Assert.Equal("[2x2], type = Float32, device = cpu", x.metastr());
        Assert.Contains("...", zeros(100).jlstr(width: 60), StringComparison.Ordinal);
        Assert.Contains("1.5", tensor(1.5f).str(), StringComparison.Ordinal);
    });

    [Fact]
    public void Numbers_know_their_kind()
    {
        Scalar whole = 3;
        Scalar real = 2.5f;
        Scalar truth = true;
        Assert.Equal((ScalarType.Int64, ScalarType.Float64, ScalarType.Bool), (whole.Type, real.Type, truth.Type));
        Assert.Equal((3L, 2.5, true, 2L), (whole.ToInt64(), real.ToDouble(), truth.ToBoolean(), real.ToInt64()));
    }
}
