using EchoSynth.Distributed;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Distributed;

public sealed class LauncherVariablesTests
{
    private static ProcessGroupOptions? Read(params (string Name, string Value)[] variables) =>
        ProcessGroupOptions.FromEnvironment(name => variables.FirstOrDefault(v => v.Name == name).Value);

    [Fact]
    public void TorchrunsConvention()
    {
        var options = Read(("RANK", "3"), ("WORLD_SIZE", "8"), ("LOCAL_RANK", "1"), ("MASTER_ADDR", "node1"), ("MASTER_PORT", "29501"), ("GLOO_SOCKET_IFNAME", "eth0,eth1"), ("SLURM_PROCID", "7"), ("SLURM_STEP_NUM_TASKS", "9"));
        Assert.Equal(new ProcessGroupOptions { Rank = 3, WorldSize = 8, LocalRank = 1, MasterAddress = "node1", MasterPort = 29501, NetworkInterface = "eth0" }, options);
    }

    [Fact]
    public void SlurmNamesTheFirstNodeAndGivesEveryJobAPort()
    {
        var options = Read(("SLURM_PROCID", "2"), ("SLURM_STEP_NUM_TASKS", "4"), ("SLURM_LOCALID", "0"), ("SLURM_STEP_NUM_NODES", "2"), ("SLURM_STEP_NODELIST", "gpu[07-08,12],cpu1"), ("SLURM_JOB_ID", "1234567"));
        Assert.Equal(new ProcessGroupOptions { Rank = 2, WorldSize = 4, MasterAddress = "gpu07", MasterPort = 24567 }, options);
        Assert.Equal("127.0.0.1", Read(("SLURM_PROCID", "1"), ("SLURM_STEP_NUM_TASKS", "2"), ("SLURM_STEP_NUM_NODES", "1"))!.MasterAddress);
        Assert.Equal("a", LauncherVariables.FirstNode("a,b[1-2]"));
        Assert.Equal("b1", LauncherVariables.FirstNode("b1"));
    }

    [Fact]
    public void OpenMpi()
    {
        var options = Read(("OMPI_COMM_WORLD_RANK", "1"), ("OMPI_COMM_WORLD_SIZE", "2"), ("OMPI_COMM_WORLD_LOCAL_RANK", "1"), ("OMPI_COMM_WORLD_LOCAL_SIZE", "2"));
        Assert.Equal(new ProcessGroupOptions { Rank = 1, WorldSize = 2, LocalRank = 1 }, options);
    }

