using System.Diagnostics;

namespace EchoSynth.Cli.Tests;

/// <summary>The scripts in samples/cluster, run as Slurm's tasks run them, without a Slurm.</summary>
[Collection(WorkspaceTests.Name)]
public sealed class ClusterRecipeTests(Workspace workspace)
{
    [UnixFact]
    public void An_array_makes_its_shards_and_the_last_script_joins_them()
    {
        var set = workspace.In("recipe");
        foreach (var task in new[] { 1, 2 })
        {
            var made = Script("generate.sbatch", task, workspace.Model, workspace.Data, set, "6", "--device", "cpu");
            Assert.True(made.ExitCode == 0, made.ToString());
            Assert.Contains($"shard {task}/2 (SLURM_ARRAY_TASK_ID {task}", made.Output, StringComparison.Ordinal);
        }
        Assert.Contains("6 images in", Script("merge.sbatch", 1, set).Expect(0).Output, StringComparison.Ordinal);
        // An error is not a reason to start again: it ends the task as it ended the command.
        Assert.Contains("count is 6 here and would be 7", Script("generate.sbatch", 1, workspace.Model, workspace.Data, set, "7", "--device", "cpu").Expect(1).Error, StringComparison.Ordinal);
    }

    /// <summary>Half of the first checkpoint, left by a killed training, is nothing to resume; a whole one is, also where it lacks nothing but its name.</summary>
    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_training_is_resumed_where_a_checkpoint_is_whole()
    {
        foreach (var (name, files, resumed) in new[] { ("step-000000005.tmp", "state.json", false), ("step-000000005.tmp", "state.sha256", true), ("step-000000005", "state.sha256", true) })
        {
            var work = Directory.CreateTempSubdirectory("echosynth-").FullName;
            var checkpoint = Directory.CreateDirectory(Path.Combine(work, "models", "hearts", "training", name)).FullName;
            File.WriteAllText(Path.Combine(checkpoint, files), "");
            // In place of srun, and of the command in Kubernetes' pods, what only says what it was given.
            foreach (var said in new[] { "srun", "echosynth" })
            {
                File.WriteAllText(Path.Combine(work, said), "#!/bin/sh\necho \"$@\"\n");
                File.SetUnixFileMode(Path.Combine(work, said), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
            Says(Run("bash", work, Path.Combine(Folder(), "train.sbatch"), "data", Path.Combine("models", "hearts")));
            var pod = File.ReadAllText(Path.Combine(Folder(), "..", "kubernetes", "train.yaml")).Split("- |\n")[1].Split("          env:")[0];
            Says(Run("/bin/sh", work, "-c", pod));
            Directory.Delete(work, true);

            void Says(CliResult result)
            {
                Assert.Contains("--stopped-exit 75", result.Expect(0).Output, StringComparison.Ordinal);
                Assert.Equal(resumed, result.Output.Contains("--resume", StringComparison.Ordinal));
            }
        }
    }

    [UnixFact]
    public void Too_few_arguments_are_told()
    {
        foreach (var script in new[] { "generate.sbatch", "merge.sbatch", "train.sbatch" })
            Assert.Contains($"{script} ", Script(script, 1).Expect(2).Error, StringComparison.Ordinal);
    }

    private static CliResult Script(string name, int task, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Folder(), name), .. arguments]);
        foreach (var (variable, value) in new[] { ("ECHOSYNTH", $"dotnet {typeof(Failure).Assembly.Location}"), ("SLURM_CPUS_PER_TASK", "1"), ("SLURM_ARRAY_JOB_ID", "7"), ("SLURM_ARRAY_TASK_ID", $"{task}"), ("SLURM_ARRAY_TASK_MIN", "1"), ("SLURM_ARRAY_TASK_MAX", "2"), ("SLURM_ARRAY_TASK_COUNT", "2"), ("SLURM_ARRAY_TASK_STEP", "1") })
            start.Environment[variable] = value;
        return Run(start);
    }

    private static CliResult Run(string shell, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(shell, arguments) { WorkingDirectory = folder };
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["SLURM_NTASKS"] = "2";
        return Run(start);
    }

    private static CliResult Run(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CliResult(process.ExitCode, output, error.Result);
    }

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "EchoSynth.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("EchoSynth.sln is in no folder above the tests.");
        return Path.Combine(folder, "samples", "cluster", "slurm");
    }
}
