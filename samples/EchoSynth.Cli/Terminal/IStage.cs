namespace EchoSynth.Cli.Terminal;

/// <summary>One stretch of work that tells how far it is.</summary>
internal interface IStage
{
    /// <summary>Says how far the work is; may be called often and from any thread.</summary>
    /// <param name="done">Units done.</param>
    /// <param name="total">Units in all.</param>
    /// <param name="details">Rate, losses, time left: what follows the count.</param>
    void Report(long done, long total, string details = "");

    /// <summary>What several threads call for each unit that is done: counts and tells under one lock, so that a lower number never comes last.</summary>
    Action Counting(long total)
    {
        var (gate, done) = (new Lock(), 0L);
        return () =>
        {
            lock (gate)
                Report(++done, total);
        };
    }

    /// <summary>Writes a line that stays, at once; from any thread.</summary>
    void Note(string line);
}
