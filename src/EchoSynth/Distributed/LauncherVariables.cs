using System.Globalization;

namespace EchoSynth.Distributed;

/// <summary>Reads a process's place in a job from the variables that launchers set.</summary>
internal sealed class LauncherVariables(Func<string, string?> read)
{
    private sealed record Launcher(string Name, string[] Rank, string[] Size, string[] Local);

    private static readonly Launcher[] s_launchers =
    [
        new("torchrun's convention", ["RANK"], ["WORLD_SIZE"], ["LOCAL_RANK"]),
        new("Slurm", ["SLURM_PROCID"], ["SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"], ["SLURM_LOCALID"]),
        new("Open MPI", ["OMPI_COMM_WORLD_RANK"], ["OMPI_COMM_WORLD_SIZE"], ["OMPI_COMM_WORLD_LOCAL_RANK"]),
    ];

    public ProcessGroupOptions? Options()
    {
        foreach (var launcher in s_launchers)
        {
            var (rank, size) = (Number(launcher.Rank, 0, 999_999), Number(launcher.Size, 1, 1_000_000));
            if (rank is null && size is null)
                continue;
            // A shell within an allocation has the allocation's size, and no rank.
            if (launcher.Name == "Slurm" && rank is null)
                continue;
            if (size is null or 1 && rank is null or 0)
                return null;
            if (rank is null || size is null)
                throw new DistributedException($"{(rank is null ? launcher.Rank[0] : launcher.Size[0])} is not set, though {(rank is null ? launcher.Size[0] : launcher.Rank[0])} is: {launcher.Name} sets both. Set it, or unset the other for a training of one process.");
            if (rank >= size)
                throw new DistributedException(Text($"{Named(launcher.Rank)} is {rank}; it must be from 0 to {size - 1}, since {Named(launcher.Size)} is {size}."), [rank.Value]);
            return new ProcessGroupOptions
            {
                Rank = rank.Value,
                WorldSize = size.Value,
                LocalRank = Number(launcher.Local, 0, 999_999) ?? 0,
                MasterAddress = Master(launcher, size.Value),
                MasterPort = Number(["MASTER_PORT"], 1, 65535) ?? Port(),
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
        if (Number(["LOCAL_WORLD_SIZE"], 1, 1_000_000) == size || Number(["OMPI_COMM_WORLD_LOCAL_SIZE"], 1, 1_000_000) == size || Number(["SLURM_STEP_NUM_NODES", "SLURM_NNODES"], 1, 1_000_000) == 1)
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

    /// <summary>Jobs of one machine should not meet at the same port: Slurm's job number makes it another.</summary>
    private int Port() => Number(["SLURM_JOB_ID"], 0, int.MaxValue) is { } job ? 20_000 + job % 10_000 : new ProcessGroupOptions().MasterPort;

    private string? Value(string name) => read(name) is { Length: > 0 } value ? value : null;

    private string Named(string[] names) => names.First(n => Value(n) is not null);

    private int? Number(string[] names, int least, int most)
    {
        foreach (var name in names)
        {
            if (Value(name) is not { } text)
                continue;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
                throw new DistributedException(Text($"{name} is '{text}'; it must be a whole number from {least} to {most}."));
            return value;
        }
        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
