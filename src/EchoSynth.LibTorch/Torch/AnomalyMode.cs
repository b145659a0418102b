using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

/// <summary>While it lives, an error of backward names the operator that caused it.</summary>
public class AnomalyMode : IDisposable
{
    private readonly bool _wasEnabled = IsEnabled;
    private readonly bool _checkedNaN = ShouldCheckNaN;

    public AnomalyMode(bool enabled, bool check_nan = true) => Native.es_set_anomaly_mode(enabled ? 1 : 0, check_nan ? 1 : 0);

    public static bool IsEnabled => Native.es_anomaly_mode() != 0;

    public static bool ShouldCheckNaN => Native.es_anomaly_checks_nan() != 0;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Native.es_set_anomaly_mode(_wasEnabled ? 1 : 0, _checkedNaN ? 1 : 0);
    }
}
