using System.Diagnostics;
using EchoSynth.Checkpoints;
using EchoSynth.Sampling;
using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Peers;

/// <summary>The library's sampling as an application uses it: a model folder, a Sampler, one call with all requests.</summary>
internal sealed class SamplingWork : IDisposable
{
    private readonly EchoModel _model;
    private readonly Sampler _sampler;
    private readonly SampleRequest[] _requests;

    public SamplingWork(LoadCommand command)
    {
        _model = EchoModel.Load(command.Case, Devices.Parse(command.Device));
        _sampler = new Sampler(_model, Options(command.Images, command.Bf16 ? Precision.MixedBFloat16 : Precision.Full));
        _requests = [.. Enumerable.Range(0, command.Images).Select(i => new SampleRequest(Phantoms.Pair(i, _model.ImageSize).Mask, CaseFolder.Seed(i)))];
    }

    /// <returns>Seconds.</returns>
    public double Run(string? write)
    {
        var start = Stopwatch.GetTimestamp();
        var images = _sampler.Generate(_requests);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (write is not null)
        {
            using var scope = NewDisposeScope();
            var pixels = TensorData.Rows(images.Count, [1, _model.ImageSize, _model.ImageSize], (row, values) => images[row].Image.Pixels.CopyTo(values));
            SafeTensors.Save(write, new Dictionary<string, Tensor> { ["images"] = pixels });
        }
        return seconds;
    }

    public void Dispose()
    {
        _sampler.Dispose();
        _model.Dispose();
    }

    /// <summary>A GPU's micro-batch is as large as the call: a smaller call would be padded, a larger one divided.</summary>
    private static SamplerOptions Options(int images, Precision precision) => new() { MicroBatch = images, Precision = precision };
}
