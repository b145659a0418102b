namespace EchoSynth.Evaluation;

/// <summary>Tells how far an evaluation is, and stops it when asked to.</summary>
internal sealed class Steps(IProgress<EvaluationProgress>? progress, TimeProvider time, CancellationToken cancellation)
{
    private string _part = "", _unit = "";
    private long _total, _done, _began;

    public CancellationToken Cancellation => cancellation;

    public void Begin(string part, string unit, long total)
    {
        cancellation.ThrowIfCancellationRequested();
        (_part, _unit, _total, _done, _began) = (part, unit, total, 0, time.GetTimestamp());
        Tell();
    }

    public void Done()
    {
        cancellation.ThrowIfCancellationRequested();
        _done++;
        Tell();
    }

    public void At(long done, long total, string doing = "")
    {
        // A piece of work that counts from the start again has its own rate.
        if (done < _done)
            _began = time.GetTimestamp();
        (_done, _total) = (done, total);
        Tell(doing);
    }

    private void Tell(string doing = "") => progress?.Report(new EvaluationProgress(_part, _unit, _done, _total, time.GetElapsedTime(_began), doing));
}
