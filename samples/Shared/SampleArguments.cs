namespace EchoSynth.Samples;

/// <summary>What a sample was started with: all of its folders, or none, or --quick alone.</summary>
/// <param name="Folders">The folders; empty where the sample simulates what it needs.</param>
/// <param name="Quick">Whether it is to take seconds, with figures that mean nothing.</param>
internal sealed record SampleArguments(string[] Folders, bool Quick)
{
    /// <param name="args">As the program was given them.</param>
    /// <param name="sample">The sample's name.</param>
    /// <param name="folders">What its folders are called in the usage.</param>
    /// <returns>Null where they are wrong; the usage is on standard error then.</returns>
    public static SampleArguments? Read(string[] args, string sample, params string[] folders)
    {
        if (args is ["--quick"])
            return new SampleArguments([], true);
        if ((args.Length == 0 || args.Length == folders.Length) && !args.Any(a => a.StartsWith('-')))
            return new SampleArguments(args, false);
        Console.Error.WriteLine($"usage: {sample} [{string.Join(' ', folders)} | --quick]");
        return null;
    }

    /// <summary>A folder for what the sample makes: out/NAME, or out/NAME-quick, so that the real run never goes on with what a quick one left.</summary>
    public string Output(string name) => Quick ? $"out/{name}-quick" : $"out/{name}";
}
