using System.Text.Json;
using EchoSynth.Checkpoints;
using EchoSynth.Diffusion;
using EchoSynth.Imaging;
using EchoSynth.Tensors;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Peers;

/// <summary>
/// What both sides of a case work on, as files: a model folder, and beside it for the peer case.json (networks, steps, training) and safetensors with the numbers that the library
/// makes from seeds.
/// </summary>
internal sealed class CaseFolder : IDisposable
{
    private readonly PeerNetwork _network;
    private readonly EchoModel _model;
    private readonly Dictionary<string, object> _case = [];
    private int _removed;

    public CaseFolder(PeerNetwork network)
    {
        _network = network;
        Path = Directory.CreateTempSubdirectory("echosynth-peers-").FullName;
        AppDomain.CurrentDomain.ProcessExit += Remove; // where the run is interrupted
        _model = network.CreateModel();
        PeerNetwork.Wake(_model.Denoiser.Module, 1);
        _model.Save(Path);
        var steps = ReverseStep.Posterior(_model.Schedule);
        _case["kind"] = _model.Denoiser.Kind;
        _case["options"] = _model.Denoiser.Options;
        _case["sector"] = _model.Mask.Sector;
        _case["steps"] = steps.Select(s => new { s.Index, s.Clean, s.Noisy, s.Deviation }).ToArray();
    }

    public string Path { get; }

    /// <summary>inputs.safetensors: masks [N, K, H, W], start [N, 1, H, W], latent [T, N, L] and noise [T, N, 1, H, W] in the order of the steps; mask.png, the first mask.</summary>
    public void WriteSampling(int n)
    {
        using var scope = NewDisposeScope();
        int size = _network.Size, latentLength = _model.Denoiser.LatentLength(size, size);
        var masks = Enumerable.Range(0, n).Select(i => Phantoms.Pair(i, size).Mask).ToArray();
        var order = ReverseStep.Posterior(_model.Schedule).Select(s => (ulong)s.Index).ToArray();
        // The streams of Sampler.
        Tensor Noise(ulong stream, params long[] shape) => TensorData.Rows(n, shape, (row, values) => PhiloxNoise.Normal(values, (ulong)Seed(row), stream));
        SafeTensors.Save(File("inputs.safetensors"), new Dictionary<string, Tensor>
        {
            ["masks"] = TensorData.Rows(n, [_model.Mask.Channels, size, size], (row, channels) => _model.Mask.Encode(masks[row], channels)),
            ["start"] = Noise(0, 1, size, size),
            ["latent"] = stack([.. order.Select(t => Noise(0x1_0000 + t, latentLength))]),
            ["noise"] = stack([.. order.Select(t => Noise(0x2_0000 + t, 1, size, size))]),
        });
        PngCodec.WriteMask(File("mask.png"), masks[0]);
        WriteCase();
    }

    /// <summary>discriminator.safetensors, and of each step batch-S.safetensors: images, masks and both networks' draws.</summary>
    public void WriteTraining(int interval, int steps)
    {
        using var scope = NewDisposeScope();
        using var discriminator = _network.CreateDiscriminator();
        PeerNetwork.Wake(discriminator.Module, 2);
        SafeTensors.Save(File("discriminator.safetensors"), discriminator.Module.state_dict());
        var options = TrainingCase.Options(_network, interval, Precision.Full);
        var s = _model.Schedule;
        _case["discriminatorKind"] = discriminator.Kind;
        _case["discriminatorOptions"] = discriminator.Options;
        _case["training"] = new
        {
            options.DenoiserRate, options.DiscriminatorRate, options.Beta1, options.Beta2, options.L1Weight, options.SpreadWeight, options.R1Gamma, options.AverageDecay,
            DiscriminatorSeesMask = discriminator.SeesMask,
            Tables = new
            {
                s.Signal, s.Noise, StepSignal = s.StepSignal.Skip(1), StepNoise = s.StepNoise.Skip(1),
                Clean = s.PosteriorCleanWeight, Noisy = s.PosteriorNoisyWeight, Deviation = s.PosteriorVariance.Select(Math.Sqrt),
            },
        };
        using var data = TrainingCase.Data(_network.Size);
        var batches = TrainingCase.Batches(_model, data, options);
        var buffers = batches.CreateBuffers();
        for (var step = 0; step < steps; step++)
        {
            using var inner = NewDisposeScope();
            batches.Fill(step, buffers, CancellationToken.None);
            SafeTensors.Save(Batch(Path, step), Tensors(TrainingBatch.From(buffers, _network.Size, CPU)));
        }
        WriteCase();
    }

    public static string Batch(string folder, int step) => System.IO.Path.Combine(folder, FormattableString.Invariant($"batch-{step}.safetensors"));

    /// <summary>The seed of the image in a row.</summary>
    public static long Seed(int row) => 100 + row;

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Remove;
        _model.Dispose();
        Remove(this, EventArgs.Empty);
    }

    /// <summary>At the case's end, or at the process's, which another thread may have begun.</summary>
    private void Remove(object? sender, EventArgs e)
    {
        try
        {
            if (Interlocked.Exchange(ref _removed, 1) == 0)
                Directory.Delete(Path, recursive: true);
        }
        catch (IOException) when (Environment.HasShutdownStarted || sender != this)
        {
            // The case was still writing to it.
        }
    }

    private static Dictionary<string, Tensor> Tensors(TrainingBatch batch)
    {
        var result = new Dictionary<string, Tensor> { ["images"] = batch.Images, ["masks"] = batch.Masks };
        foreach (var (name, draw) in new[] { ("discriminator", batch.ForDiscriminator), ("denoiser", batch.ForDenoiser) })
        {
            result[$"{name}.step"] = draw.Step;
            result[$"{name}.noise"] = draw.Noise;
            result[$"{name}.next"] = draw.NextNoise;
            result[$"{name}.latent"] = draw.Latent;
            result[$"{name}.posterior"] = draw.PosteriorNoise;
            if (draw.OtherLatent is { } other)
                result[$"{name}.other"] = other;
        }
        return result;
    }

    private void WriteCase() => System.IO.File.WriteAllText(File("case.json"), JsonSerializer.Serialize(_case, ConfigJson.Options));

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
