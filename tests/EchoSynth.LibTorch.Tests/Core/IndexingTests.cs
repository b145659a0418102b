using TorchSharp;
using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Core;

public class IndexingTests
{
    private static Tensor Cube() => arange(24, dtype: float32).view(2, 3, 4);

    [Fact]
    public void Numbers() => Scoped(() =>
    {
        var x = Cube();
        Equal([12, 13, 14, 15], x[1, 0]);
        Assert.Equal(23f, x[-1, -1, -1].item<float>());
        Assert.Equal(6f, x[new long[] { 0, 1, 2 }].item<float>());
    });

    [Fact]
    public void Slices_ellipsis_and_new_axes() => Scoped(() =>
    {
        var x = Cube();
        Assert.Equal([2, 3, 2], x[TensorIndex.Ellipsis, TensorIndex.Slice(1, 3)].shape);
        Equal([1, 5, 9, 13, 17, 21], x[TensorIndex.Ellipsis, 1]);
        Equal([0, 2], x[0, 0, TensorIndex.Slice(step: 2)]);
        Assert.Equal([1, 2, 3, 4], x[TensorIndex.None].shape);
        Assert.Equal([2, 1, 3, 4], x[TensorIndex.Colon, TensorIndex.None].shape);
        Assert.Equal([2, 2, 4], x[TensorIndex.Colon, 1..].shape);
        Equal([23], x[1, 2, 3..]);
        Equal([20, 21, 22], x[1, ^1, ..^1]);
    });

    [Fact]
    public void Index_tensors_and_masks() => Scoped(() =>
    {
        var x = Cube();
        var picked = x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 2, 0 }))];
        Assert.Equal([2, 2, 4], picked.shape);
        Equal([8, 9, 10, 11], picked[0, 0]);
        Equal([20, 21, 22, 23], x[x > 19]);
        Equal([3, 11], x[0, TensorIndex.Tensor(tensor(new[] { true, false, true })), 3]);
        Equal([0, 23], x[tensor(new long[] { 0, 1 }), tensor(new long[] { 0, 2 }), tensor(new long[] { 0, 3 })]);
    });

    [Fact]
    public void A_mask_of_two_dimensions_is_followed_by_another_index() => Scoped(() =>
    {
        var x = Cube();
        var mask = zeros(2, 3, dtype: torch.@bool);
        mask[1, 2] = tensor(true);
        Equal([20, 21, 22, 23], x[TensorIndex.Tensor(mask)]);
        Equal([21], x[TensorIndex.Tensor(mask), TensorIndex.Tensor(tensor(new long[] { 1 }))]);
    });

    [Fact]
    public void Setters() => Scoped(() =>
    {
        var x = zeros(2, 3);
        x[0] = tensor(new float[] { 1, 2, 3 });
        x[1, 1] = tensor(5f);
        x[TensorIndex.Colon, TensorIndex.Slice(2)] = tensor(9f);
        Equal([1, 2, 9, 0, 5, 9], x);
        x[x > 4] = tensor(0f);
        Equal([1, 2, 0, 0, 0, 0], x);
        x.index_put_(tensor(new float[] { 7, 8 }), tensor(new long[] { 0, 1 }), tensor(new long[] { 0, 0 }));
        Equal([7, 2, 0, 8, 0, 0], x);
        x.index_put_(7, TensorIndex.Ellipsis, TensorIndex.Single(2));
        Equal([7, 2, 7, 8, 0, 7], x);
    });

    [Fact]
    public void Gathering_and_scattering() => Scoped(() =>
    {
        var x = arange(6, dtype: float32).view(2, 3);
        Equal([2, 3], x.gather(1, tensor(new long[] { 2, 0 }).view(2, 1)));
        Equal([3, 4, 5, 0, 1, 2], x.index_select(0, tensor(new long[] { 1, 0 })));
        Equal([4, 5], x.masked_select(x > 3));
        Equal([0, 1, 2, 3, -1, -1], x.masked_fill(x > 3, -1));
        var hot = zeros(2, 3).scatter_(1, tensor(new long[] { 2, 0 }).view(2, 1), ones(2, 1));
        Equal([0, 0, 1, 1, 0, 0], hot);
        Equal([1, 0, 2], zeros(3).scatter_add(0, tensor(new long[] { 2, 0, 2 }), ones(3)));
        Equal(new long[] { 0, 2, 1, 0 }, nonzero(hot));
    });

    [Fact]
    public void Indexing_leaves_no_tensor_behind()
    {
        using var x = Cube();
        var before = Tensor.TotalCount;
        using (x[TensorIndex.None, 1, TensorIndex.Slice(1), TensorIndex.Ellipsis])
        {
        }

        Assert.Equal(before, Tensor.TotalCount);
    }
}
