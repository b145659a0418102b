using EchoSynth.Cli.Work;

namespace EchoSynth.Cli.Tests;

public sealed class SchedulerShardTests
{
    private const string Array = "SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_COUNT=8 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_ID=";

    [Theory]
    [InlineData(Array + "1", null, "1/8")]
    [InlineData(Array + "8", null, "8/8")]
    [InlineData("SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=8 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_ID=0", null, "1/8")]
    [InlineData("SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_MAX=22 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_STEP=4 SLURM_ARRAY_TASK_ID=18", null, "3/4")]
    [InlineData("SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_MAX=5 SLURM_ARRAY_TASK_COUNT=1 SLURM_ARRAY_TASK_ID=5", null, "1/1")]
    [InlineData("SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_STEP=4 SLURM_ARRAY_TASK_ID=7", 8, "7/8")]
    [InlineData("JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=8", null, "1/8")]
    [InlineData("JOB_COMPLETION_INDEX=7", 8, "8/8")]
    [InlineData(Array + "2 JOB_COMPLETION_INDEX=7 JOB_COMPLETIONS=9", null, "2/8")]
    [InlineData("SLURM_JOB_ID=9", null, null)]
    [InlineData("", null, null)]
    public void Variables_say_which_part(string variables, int? shards, string? expected) => Assert.Equal(expected, Read(variables, shards)?.Shard.ToString());

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=x", null, "SLURM_ARRAY_TASK_ID is 'x'; it must be a whole number from 0 on.")]
    [InlineData("SLURM_ARRAY_TASK_ID=3", null, "SLURM_ARRAY_TASK_MIN is not set, though SLURM_ARRAY_TASK_ID is")]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1", null, "SLURM_ARRAY_TASK_COUNT is not set, though SLURM_ARRAY_TASK_ID is")]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=-4", null, "SLURM_ARRAY_TASK_COUNT is '-4'")]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_STEP=0", null, "SLURM_ARRAY_TASK_STEP is '0'; it must be a whole number from 1 on.")]
    [InlineData(Array + "9", null, "SLURM_ARRAY_TASK_ID is 9, which is none of the 8 tasks")]
    [InlineData(Array + "0", null, "SLURM_ARRAY_TASK_ID is 0, which is none of the 8 tasks")]
    [InlineData("SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_ID=3", null, "--shards N must say how many shards there are")]
    [InlineData("SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=8 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_ID=4", 8, "SLURM_ARRAY_TASK_MIN is 0; with --shards 8, tasks are numbered as shards are, from 1 to 8")]
    [InlineData(Array + "8", 4, "SLURM_ARRAY_TASK_ID is 8; with --shards 4")]
    [InlineData("JOB_COMPLETION_INDEX=2", null, "JOB_COMPLETIONS is not set, though JOB_COMPLETION_INDEX is")]
    [InlineData("JOB_COMPLETION_INDEX=2 JOB_COMPLETIONS=many", null, "JOB_COMPLETIONS is 'many'")]
    [InlineData("JOB_COMPLETION_INDEX=8 JOB_COMPLETIONS=8", null, "JOB_COMPLETION_INDEX is 8; it must be from 0 to 7, since JOB_COMPLETIONS is 8.")]
    [InlineData("JOB_COMPLETION_INDEX=8", 3, "since --shards is 3.")]
    [InlineData("", 8, "neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX says which")]
    public void What_is_wrong_is_named(string variables, int? shards, string expected) =>
        Assert.Contains(expected, Assert.Throws<UsageException>(() => Read(variables, shards)).Message, StringComparison.Ordinal);

    private static SchedulerShard? Read(string variables, int? shards)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);
        return SchedulerShard.From(shards, set.GetValueOrDefault);
    }
}
