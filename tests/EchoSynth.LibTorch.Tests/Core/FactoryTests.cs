using TorchSharp;
using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Core;

public class FactoryTests
{
    private static readonly float[] s_half = [0.5f];

    [Fact]
    public void Filled_tensors() => Scoped(() =>
    {
        Equal([0, 0, 0, 0], zeros(2, 2));
        Equal([1, 1], ones([2]));
        Equal([3, 3], full(2, 3.0));
        Assert.Equal([2, 3, 4, 5], empty(2, 3, 4, 5).shape);
        Assert.Equal(ScalarType.Int64, full([2], 7).dtype);
        Assert.Equal(ScalarType.Float64, zeros(2, dtype: float64).dtype);
        Equal([1, 0, 0, 1], eye(2));
        Assert.True(zeros(2, requires_grad: true).requires_grad);
    });

    [Fact]
    public void Ranges() => Scoped(() =>
    {
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Float32, arange(3.0).dtype);
        Equal([1, 1.5f], arange(1.0, 2, 0.5));
        Equal([0, 0.5f, 1], linspace(0, 1, 3));
    });

    [Fact]
    public void Like_another() => Scoped(() =>
    {
        var x = ones(2, 2, dtype: float64);
        Assert.Equal((ScalarType.Float64, 4L), (zeros_like(x).dtype, zeros_like(x).numel()));
        Assert.Equal(ScalarType.Int32, x.ones_like(int32).dtype);
        Equal([5, 5, 5, 5], full_like(x, 5));
        Assert.Equal([2, 2], randn_like(x).shape);
        Assert.Equal(ScalarType.Float64, x.new_zeros([3]).dtype);
    });

    [Fact]
    public void From_dotnet_values() => Scoped(() =>
    {
        Assert.Equal(0.5f, tensor(0.5f).item<float>());
        Assert.Equal(ScalarType.Float64, tensor(0.5).dtype);
        Assert.Equal(ScalarType.Int32, tensor(5).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Equal(ScalarType.Float32, tensor(0.5, dtype: float32).dtype);
        Equal([1, 2, 3, 4], tensor(new float[,] { { 1, 2 }, { 3, 4 } }));
        Assert.Equal([2, 2], tensor(new float[] { 1, 2, 3, 4 }, [2, 2]).shape);
        Assert.Equal([2, 2], tensor(new List<float> { 1, 2, 3, 4 }, 2, 2).shape);
        Assert.Equal(new byte[] { 1, 2 }, tensor(new byte[] { 1, 2 }).data<byte>().ToArray());
        Assert.Throws<ArgumentException>(() => tensor(new float[] { 1, 2 }, [2, 2]));
        Tensor implied = 3f;
        Assert.Equal(3f, implied.item<float>());
        Assert.Equal(3, (int)implied);
    });

    [Fact]
    public void A_copied_array_is_independent_and_a_shared_one_is_not() => Scoped(() =>
    {
        float[] values = [1, 2, 3];
        var copy = tensor(values);
        var shared = from_array(values);
        values[0] = 9;
        Equal([1, 2, 3], copy);
        Equal([9, 2, 3], shared);
        var part = frombuffer(values, float32, 2, 1);
        Equal([2, 3], part);
        Equal([2, 3], from_array(values, float64)[1..]);
    });

    [Fact]
    public void A_shared_array_stays_where_it_is_as_long_as_a_view_of_it_lives() => Scoped(() =>
    {
        var view = MakeView();
        GC.Collect(2, GCCollectionMode.Forced, true, true);
        _ = new byte[1 << 20];
        Equal([2, 3], view);

        static Tensor MakeView()
        {
            using var whole = from_array(new float[] { 1, 2, 3 });
            return whole[1..];
        }
    });

    [Fact]
    public void Reading_back() => Scoped(() =>
    {
        var x = arange(6, dtype: float32).view(2, 3);
        Assert.Equal([0, 3, 1, 4, 2, 5], x.t().data<float>().ToArray());
        Assert.Equal(5f, x.data<float>()[1, 2]);
        Assert.Equal(4f, x.ReadCpuSingle(4));
        Assert.Equal(new float[,] { { 0, 1, 2 }, { 3, 4, 5 } }, (float[,])x.data<float>().ToNDArray());
        x.data<float>()[0, 0] = 8;
        Assert.Equal(8.0, x[0, 0].ToDouble());
        Assert.Equal(24, x.bytes.Length);
        x.bytes = new byte[24];
        Equal([0, 0, 0, 0, 0, 0], x);
        x.data<float>().CopyFrom([1, 2, 3], tensorIndex: 3);
        var part = new float[4];
        x.data<float>().CopyTo(part, arrayIndex: 1, tensorIndex: 3);
        Assert.Equal([0, 1, 2, 3], part);
        Assert.Throws<ArgumentException>(() => x.data<double>());
        Assert.Throws<ArgumentException>(() => x.item<float>());
    });

    [Fact]
    public void Bytes_through_a_stream() => Scoped(() =>
    {
        var x = randn(100, 100);
        using var stream = new MemoryStream();
        x.WriteBytesToStream(stream);
        Assert.Equal(40_000, stream.Length);
        stream.Position = 0;
        var y = zeros_like(x);
        y.ReadBytesFromStream(stream);
        Assert.True(x.Equals(y));
        Assert.Throws<EndOfStreamException>(() => y.ReadBytesFromStream(stream));
    });

    [Fact]
    public void Types_convert() => Scoped(() =>
    {
        var x = tensor(new[] { 1.7f, -1.7f });
        Equal([1, -1], x.to(int32).to(float32));
        Assert.Equal(ScalarType.Float64, x.to(float64).dtype);
        Assert.Equal(ScalarType.Float16, x.half().dtype);
        Assert.Equal(ScalarType.Int64, x.to_type(ScalarType.Int64).dtype);
        Assert.Equal(ScalarType.Float64, x.to(zeros(1, dtype: float64)).dtype);
        Assert.Equal([1, 1], x.to(torch.@bool).to(int32).data<int>().ToArray());
        var y = x.to(float32, copy: true);
        y.zero_();
        Equal([1.7f, -1.7f], x);
    });

    [Fact]
    public void Bfloat16() => Scoped(() =>
    {
        var x = tensor(new[] { 1f, 1.00390625f, 3.14159f, -1e30f });
        var b = x.to(bfloat16);
        Assert.Equal((ScalarType.BFloat16, 2L), (b.dtype, b.element_size()));
        Equal([1, 1, 3.140625f], b[..3]);
        Assert.Equal(new BFloat16(3.14159f), b.data<BFloat16>()[2]);
        Assert.Equal(3.140625f, new BFloat16(3.14159f).ToSingle());
        Assert.True(BFloat16.IsNaN(new BFloat16(float.NaN)));
        Assert.Equal(ScalarType.BFloat16, (b * b + 1).dtype);
        Equal([4.140625f], (b + 1)[2..3].to(float32), 0.02f);
        Assert.Equal(ScalarType.BFloat16, tensor(s_half).bfloat16().matmul(tensor(s_half).bfloat16()).dtype);
    });
}
