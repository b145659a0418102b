using TorchSharp;
using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Core;

public class ShapeTests
{
    private static Tensor Cube() => arange(24, dtype: float32).view(2, 3, 4);

    [Fact]
    public void Properties() => Scoped(() =>
    {
        var x = Cube();
        Assert.Equal([2, 3, 4], x.shape);
        Assert.Equal([12, 4, 1], x.stride());
        Assert.Equal((3L, 24L, 4L), (x.ndim, x.numel(), x.element_size()));
        Assert.Equal(4, x.size(-1));
        Assert.Equal(ScalarType.Float32, x.dtype);
        Assert.Equal(DeviceType.CPU, x.device_type);
        Assert.Equal("cpu", x.device.ToString());
        Assert.True(x.is_contiguous());
        Assert.False(x.transpose(0, 1).is_contiguous());
        Assert.Equal("[2x3x4], type = Float32, device = cpu", x.ToString());
    });

    [Fact]
    public void Views_share_memory() => Scoped(() =>
    {
        var x = Cube();
        x.view(-1)[5].fill_(100);
        Assert.Equal(100f, x[0, 1, 1].item<float>());
        x.permute(2, 1, 0)[0].zero_();
        Assert.Equal(0f, x[1, 2, 0].item<float>());
        Assert.Equal(x.view(24).data<float>().ToArray(), x.reshape(4, 6).contiguous().data<float>().ToArray());
        x.clone().fill_(7);
        Assert.Equal(1f, x[0, 0, 1].item<float>());
    });

    [Fact]
    public void Shapes_change() => Scoped(() =>
    {
        var x = Cube();
        Assert.Equal([4, 2, 3], x.permute(2, 0, 1).shape);
        Assert.Equal([2, 4, 3], x.transpose(1, 2).shape);
        Assert.Equal([2, 12], x.flatten(1).shape);
        Assert.Equal([1, 2, 3, 4], x.unsqueeze(0).shape);
        Assert.Equal([2, 3, 4], x.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([2, 3, 4], x.unsqueeze(-1).squeeze().shape);
        Assert.Equal([2, 2, 3, 4], x.expand(2, 2, 3, 4).shape);
        Assert.Equal([4, 3, 8], x.repeat(2, 1, 2).shape);
        Assert.Equal([2, 2, 6, 2], x.view(2, 12).unflatten(1, 6, 2).unsqueeze(1).expand(2, 2, 6, 2).shape);
        Assert.Equal([2, 6, 4], x.repeat_interleave(2, 1).shape);
        Assert.Equal([3, 4], x[0].shape);
        Assert.Equal([2, 2, 4], x.narrow(1, 1, 2).shape);
    });

    [Fact]
    public void Order_changes() => Scoped(() =>
    {
        var x = arange(6, dtype: float32).view(2, 3);
        Equal([2, 1, 0, 5, 4, 3], x.flip(1));
        Equal([5, 0, 1, 2, 3, 4], roll(x, 1));
        Equal([2, 0, 1, 5, 3, 4], x.roll(1, 1));
        Equal([0, 3, 1, 4, 2, 5], x.t());
        Equal([0, 1, 2, 0, 4, 5], x.triu());
        var (values, indices) = tensor(new float[] { 3, 1, 2 }).sort();
        Equal([1, 2, 3], values);
        Equal(new long[] { 1, 2, 0 }, indices);
        Equal(new long[] { 0, 2, 1 }, argsort(tensor(new float[] { 3, 1, 2 }), descending: true));
        var (top, at) = topk(tensor(new float[] { 3, 1, 2 }), 2);
        Equal([3, 2], top);
        Equal(new long[] { 0, 2 }, at);
    });

    [Fact]
    public void Joining_and_splitting() => Scoped(() =>
    {
        var x = Cube();
        Assert.Equal([4, 3, 4], cat([x, x], 0).shape);
        Assert.Equal([2, 2, 3, 4], stack([x, x], 1).shape);
        Assert.Equal([2, 6, 4], torch.concat(new List<Tensor> { x, x }, 1).shape);
        var parts = x.chunk(2, 2);
        Assert.Equal(2, parts.Length);
        Assert.Equal([2, 3, 2], parts[1].shape);
        Assert.Equal([1L, 3L], x.split([1, 3], 2).Select(part => part.size(2)));
        Assert.Equal(3, x.unbind(1).Length);
        Close(x, cat(x.split(1, 0), 0));
    });

    [Fact]
    public void Reductions() => Scoped(() =>
    {
        var x = Cube();
        Assert.Equal(276f, x.sum().item<float>());
        Assert.Equal(11.5f, x.mean().item<float>());
        Assert.Equal([3, 4], x.sum(0L).shape);
        Assert.Equal([2, 1, 1], x.mean([1, 2], keepdim: true).shape);
        Equal([5.5f, 17.5f], x.mean([1, 2]));
        Equal([66, 210], sum(x, [1, 2]));
        Assert.Equal(ScalarType.Float64, x.sum(ScalarType.Float64).dtype);
        Assert.Equal(50f, x.var().item<float>(), 3);
        Assert.Equal(MathF.Sqrt(50), x.std().item<float>(), 3);
        Assert.Equal(MathF.Sqrt(4324), x.norm().item<float>(), 2);
        Assert.Equal((0f, 23f), (x.min().item<float>(), x.max().item<float>()));
        Assert.Equal(23, x.argmax().item<long>());
        var (values, indices) = x.max(2);
        Equal([3, 7, 11, 15, 19, 23], values);
        Equal(new long[] { 3, 3, 3, 3, 3, 3 }, indices);
        Equal([11, 23], x.amax([1, 2]));
        Equal([0, 1, 3, 6], cumsum(arange(4, dtype: float32), 0L));
        Close(ones(2, 3), x.softmax(2).sum(2));
    });
}
