using EchoSynth.Checkpoints;
using EchoSynth.Diffusion;
using EchoSynth.Discriminators;
using EchoSynth.Objectives;
using EchoSynth.Training;

namespace EchoSynth.Tests.Support;

/// <summary>An adversarial objective by itself, and batches for it.</summary>
internal sealed class ObjectiveBench : IDisposable
{
    private readonly DiffusionProcess _process;
    private readonly LossMeter _losses = new();
    private readonly Reconstruction _reconstruction;
    private readonly BatchSource _source;
    private readonly EchoModel _model;

    public ObjectiveBench(EchoModel model, IDiscriminator discriminator, TrainerOptions options)
    {
        _model = model;
        _process = new DiffusionProcess(model.Schedule, model.Device);
        State = new TrainerState(model, discriminator, options);
        _reconstruction = new Reconstruction(options, model.Mask, _losses);
        Objective = new AdversarialObjective(model.Denoiser, discriminator, _process, State, _reconstruction, options, _losses);
        _source = new BatchSource(Tiny.Data(), model.Mask, options, model.Schedule.Steps, model.Denoiser.LatentLength(model.ImageSize, model.ImageSize));
    }

    public TrainerState State { get; }

    public AdversarialObjective Objective { get; }

    /// <summary>Belongs to the current dispose scope.</summary>
    public TrainingBatch Batch(long number)
    {
        var buffers = _source.CreateBuffers();
        _source.Fill(number, buffers, CancellationToken.None);
        return TrainingBatch.From(buffers, _model.ImageSize, _model.Device);
    }

    public void Dispose()
    {
        _reconstruction.Dispose();
        _process.Dispose();
        State.Dispose();
        _losses.Dispose();
    }
}
