using EchoSynth.Peers;

namespace EchoSynth.Tests.Speed;

/// <summary>What ./build.sh bench-peers says of its arguments, and what it leaves behind.</summary>
public sealed class PeersOptionsTests
{
    [Theory]
    [InlineData("--rounds is '0'; it must be a number from 1 to 1000.", "--rounds", "0")]
    [InlineData("--threads is 'two'; it must be a number from 1 to 1024.", "--list", "--threads", "two")]
    [InlineData("--device is 'tpu'; it must be cpu or cuda.", "--device", "tpu")]
    [InlineData("--out needs a file.", "--out")]
    [InlineData("--cases needs a part of a case's name.", "--cases", "--list")]
    [InlineData("there is no option '--round'; --help lists them.", "--round", "3")]
    public void A_wrong_argument_is_named_with_what_would_be_right(string expected, params string[] args)
    {
        PeersOptions.Parse(args, out var problem);
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void A_form_of_the_peer_that_does_not_exist_is_refused()
    {
        PeersOptions.Parse(["--versus", "tuned,nonsense"], out var problem);
        Assert.StartsWith("--versus has 'nonsense'; there are eager, eager-channels-last, ", problem, StringComparison.Ordinal);
        Assert.Equal(["tuned", "bf16"], PeersOptions.Parse(["--versus", "tuned", "--versus", "bf16"], out problem).Versus);
        Assert.Null(problem);
    }

    [Fact]
    public void A_whole_name_means_that_form_alone_and_a_part_all_that_have_it()
    {
        static string[] Forms(string versus) =>
            [.. PeerCase.All(PeersOptions.Parse(["--list", "--device", "cuda", "--versus", versus], out _)).First(c => c.Name == "sample-ncsnpp-256-n1").Contenders.Where(c => !c.Ours).Select(c => c.Name)];

        Assert.Equal(["eager"], Forms("eager"));
        Assert.Equal(["eager", "compiled"], Forms("compiled"));
        Assert.Equal(["eager", "eager-bf16", "compiled-bf16-channels-last"], Forms("bf16"));
    }

    [Fact]
    public void The_librarys_forms_leave_out_what_their_names_say()
    {
        static Contender[] Forms(string name, params string[] more) =>
            [.. PeerCase.All(PeersOptions.Parse(["--list", "--device", "cuda", .. more], out _)).First(c => c.Name == name).Contenders.Where(c => c.Ours)];

        Assert.Equal(["fp32", "bf16"], Forms("train-small-64").Select(c => c.Name));
        Assert.Equal(["fp32", "fp32-portable"], Forms("cold-small-128", "--ours", "fp32-portable,fp32").Where(c => !c.Published).Select(c => c.Name));
        Assert.Equal(["fp32-portable"], Forms("cold-small-128", "--ours", "portable").Select(c => c.Name));
        Assert.Equal(["fp32", "fp32-published"], Forms("cold-small-128", "--ours", "fp32").Select(c => c.Name));
        var options = PeersOptions.Parse(["--peer", "peer.py", "--python", "python3"], out _);
        var portable = WorkerProcess.Start(Forms("train-small-64", "--ours", "bf16-portable").Single(), options, []).Environment;
        Assert.Equal(("portable", "default"), (portable["ECHOSYNTH_KERNELS"], portable["ECHOSYNTH_MALLOC"]));
        var allocator = WorkerProcess.Start(Forms("train-small-64", "--ours", "fp32-malloc").Single(), options, []).Environment;
        Assert.Equal((null, "default"), (allocator.TryGetValue("ECHOSYNTH_KERNELS", out var kernels) ? kernels : null, allocator["ECHOSYNTH_MALLOC"]));
        Assert.Equal("avx2", WorkerProcess.Start(Forms("train-small-64", "--ours", "avx2").Single(), options, []).Environment["ECHOSYNTH_ISA"]);
        PeersOptions.Parse(["--ours", "fast"], out var problem);
        Assert.Equal("--ours has 'fast'; there are fp32, bf16, fp32-portable, bf16-portable, fp32-malloc, fp32-avx2, and parts of these names.", problem);
    }

    /// <summary>build.sh puts options of its own before the user's.</summary>
    [Fact]
    public void Help_is_given_wherever_it_is_asked_for() => Assert.True(PeersOptions.Parse(["--peer", "peer.py", "--out", "x.json", "--help"], out _).Help);

    [Fact]
    public void The_list_has_all_who_would_take_part()
    {
        var cases = PeerCase.All(PeersOptions.Parse(["--list"], out _));
        Assert.Contains(Contender.AheadOfTime, cases.First(c => c.Name == "cold-small-128").Contenders);
        // The network whose quality was compared with that of small-64, beside the wide one.
        Assert.Equal(["eager", "eager-ncsnpp-64", "eager-preset-ncsnpp-64"], cases.First(c => c.Name == "sample-small-64-n1").Contenders.Where(c => !c.Ours).Select(c => c.Name));
        using var narrow = PeerNetwork.ByName(PeerNetwork.Narrow).CreateModel();
        Assert.InRange(narrow.Denoiser.Module.parameters().Sum(p => p.NumberOfElements), 900_000, 1_000_000);
    }

    [Fact]
    public void A_cases_folder_may_be_removed_already()
    {
        var folder = new CaseFolder(PeerNetwork.ByName("small-64"));
        folder.WriteSampling(1);
        Assert.True(File.Exists(Path.Combine(folder.Path, "inputs.safetensors")));
        folder.Dispose();
        Assert.False(Directory.Exists(folder.Path));
        folder.Dispose();
    }
}
