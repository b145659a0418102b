namespace EchoSynth.Fuzz;

/// <summary>Some cases of one target in this process, for tests.</summary>
internal static class ShortRun
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    /// <summary>Runs the cases from 0 on, up to the first finding. A parser that hangs is one, not a run without an end.</summary>
    /// <returns>What became of the cases, and the finding with its number; null where there is none.</returns>
    public static (Tally Tally, string? Finding) Of(CaseRunner runner, int cases)
    {
        var (tally, at, finding) = (Tally.None, 0, (string?)null);
        var thread = new Thread(() =>
        {
            for (; at < cases && finding is null; at++)
            {
                var result = runner.Run(at);
                (tally, finding) = (tally.With(Tally.Of(result)), result.Finding is { } what ? $"case {at}: {what}" : null);
            }
        }) { IsBackground = true };
        thread.Start();
        return thread.Join(s_longest) ? (tally, finding) : (tally, $"case {at} does not end");
    }
}
