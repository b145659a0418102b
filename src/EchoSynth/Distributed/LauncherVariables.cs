using System.Globalization;

namespace EchoSynth.Distributed;

/// <summary>Reads a process's place in a job from the variables that launchers set.</summary>
internal sealed class LauncherVariables(Func<string, string?> read)
{
    private sealed record Launcher(string Name, string Rank, string Size, string Local);

    private static readonly Launcher[] s_launchers =
    [
        new("torchrun's convention", "RANK", "WORLD_SIZE", "LOCAL_RANK"),
        // mpirun's processes inherit Slurm's variables of the shell that it was called in; srun sets none of Open MPI's.
        new("Open MPI", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK"),
        // The shell of a batch script has SLURM_PROCID and SLURM_NTASKS, too; only what srun starts is a task of a step.
        new("Slurm", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_LOCALID"),
    ];

    public ProcessGroupOptions? Options()
    {
        Launcher? one = null;
        foreach (var launcher in s_launchers)
        {
            var (rank, size) = (Number(launcher.Rank, 0, 999_999), Number(launcher.Size, 1, 1_000_000));
            if (rank is null && size is null || launcher.Name == "Slurm" && size is null)
                continue;
            if (size == 1 && rank is null or 0)
            {
                one ??= launcher;
                continue;
            }
            if (rank is null || size is null)
                throw new DistributedException($"{(rank is null ? launcher.Rank : launcher.Size)} is not set, though {(rank is null ? launcher.Size : launcher.Rank)} is: {launcher.Name} sets both. Set it, or unset the other for a training of one process.");
            if (rank >= size)
                throw new DistributedException(Text($"{launcher.Rank} is {rank}; it must be from 0 to {size - 1}, since {launcher.Size} is {size}."), [rank.Value]);
            // Each of them would train alone, into the same folder.
            if (one is not null)
                throw new DistributedException(Text($"{one.Size} is 1, but {launcher.Size} is {size}: unset {one.Size} for one training of {size} ranks, or {launcher.Size} for a training of this process alone."));
            return new ProcessGroupOptions
            {
                Rank = rank.Value,
                WorldSize = size.Value,
                LocalRank = Number(launcher.Local, 0, 999_999) ?? 0,
                MasterAddress = Master(launcher, size.Value),
                MasterPort = Port(),
                NetworkInterface = Value("GLOO_SOCKET_IFNAME") is { } name ? name.Split(',')[0] : null,
            };
        }
        return null;
    }

    private string Master(Launcher launcher, int size)
    {
        if (Value("MASTER_ADDR") is { } address)
            return address;
        // All ranks on one machine meet there.
        if (Number("LOCAL_WORLD_SIZE", 1, 1_000_000) == size || Number("OMPI_COMM_WORLD_LOCAL_SIZE", 1, 1_000_000) == size || launcher.Name == "Slurm" && Number("SLURM_STEP_NUM_NODES", 1, 1_000_000) == 1)
            return "127.0.0.1";
        if (launcher.Name == "Slurm" && (Value("SLURM_STEP_NODELIST") ?? Value("SLURM_JOB_NODELIST")) is { } nodes)
            return FirstNode(nodes);
        throw new DistributedException($"MASTER_ADDR is not set: it must name the machine of rank 0, as the other {size - 1} ranks reach it.");
    }

    /// <summary>The first of "node[03-07,9],other" is node03.</summary>
    internal static string FirstNode(string nodes)
    {
        var bracket = nodes.IndexOf('[', StringComparison.Ordinal);
        var comma = nodes.IndexOf(',', StringComparison.Ordinal);
        if (bracket < 0 || comma >= 0 && comma < bracket)
            return comma < 0 ? nodes : nodes[..comma];
        var first = nodes[(bracket + 1)..].Split(',', '-', ']')[0];
        return nodes[..bracket] + first;
    }

    private int Port()
    {
        // torchrun's agent keeps a store of its own at MASTER_PORT then.
        var taken = Value("TORCHELASTIC_USE_AGENT_STORE") == "True";
        if (Number("MASTER_PORT", 1, taken ? 65534 : 65535) is { } port)
            return taken ? port + 1 : port;
        // Jobs of one machine should not meet at the same port: Slurm's job number makes it another.
        return Number("SLURM_JOB_ID", 0, int.MaxValue) is { } job ? 20_000 + job % 10_000 : new ProcessGroupOptions().MasterPort;
    }

    private string? Value(string name) => read(name) is { Length: > 0 } value ? value : null;

    private int? Number(string name, int least, int most)
    {
        if (Value(name) is not { } text)
            return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
            throw new DistributedException(Text($"{name} is '{text}'; it must be a whole number from {least} to {most}."));
        return value;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
