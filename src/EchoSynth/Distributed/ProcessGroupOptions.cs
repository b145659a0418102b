using System.ComponentModel.DataAnnotations;
using System.Globalization;
using EchoSynth.Validation;

namespace EchoSynth.Distributed;

/// <summary>This process's place in a job of several, and where the job meets. <see cref="FromEnvironment"/> takes it from what a launcher set.</summary>
public sealed record ProcessGroupOptions
{
    /// <summary>This process's number among all of the job, from 0 on. Rank 0 keeps the store that the others meet at, and writes what a training writes.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 1_000_000)]
    public int Rank { get; init; }

    /// <summary>The number of processes of the job.</summary>
    /// <value>The default value is 1.</value>
    [Range(1, 1_000_000)]
    public int WorldSize { get; init; } = 1;

    /// <summary>This process's number among those of its machine: which of the machine's GPUs is its own.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 1_000_000)]
    public int LocalRank { get; init; }

    /// <summary>Name or address of the machine of rank 0, as the others reach it.</summary>
    /// <value>The default value is 127.0.0.1.</value>
    [Required]
    public string MasterAddress { get; init; } = "127.0.0.1";

    /// <summary>A free port there.</summary>
    /// <value>The default value is 29500.</value>
    [Range(1, 65535)]
    public int MasterPort { get; init; } = 29500;

    /// <summary>How long to wait for ranks at the start, and after how long without a sign of life a rank counts as lost.</summary>
    /// <value>The default value is one minute.</value>
    /// <remarks>
    /// From one second to one day. A rank that works, however long, gives signs of life by a thread of its own, so that a validation of rank 0 may hold up the others for hours. Half of this time passes
    /// before a rank is missed; all of it, before every other rank has ended.
    /// </remarks>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What carries tensors between the ranks.</summary>
    /// <value>The default value is Gloo.</value>
    [AllowedValues(CollectiveBackend.Gloo, CollectiveBackend.Nccl)]
    public CollectiveBackend Backend { get; init; }

    /// <summary>The network interface that this machine is reached over, for Gloo; null asks the machine's own name (or takes the loopback where the master is there).</summary>
    /// <value>The default value is null.</value>
    public string? NetworkInterface { get; init; }

    /// <summary>
    /// What the launcher says: RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and MASTER_PORT (torchrun, Kubernetes' training operators), else Open MPI's OMPI_COMM_WORLD_RANK, OMPI_COMM_WORLD_SIZE and
    /// OMPI_COMM_WORLD_LOCAL_RANK, else SLURM_PROCID, SLURM_STEP_NUM_TASKS and SLURM_LOCALID of a step of Slurm's; these with MASTER_ADDR and MASTER_PORT, too. Where TORCHELASTIC_USE_AGENT_STORE is True,
    /// torchrun itself is at MASTER_PORT, and the ranks meet at the next. GLOO_SOCKET_IFNAME names the interface.
    /// </summary>
    /// <param name="read">Reads a variable; the process's own when null.</param>
    /// <returns>Null where no launcher says that there are several processes.</returns>
    /// <exception cref="DistributedException">A variable is missing beside others, is no number in its range, or says that there is one process where another launcher says several; named.</exception>
    public static ProcessGroupOptions? FromEnvironment(Func<string, string?>? read = null)
    {
        var environment = new LauncherVariables(read ?? Environment.GetEnvironmentVariable);
        return environment.Options();
    }

    internal void Check() => OptionsGuard.Validate(
        this,
        Rank >= WorldSize ? string.Create(CultureInfo.InvariantCulture, $"Rank is {Rank}; it must be from 0 to {WorldSize - 1}, since WorldSize is {WorldSize}.") : null,
        Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromDays(1) ? $"Timeout is {Timeout}; it must be between one second and one day." : null);
}
