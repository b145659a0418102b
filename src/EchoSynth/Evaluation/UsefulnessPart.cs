using EchoSynth.Segmentation;

namespace EchoSynth.Evaluation;

/// <summary>Runs the <see cref="UsefulnessStudy"/> on the sets of an evaluation.</summary>
internal static class UsefulnessPart
{
    /// <param name="split">Who trains and who tests.</param>
    /// <param name="options">Options of the evaluation.</param>
    /// <param name="size">Height and width of the images.</param>
    /// <param name="steps">Told the progress.</param>
    public static UsefulnessReport Measure(UsefulnessSplit split, EvaluationOptions options, int size, Steps steps)
    {
        var study = new UsefulnessOptions { Segmenter = At(options.Segmenter, size) with { Seed = options.Seed }, Repeats = options.Repeats, ScarceShare = options.ScarceShare, Seed = (int)(options.Seed & int.MaxValue) };
        var input = new UsefulnessInput { RealTraining = split.Training, Synthetic = split.Synthetic, Fidelity = split.Unseen, RealTest = split.Test };
        return UsefulnessStudy.Run(input, study, new Parts(steps), steps.Cancellation);
    }

    /// <summary>A segmenter need not enlarge what it is given: its own size, or the next multiple that its levels allow above the images'.</summary>
    public static SegmenterOptions At(SegmenterOptions segmenter, int size)
    {
        var multiple = Math.Max(16, 1 << segmenter.Depth);
        return segmenter with { ImageSize = Math.Min(segmenter.ImageSize, (size + multiple - 1) / multiple * multiple) };
    }

    private sealed class Parts(Steps steps) : IProgress<UsefulnessProgress>
    {
        private const int Whole = 100;
        private bool _begun;

        public void Report(UsefulnessProgress value)
        {
            if (!_begun)
                steps.Begin("training and testing segmenters", "percent", Whole);
            _begun = true;
            steps.At((long)(Whole * value.Share), Whole, value.Doing);
        }
    }
}
