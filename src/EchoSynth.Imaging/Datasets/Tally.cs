namespace EchoSynth.Imaging.Datasets;

/// <summary>Counts what several threads finish, and tells each number: under one lock, so that a lower one never comes last.</summary>
/// <param name="tell">Given the number of those finished, from 1 on.</param>
internal sealed class Tally(Action<int> tell)
{
    private readonly Lock _gate = new();
    private int _done;

    public void Add()
    {
        lock (_gate)
            tell(++_done);
    }
}
