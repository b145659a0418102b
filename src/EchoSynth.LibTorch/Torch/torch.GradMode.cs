using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradModeGuard(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradModeGuard(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradModeGuard(mode);

    public static IDisposable inference_mode(bool mode = true) => new InferenceModeGuard(mode);

    public static bool is_grad_enabled() => Native.es_grad_mode() != 0;

    public static bool is_inference_mode_enabled() => Native.es_inference_mode() != 0;

    private sealed class GradModeGuard : IDisposable
    {
        private readonly bool _before = is_grad_enabled();
        private bool _disposed;

        internal GradModeGuard(bool on) => Native.es_set_grad_mode(on ? 1 : 0);

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            Native.es_set_grad_mode(_before ? 1 : 0);
        }
    }

    private sealed unsafe class InferenceModeGuard : IDisposable
    {
        private nint _guard;

        internal InferenceModeGuard(bool on)
        {
            nint guard;
            Native.Check(Native.es_enter_inference_mode(on ? 1 : 0, &guard), "inference_mode");
            _guard = guard;
        }

        public void Dispose()
        {
            if (_guard == 0)
                return;
            Native.Check(Native.es_leave_inference_mode(_guard), "inference_mode");
            _guard = 0;
        }
    }
}
