using EchoSynth.Telemetry;
using Microsoft.Extensions.Logging;

namespace EchoSynth.Training;

// What happens in a training, told to the log and to who listens.
public sealed partial class Trainer
{
    private void Raise(TrainingEvent happened)
    {
        switch (happened)
        {
            case TrainingEvent.Started e: LogStart(_logger, e.TotalSteps, e.Step, e.Pairs, e.HeldOutPairs); break;
            case TrainingEvent.Estimated { Progress: var p }: LogEstimate(_logger, p.ImagesPerSecond, p.Remaining, p.ResidentMemory >> 20, p.ExpectedCost); break;
            case TrainingEvent.Saved e: LogSaved(_logger, e.Folder, e.Step, e.IsBest ? "Best model" : "Checkpoint"); break;
            case TrainingEvent.Validated { Report: var r } e: LogValidated(_logger, e.Step, r.Psnr, r.Ssim, r.TextureMyocardium, r.TextureSurround, r.SpectrumError, r.SeedSpread); break;
            case TrainingEvent.RolledBack e: _metrics.RollBacks.Add(1); LogRolledBack(_logger, e.Reason, e.FromStep, e.Step, e.RateFactor); break;
            case TrainingEvent.Warned e: LogWarned(_logger, e.Message); break;
            case TrainingEvent.Ended { StoppedEarly: true } e: LogStopped(_logger, e.Step, _state.Marks.BestStep); break;
            case TrainingEvent.Ended e: LogCompleted(_logger, e.Step, e.ImagesSeen); break;
            default: break;
        }
        Happened?.Invoke(this, happened);
    }

    [LoggerMessage(EchoSynthEvents.TrainingStarted, LogLevel.Information, "Training: {TotalSteps} steps, {Step} done, {Pairs} pairs, {HeldOut} held out")]
    private static partial void LogStart(ILogger logger, long totalSteps, long step, int pairs, int heldOut);

    [LoggerMessage(EchoSynthEvents.CheckpointSaved, LogLevel.Information, "{What} written to {Folder} after step {Step}")]
    private static partial void LogSaved(ILogger logger, string folder, long step, string what);

    [LoggerMessage(EchoSynthEvents.TrainingEstimated, LogLevel.Information, "{Rate:0.0} images/s, {Remaining} left, {Memory} MiB resident, cost {Cost}")]
    private static partial void LogEstimate(ILogger logger, double rate, TimeSpan remaining, long memory, double? cost);

    [LoggerMessage(EchoSynthEvents.TrainingValidated, LogLevel.Information, "Validation after step {Step}: PSNR {Psnr:0.00} dB, SSIM {Ssim:0.000}, texture {Myocardium:0.00}/{Surround:0.00}, spectrum {Spectrum:0.00} dB, spread {Spread:0.0000}")]
    private static partial void LogValidated(ILogger logger, long step, double psnr, double ssim, double myocardium, double surround, double spectrum, double spread);

    [LoggerMessage(EchoSynthEvents.TrainingRolledBack, LogLevel.Warning, "Diverged: {Reason} after step {From}; going on from step {Step} with the rates times {Factor}")]
    private static partial void LogRolledBack(ILogger logger, string reason, long from, long step, double factor);

    [LoggerMessage(EchoSynthEvents.TrainingWarning, LogLevel.Warning, "{Message}")]
    private static partial void LogWarned(ILogger logger, string message);

    [LoggerMessage(EchoSynthEvents.TrainingCompleted, LogLevel.Information, "Training done: {Step} steps, {Images} images")]
    private static partial void LogCompleted(ILogger logger, long step, long images);

    [LoggerMessage(EchoSynthEvents.TrainingCancelled, LogLevel.Information, "Training cancelled after step {Step}; its checkpoint is in {Folder}")]
    private static partial void LogCancelled(ILogger logger, long step, string folder);

    [LoggerMessage(EchoSynthEvents.TrainingResumed, LogLevel.Information, "Training resumed from {Folder} after step {Step}")]
    private static partial void LogResumed(ILogger logger, string folder, long step);

    [LoggerMessage(EchoSynthEvents.TrainingStoppedEarly, LogLevel.Information, "Stopped early after step {Step}: nothing was better than step {Best}")]
    private static partial void LogStopped(ILogger logger, long step, long best);
}
