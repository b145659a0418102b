using System.Globalization;
using EchoSynth.Cli.Pictures;
using EchoSynth.Cli.Terminal;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Logs;
using EchoSynth.Training;

namespace EchoSynth.Cli.Work;

/// <summary>Tells on the terminal what happens in a training besides its progress, and keeps all of it in its logs.</summary>
/// <param name="log">The file of JSON lines.</param>
/// <param name="tensorBoard">The folder of TensorBoard's event files; null for none.</param>
/// <param name="chart">The SVG of the validations.</param>
/// <param name="redraws">What the spread over seeds is to reach; null where it is not known.</param>
internal sealed class TrainingWatch(string log, string? tensorBoard, string chart, RedrawSpread? redraws) : IDisposable
{
    private (double Fine, double Coarse)? _redraw;
    private readonly List<IDisposable> _open = [];

    /// <summary>The step of the best validation so far; null before the first.</summary>
    public long? BestStep { get; private set; }

    /// <summary>Opens the logs and listens until the result is disposed.</summary>
    public IDisposable Begin(Trainer trainer, IStage stage)
    {
        Keep(new JsonLinesLog(log), trainer);
        if (tensorBoard is not null)
            Keep(new TensorBoardLog(tensorBoard), trainer);
        trainer.Happened += (_, happened) => Tell(happened, stage); // after the logs, from which the chart is drawn
        return this;
    }

    public void Dispose()
    {
        foreach (var open in _open)
            open.Dispose();
        _open.Clear();
    }

    private void Keep(ITrainingLog to, Trainer trainer)
    {
        _open.Add(to);
        _open.Insert(0, to.Attach(trainer));
    }

    private void Tell(TrainingEvent happened, IStage stage)
    {
        static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        switch (happened)
        {
            case TrainingEvent.Estimated { Progress: var p }:
                stage.Note(F($"estimate: {p.ImagesPerSecond:0.0} images/s, {Texts.Duration(p.Remaining)} left, {p.ResidentMemory >> 20} MiB resident{(p.ExpectedCost is { } cost ? F($", cost {cost:0.00}") : "")}"));
                break;
            case TrainingEvent.Validated { Report: var r } e:
                if (_redraw is null && redraws is not null)
                {
                    _redraw = redraws.Of(e.Samples);
                    stage.Note(F($"the masks of the validation, recorded again by the phantom, spread by {PixelError.DataRange * _redraw.Value.Fine:0.0} / {PixelError.DataRange * _redraw.Value.Coarse:0.0} grey levels"));
                }
                BestStep = e.IsBest ? e.Step : BestStep;
                stage.Note(F($"validation after {e.ImagesSeen:N0} images: PSNR {r.Psnr:0.00} dB, SSIM {r.Ssim:0.000}, texture {r.TextureMyocardium:0.00} / {r.TextureSurround:0.00}, spectrum {r.SpectrumError:0.0} dB, spread {PixelError.DataRange * r.SeedSpread:0.0} / {PixelError.DataRange * r.SeedSpreadCoarse:0.0}, dispersion {r.Dispersion:0.00}, score {r.Score:0.00}{(e.IsBest ? ", the best so far" : "")}"));
                TextFile.Write(chart, ValidationChart.Draw("Validation: held-out masks, averaged weights", ValidationHistory.Read(log), _redraw));
                break;
            case TrainingEvent.RolledBack e:
                Warn(F($"after step {e.FromStep}, {e.Reason}; gone back to step {e.Step}, with the rates times {e.RateFactor}"));
                break;
            case TrainingEvent.Warned e:
                Warn(F($"after {e.ImagesSeen:N0} images: {e.Message}"));
                break;
            case TrainingEvent.Ended { StoppedEarly: true } e:
                stage.Note(F($"stopped early after {Texts.Count(e.Step, "step")}: no validation was better for as long as --patience says"));
                break;
            default:
                break;
        }
    }

    private static void Warn(string message) => Console.Error.WriteLine($"warning: {message}");
}
