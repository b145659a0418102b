using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Segmentation;

/// <summary>
/// Are synthetic images of use for training? One segmenter is trained on real, on synthetic and on both kinds of images, and on few real ones with and without synthetic ones; all are
/// tested on the same real images of other patients.
/// </summary>
/// <remarks>
/// Every training takes the same number of steps, so that a set gains nothing by being large but its variety. The generator itself has seen all real training patients; what
/// <see cref="UsefulnessRegime.ScarceAndSynthetic"/> shows is therefore the worth of synthetic images handed to someone with few real ones, not that of a generator trained on few.
/// </remarks>
public static class UsefulnessStudy
{
    /// <summary>Runs the study: five trainings, for each repeat.</summary>
    /// <param name="input">The pairs. Their PatientId says who belongs together.</param>
    /// <param name="options">Options; the defaults when null.</param>
    /// <param name="progress">Told what is being done, some times a second at most.</param>
    /// <param name="cancellationToken">Stops between steps and images; nothing is left.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    /// <exception cref="ArgumentException">A list is empty or has no structure in its masks, a test patient is a training patient too (the message names them), a pair's image and mask differ in size, or there is no such device.</exception>
    /// <exception cref="Training.TrainingDivergedException">A training's loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static UsefulnessReport Run(UsefulnessInput input, UsefulnessOptions? options = null, IProgress<UsefulnessProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        options ??= new UsefulnessOptions();
        options.Validate();
        Devices.Parse(options.Segmenter.Device);
        progress?.Report(new UsefulnessProgress("looking at the images", 0));
        var training = SetFacts.Of(input.RealTraining, "real training pairs", cancellationToken);
        var synthetic = SetFacts.Of(input.Synthetic, "synthetic pairs", cancellationToken);
        var test = SetFacts.Of(input.RealTest, "real test pairs", cancellationToken);
        if (training.Patients.Intersect(test.Patients, StringComparer.Ordinal).ToArray() is { Length: > 0 } shared)
            throw new ArgumentException($"Test patients must not be training patients; in both are {UsefulnessWarnings.List(shared)}.", nameof(input));
        var scarce = UsefulnessRun.Scarce(training.Patients, options);
        var warnings = new UsefulnessWarnings();
        warnings.About(training, synthetic, test, scarce.Count, options);
        var run = new UsefulnessRun(input, options, training.Patients.Count, scarce, progress, cancellationToken);
        run.Go();
        var regimes = run.Regimes();
        warnings.About(regimes);
        return new UsefulnessReport
        {
            Regimes = regimes,
            MaskFidelity = run.MaskFidelity(),
            ScarcePatients = [.. scarce.Order(StringComparer.Ordinal)],
            TrainingPatients = training.Patients.Count,
            TestPatients = test.Patients.Count,
            TestImages = test.Images,
            Warnings = warnings.All,
            Options = options,
        };
    }
}