    /// <summary>mpirun in a batch script, or started by srun on another node, hands Slurm's variables on: they are of the shell, not of the process.</summary>
    [Fact]
    public void OpenMpiInAJobOfSlurm()
    {
        (string, string)[] slurm = [("SLURM_PROCID", "0"), ("SLURM_NTASKS", "4"), ("SLURM_STEP_NUM_TASKS", "1"), ("SLURM_STEP_NUM_NODES", "1"), ("SLURM_NNODES", "2"), ("SLURM_JOB_ID", "7")];
        (string, string)[] mpi = [("OMPI_COMM_WORLD_RANK", "3"), ("OMPI_COMM_WORLD_SIZE", "4"), ("OMPI_COMM_WORLD_LOCAL_RANK", "1"), ("OMPI_COMM_WORLD_LOCAL_SIZE", "2")];
        Assert.Equal(new ProcessGroupOptions { Rank = 3, WorldSize = 4, LocalRank = 1, MasterAddress = "node1", MasterPort = 20007 }, Read([.. slurm, .. mpi, ("MASTER_ADDR", "node1")]));
        // A step of one node says nothing of where mpirun's ranks are.
        Assert.Contains("MASTER_ADDR is not set", Assert.Throws<DistributedException>(() => Read([.. slurm, .. mpi])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("True", 29501)]
    [InlineData("False", 29500)]
    public void WhereTorchrunKeepsAStoreTheRanksMeetAtTheNextPort(string kept, int port) =>
        Assert.Equal(port, Read(("RANK", "0"), ("WORLD_SIZE", "2"), ("MASTER_ADDR", "a"), ("MASTER_PORT", "29500"), ("TORCHELASTIC_USE_AGENT_STORE", kept))!.MasterPort);

    [Fact]
    public void OneProcessIsNoJob()
    {
        Assert.Null(Read());
        Assert.Null(Read(("RANK", "0"), ("WORLD_SIZE", "1")));
        Assert.Null(Read(("WORLD_SIZE", "1")));
        Assert.Null(Read(("SLURM_NTASKS", "8"), ("SLURM_JOB_ID", "5"))); // a shell within an allocation
        Assert.Null(Read(("SLURM_PROCID", "0"), ("SLURM_LOCALID", "0"), ("SLURM_NTASKS", "8"), ("SLURM_JOB_ID", "5"))); // a batch script's shell
        Assert.Null(Read(("SLURM_PROCID", "0"), ("SLURM_STEP_NUM_TASKS", "1"), ("SLURM_NTASKS", "8"))); // a step of one task
        Assert.Null(Read(("RANK", "0"), ("WORLD_SIZE", "1"), ("SLURM_PROCID", "0"), ("SLURM_STEP_NUM_TASKS", "1")));
    }

    [Theory]
    [InlineData("RANK is '-1'; it must be a whole number from 0 to 999999.", "RANK=-1", "WORLD_SIZE=2")]
    [InlineData("WORLD_SIZE is 'two'; it must be a whole number from 1 to 1000000.", "RANK=0", "WORLD_SIZE=two")]
    [InlineData("RANK is 2; it must be from 0 to 1, since WORLD_SIZE is 2.", "RANK=2", "WORLD_SIZE=2", "MASTER_ADDR=a")]
    [InlineData("RANK is not set, though WORLD_SIZE is", "WORLD_SIZE=2")]
    [InlineData("WORLD_SIZE is not set, though RANK is", "RANK=1")]
    [InlineData("WORLD_SIZE is not set, though RANK is", "RANK=0")]
    [InlineData("RANK is 1; it must be from 0 to 0, since WORLD_SIZE is 1.", "RANK=1", "WORLD_SIZE=1")]
    [InlineData("OMPI_COMM_WORLD_SIZE is not set, though OMPI_COMM_WORLD_RANK is", "OMPI_COMM_WORLD_RANK=0")]
    [InlineData("SLURM_PROCID is not set, though SLURM_STEP_NUM_TASKS is", "SLURM_STEP_NUM_TASKS=2")]
    [InlineData("WORLD_SIZE is 1, but SLURM_STEP_NUM_TASKS is 4: unset WORLD_SIZE for one training of 4 ranks, or SLURM_STEP_NUM_TASKS for a training of this process alone.", "WORLD_SIZE=1", "SLURM_PROCID=2", "SLURM_STEP_NUM_TASKS=4")]
    [InlineData("WORLD_SIZE is 1, but OMPI_COMM_WORLD_SIZE is 2", "RANK=0", "WORLD_SIZE=1", "OMPI_COMM_WORLD_RANK=1", "OMPI_COMM_WORLD_SIZE=2")]
    [InlineData("MASTER_PORT is '65535'; it must be a whole number from 1 to 65534.", "RANK=1", "WORLD_SIZE=2", "MASTER_ADDR=a", "MASTER_PORT=65535", "TORCHELASTIC_USE_AGENT_STORE=True")]
    [InlineData("MASTER_ADDR is not set: it must name the machine of rank 0", "RANK=1", "WORLD_SIZE=2")]
    [InlineData("MASTER_PORT is '70000'; it must be a whole number from 1 to 65535.", "RANK=1", "WORLD_SIZE=2", "MASTER_ADDR=a", "MASTER_PORT=70000")]
    public void WhatIsWrongIsNamed(string expected, params string[] variables)
    {
        var error = Assert.Throws<DistributedException>(() => Read([.. variables.Select(v => (v.Split('=')[0], v.Split('=')[1]))]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsOutOfRangeAreAllNamed()
    {
        var error = Assert.Throws<OptionsValidationException>(() => ProcessGroup.Join(new ProcessGroupOptions { Rank = 2, WorldSize = 2, MasterPort = 0, MasterAddress = "", Timeout = TimeSpan.FromMilliseconds(1) }));
        Assert.Equal(4, error.Failures.Count());
        Assert.Contains("Rank is 2; it must be from 0 to 1, since WorldSize is 2.", error.Failures);
    }
}
