using System.CommandLine;
using EchoSynth.Cli.Work;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Commands;

/// <summary>The options of commands that may do a part of their work.</summary>
internal sealed class ShardArguments
{
    public Option<string?> Part { get; } = new("--shard") { Description = "Make part i of n only, i from 1; 'merge' joins the parts to the same files as without. Default: what a Slurm array (SLURM_ARRAY_TASK_ID) or a Kubernetes Indexed Job (JOB_COMPLETION_INDEX) says, else the whole.", HelpName = "i/n" };

    public Option<int?> Shards { get; } = new Option<int?>("--shards") { Description = "How many parts there are, where the scheduler says only which this is (Kubernetes; else JOB_COMPLETIONS), or runs only some tasks of the array.", HelpName = "N" }.Between(1, 1_000_000);

    public void AddTo(Command command)
    {
        Part.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && Shard.Parse(text) is null)
                result.AddError($"--shard is '{text}'; it must be i/n with 1 ≤ i ≤ n, for example 2/8.");
        });
        command.Add(Part);
        command.Add(Shards);
    }

    /// <summary>The part that is asked for, else the one that the scheduler gave this process, which is said; else the whole.</summary>
    /// <exception cref="UsageException">The scheduler's variables are wrong.</exception>
    public Shard Read(ParseResult parsed)
    {
        if (parsed.GetValue(Part) is { } text)
            return Shard.Parse(text)!;
        if (SchedulerShard.From(parsed.GetValue(Shards), Environment.GetEnvironmentVariable) is not { } given)
            return Shard.Whole;
        Console.WriteLine($"shard {given.Shard} ({given.Origin})");
        return given.Shard;
    }
}
