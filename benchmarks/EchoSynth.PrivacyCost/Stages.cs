using EchoSynth.Imaging.Privacy;

namespace EchoSynth.PrivacyCost;

/// <summary>Says every few seconds how far it is.</summary>
internal sealed class Stages : IProgress<PrivacyProgress>
{
    private readonly Lock _lock = new();
    private long _last;
    private string _stage = "";

    public void Report(PrivacyProgress value)
    {
        lock (_lock)
        {
            if (Environment.TickCount64 - _last < 5000 && (_stage == value.Stage || value.Done < value.Total))
                return;
            (_last, _stage) = (Environment.TickCount64, value.Stage);
            Console.Error.WriteLine($"  {value.Stage}: {value.Done} of {value.Total}, {value.PerSecond:0} a second, {value.Remaining.TotalSeconds:0} s left");
        }
    }
}
