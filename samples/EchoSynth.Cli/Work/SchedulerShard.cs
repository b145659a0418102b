using System.Globalization;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Work;

/// <summary>The part of a job that a cluster's scheduler gave this process: a task of a Slurm array, or a pod of a Kubernetes Indexed Job.</summary>
/// <param name="Shard">The part.</param>
/// <param name="Origin">The variables that say so, for people.</param>
internal sealed record SchedulerShard(Shard Shard, string Origin)
{
    public const string Task = "SLURM_ARRAY_TASK_ID", First = "SLURM_ARRAY_TASK_MIN", Last = "SLURM_ARRAY_TASK_MAX", Tasks = "SLURM_ARRAY_TASK_COUNT", Step = "SLURM_ARRAY_TASK_STEP";
    public const string Completion = "JOB_COMPLETION_INDEX", Completions = "JOB_COMPLETIONS";

    /// <summary>What the scheduler's variables say.</summary>
    /// <param name="shards">Parts in all; null where the variables are to say it.</param>
    /// <param name="read">Reads a variable.</param>
    /// <returns>Null outside arrays and Indexed Jobs, where <paramref name="shards"/> is null, too.</returns>
    /// <exception cref="UsageException">A variable is missing beside others, is no number, or out of range; named.</exception>
    public static SchedulerShard? From(int? shards, Func<string, string?> read)
    {
        int? Number(string name, int least, string hint = "")
        {
            if (read(name) is not { Length: > 0 } text)
                return null;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least)
                throw new UsageException($"{name} is '{text}'; it must be a whole number from {least} on.{hint}");
            return value;
        }
        int Needed(string name, int least) => Number(name, least) ?? throw new UsageException($"{name} is not set, though {Task} is: Slurm sets both in an array. Set it, give --shards N, or name the part with --shard i/n.");
        const string Whole = " --shard 1/1 makes the whole here.";

        if (Number(Task, 0, Whole) is { } task)
            return shards is { } all ? Numbered(task, all, Number(First, 0)) : Spaced(task, Needed(First, 0), Needed(Tasks, 1), Number(Step, 1) ?? 1, Number(Last, 0));
        if (Number(Completion, 0, Whole) is { } index)
        {
            var (count, name) = shards is { } given ? (given, "--shards") : (Number(Completions, 1) ?? throw new UsageException($"{Completions} is not set, though {Completion} is: set it to the job's completions, or give --shards N."), Completions);
            if (index >= count)
                throw new UsageException($"{Completion} is {index}; it must be from 0 to {count - 1}, since {name} is {count}.");
            return new SchedulerShard(new Shard(index + 1, count), $"{Completion} {index}, {name} {count}");
        }
        return shards is null ? null : throw new UsageException($"--shards is {shards}, but neither {Task} nor {Completion} says which of them this is; name it with --shard i/{shards}.");
    }

    /// <summary>Tasks numbered as shards are, so that an array of some of them makes those alone.</summary>
    private static SchedulerShard Numbered(int task, int shards, int? first)
    {
        if (first is 0 || task < 1 || task > shards)
            throw new UsageException($"{(first is 0 ? First : Task)} is {(first is 0 ? 0 : task)}; with --shards {shards}, tasks are numbered as shards are, from 1 to {shards} (--array=1-{shards}, or some of them).");
        return new SchedulerShard(new Shard(task, shards), $"{Task} {task}, --shards {shards}");
    }

    /// <summary>As many shards as the array has tasks, which may begin anywhere and be some numbers apart.</summary>
    private static SchedulerShard Spaced(int task, int first, int count, int step, int? last)
    {
        if (count > 1 && last is { } end && end != first + (count - 1L) * step)
            throw new UsageException($"{Tasks} is {count}, but tasks from {First} {first} to {Last} {end} in steps of {step} are not so many: of an array with gaps, --shards N must say how many shards there are, numbered from 1.");
        var index = count == 1 ? task - first : (double)(task - first) / step;
        if (index < 0 || index >= count || index != Math.Floor(index))
            throw new UsageException($"{Task} is {task}, which is none of the {count} tasks from {First} {first} on in steps of {step} ({Step}).");
        return new SchedulerShard(new Shard((int)index + 1, count), $"{Task} {task} of {count} from {first} on{(step > 1 && count > 1 ? $" in steps of {step}" : "")}");
    }
}
