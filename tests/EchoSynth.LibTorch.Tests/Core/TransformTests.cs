using TorchSharp;
using Xunit;
using static EchoSynth.LibTorch.Tests.Core.TestTensors;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Core;

public class TransformTests
{
    [Fact]
    public void Fourier_transforms_go_and_come_back() => Scoped(() =>
    {
        manual_seed(3);
        var x = randn(2, 8, 8);
        Close(x, fft.irfft2(fft.rfft2(x)), 1e-4);
        Close(x, fft.ifft2(fft.fft2(x)).real, 1e-4);
        Close(x.sum([1, 2]), fft.fft2(x)[TensorIndex.Colon, 0, 0].real, 1e-4);
        var unit = fft.fft_(x, norm: FFTNormType.Ortho);
        Close(x.square().sum(), unit.abs().square().sum(), 1e-4);
        Equal([0, 0.25f, -0.5f, -0.25f], fft.fftfreq(4));
    });

    [Fact]
    public void Linear_algebra() => Scoped(() =>
    {
        var a = tensor(new double[,] { { 4, 1 }, { 1, 3 } });
        Close(eye(2, dtype: float64), a.mm(linalg.inv(a)));
        Assert.Equal(11, linalg.det(a).item<double>(), 9);
        var (values, vectors) = linalg.eigh(a);
        Close(a, vectors.mm(diag(values)).mm(vectors.t()));
        var (u, s, vh) = linalg.svd(a);
        Close(a, u.mm(diag(s)).mm(vh));
        Close(tensor(new[] { 1.0, 2.0 }), linalg.solve(a, a.mv(tensor(new[] { 1.0, 2.0 }))));
        Assert.Equal(Math.Sqrt(27), linalg.norm(a).item<double>(), 9);
    });

    [Fact]
    public void Special_functions() => Scoped(() =>
    {
        var x = tensor(new[] { 0.5f });
        Equal([0.5204999f], special.erf(x));
        Equal([0.6224593f], special.expit(x));
        Equal([1.7724539f], special.gammaln(x).exp());
    });
}
