namespace EchoSynth.Docs.Tests;

/// <summary>A C# block of a page.</summary>
/// <param name="Page">The page.</param>
/// <param name="Line">The line of its fence.</param>
/// <param name="Code">What it holds.</param>
/// <param name="Marker">What a comment &lt;!-- snippet: … --&gt; before it says, parts separated by semicolons: see <see cref="Snippet"/>'s members.</param>
internal sealed record Snippet(string Page, int Line, string Code, string Marker)
{
    /// <summary>"continues": it goes on where the C# block before it on the page ended, and is compiled after it.</summary>
    public bool Continues => Parts.Contains("continues");

    /// <summary>"run": it is run, too, in a folder as <see cref="Workspace"/> makes it.</summary>
    public bool Runs => Parts.Contains("run");

    /// <summary>"given TYPE NAME": a variable that the program around it has.</summary>
    public IEnumerable<string> Given => Parts.Where(p => p.StartsWith("given ", StringComparison.Ordinal)).Select(p => p["given ".Length..]);

    /// <summary>"OLD => NEW": what is put for a number or a name before it is run, to be quick.</summary>
    public string ForTest => Parts.Where(p => p.Contains("=>", StringComparison.Ordinal)).Select(p => p.Split("=>", 2, StringSplitOptions.TrimEntries)).Aggregate(Code, (code, change) =>
        code.Contains(change[0], StringComparison.Ordinal) ? code.Replace(change[0], change[1], StringComparison.Ordinal) : throw new InvalidOperationException($"{this}: the marker replaces '{change[0]}', which is not in the block."));

    private string[] Parts => Marker.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public override string ToString() => $"{Page}:{Line}";
}
