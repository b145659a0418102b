using System.Diagnostics;
using EchoSynth.Checkpoints;
using EchoSynth.Discriminators;
using EchoSynth.Tensors;
using EchoSynth.Training;

namespace EchoSynth.Peers;

/// <summary>
/// The library's training as an application uses it: one call of Trainer.Train, on a thread of its own. The handler of each step's report holds it until the next step is asked for,
/// so a step's time is that between two reports, the taking of its batch and the reading of its losses included.
/// </summary>
internal sealed class TrainingWork : IDisposable
{
    private readonly EchoModel _model;
    private readonly IDiscriminator _discriminator;
    private readonly Trainer _trainer;
    private readonly TrainingSet _data;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _go = new(0), _done = new(0);
    private readonly Thread _thread;
    private Exception? _failed;
    private IReadOnlyDictionary<string, double> _losses = new Dictionary<string, double>();
    private long _started;
    private double _seconds;

    public TrainingWork(LoadCommand command)
    {
        var network = PeerNetwork.ByName(command.Network);
        _model = EchoModel.Load(command.Case, Devices.Parse(command.Device));
        _discriminator = network.CreateDiscriminator();
        ModuleState.Load(_discriminator.Module, Path.Combine(command.Case, "discriminator.safetensors"));
        _trainer = new Trainer(_model, _discriminator, TrainingCase.Options(network, command.Interval, command.Bf16 ? Precision.MixedBFloat16 : Precision.Full));
        _trainer.Happened += OnHappened;
        _data = TrainingCase.Data(network.Size);
        _thread = new Thread(Train) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The next step.</summary>
    public (double Seconds, IReadOnlyDictionary<string, double> Losses) Step()
    {
        _go.Release();
        _done.Wait();
        return _failed is null ? (_seconds, _losses) : throw new InvalidOperationException($"The training ended: {_failed.Message}", _failed);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _go.Release();
        _thread.Join();
        _trainer.Dispose();
        _data.Dispose();
        _discriminator.Dispose();
        _model.Dispose();
        _stop.Dispose();
        _go.Dispose();
        _done.Dispose();
    }

    private void Train()
    {
        try
        {
            _trainer.Train(_data, cancellationToken: _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _failed = e;
            _done.Release();
        }
    }

    private void OnHappened(object? sender, TrainingEvent happened)
    {
        if (happened is TrainingEvent.Progressed { Progress: var progress })
        {
            (_seconds, _losses) = (Stopwatch.GetElapsedTime(_started).TotalSeconds, progress.Losses);
            _done.Release();
        }
        else if (happened is not TrainingEvent.Started)
        {
            return;
        }
        _go.Wait();
        _started = Stopwatch.GetTimestamp();
    }
}
