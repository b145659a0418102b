namespace TorchSharp;

public static partial class torch
{
    /// <summary>Fourier transforms.</summary>
    public static partial class fft
    {
        private static readonly Op s_fftFft2 = new("aten::fft_fft2");
        private static readonly Op s_fftFft = new("aten::fft_fft");
        private static readonly Op s_fftFftfreq = new("aten::fft_fftfreq");
        private static readonly Op s_fftFftn = new("aten::fft_fftn");
        private static readonly Op s_fftFftshift = new("aten::fft_fftshift");
        private static readonly Op s_fftHfft = new("aten::fft_hfft");
        private static readonly Op s_fftHfft2 = new("aten::fft_hfft2");
        private static readonly Op s_fftHfftn = new("aten::fft_hfftn");
        private static readonly Op s_fftIfft = new("aten::fft_ifft");
        private static readonly Op s_fftIfft2 = new("aten::fft_ifft2");
        private static readonly Op s_fftIfftn = new("aten::fft_ifftn");
        private static readonly Op s_fftIfftshift = new("aten::fft_ifftshift");
        private static readonly Op s_fftIhfft = new("aten::fft_ihfft");
        private static readonly Op s_fftIhfft2 = new("aten::fft_ihfft2");
        private static readonly Op s_fftIhfftn = new("aten::fft_ihfftn");
        private static readonly Op s_fftIrfft = new("aten::fft_irfft");
        private static readonly Op s_fftIrfft2 = new("aten::fft_irfft2");
        private static readonly Op s_fftIrfftn = new("aten::fft_irfftn");
        private static readonly Op s_fftRfft = new("aten::fft_rfft");
        private static readonly Op s_fftRfft2 = new("aten::fft_rfft2");
        private static readonly Op s_fftRfftfreq = new("aten::fft_rfftfreq");
        private static readonly Op s_fftRfftn = new("aten::fft_rfftn");

        public static Tensor fft2(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftFft2.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor fft_(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_fftFft.Call(input, n == -1 ? Arg.None : n, dim, Name(norm));

        public static Tensor fftfreq(long n, double d = 1, ScalarType? dtype = null, Device device = null!, bool requires_grad = false) =>
            Finished(s_fftFftfreq.Call(n, d, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device)), requires_grad);

        public static Tensor fftn(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftFftn.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor fftshift(Tensor input, long[] dim = null!) => s_fftFftshift.Call(input, dim);

        public static Tensor hfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_fftHfft.Call(input, n == -1 ? Arg.None : n, dim, Name(norm));

        public static Tensor hfft2(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftHfft2.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor hfftn(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftHfftn.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_fftIfft.Call(input, n == -1 ? Arg.None : n, dim, Name(norm));

        public static Tensor ifft2(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftIfft2.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor ifftn(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftIfftn.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor ifftshift(Tensor input, long[] dim = null!) => s_fftIfftshift.Call(input, dim);

        public static Tensor ihfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_fftIhfft.Call(input, n == -1 ? Arg.None : n, dim, Name(norm));

        public static Tensor ihfft2(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftIhfft2.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor ihfftn(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftIhfftn.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_fftIrfft.Call(input, n == -1 ? Arg.None : n, dim, Name(norm));

        public static Tensor irfft2(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftIrfft2.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor irfftn(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftIrfftn.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_fftRfft.Call(input, n == -1 ? Arg.None : n, dim, Name(norm));

        public static Tensor rfft2(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftRfft2.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        public static Tensor rfftfreq(long n, double d = 1, ScalarType? dtype = null, Device device = null!, bool requires_grad = false) =>
            Finished(s_fftRfftfreq.Call(n, d, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device)), requires_grad);

        public static Tensor rfftn(Tensor input, long[] s = null!, long[] dim = null!, FFTNormType norm = FFTNormType.Backward) =>
            s_fftRfftn.Call(input, s, dim is null ? Arg.Default : dim, Name(norm));

        private static string Name(FFTNormType norm) => norm switch
        {
            FFTNormType.Forward => "forward",
            FFTNormType.Ortho => "ortho",
            _ => "backward",
        };
    }
}
