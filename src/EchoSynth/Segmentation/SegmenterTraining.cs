using System.Diagnostics;
using EchoSynth.Tensors;
using EchoSynth.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EchoSynth.Segmentation;

/// <summary>The training loop of a segmenter.</summary>
internal static class SegmenterTraining
{
    private const int ReportInterval = 20;
    private const double WeightDecay = 0.01, GradientLimit = 1;

    /// <summary>Trains the network in place.</summary>
    /// <exception cref="TrainingDivergedException">The loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Run(SegmentationUNet network, SegmentationSet set, SegmenterOptions options, Device device, IProgress<SegmenterProgress>? progress, CancellationToken cancellationToken)
    {
        var parameters = network.parameters().ToArray();
        using var optimizer = optim.AdamW(parameters, options.LearningRate, weight_decay: WeightDecay);
        using var batches = new SegmentationBatches(set, options);
        var (clock, loss, counted) = (Stopwatch.StartNew(), 0.0, 0);
        network.train();
        for (var step = 0; step < options.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = Rate(options, step);
            loss += Step(network, parameters, optimizer, batches.Next(), set.Size, device);
            counted++;
            if ((step + 1) % ReportInterval != 0 && step + 1 != options.Steps)
                continue;
            if (!double.IsFinite(loss))
                throw new TrainingDivergedException($"The segmenter's loss is not finite after step {step + 1}; lower LearningRate, or look at the data.");
            progress?.Report(new SegmenterProgress(step + 1, options.Steps, loss / counted, clock.Elapsed));
            (loss, counted) = (0, 0);
        }
        network.eval();
    }

    /// <summary>A rise over the first twentieth, then half a cosine down to 0.</summary>
    internal static double Rate(SegmenterOptions options, int step)
    {
        var rise = options.Steps / 20;
        return step < rise
            ? options.LearningRate * (step + 1) / rise
            : options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * (step - rise) / (options.Steps - rise)));
    }

    private static double Step(SegmentationUNet network, Parameter[] parameters, optim.Optimizer optimizer, SegmentationBatches.Batch batch, int size, Device device)
    {
        using var scope = NewDisposeScope();
        var n = batch.Images.Length / (size * size);
        var images = TensorData.FromFloats(batch.Images, n, 1, size, size).to(device); // [N, 1, H, W]
        var labels = TensorData.FromLongs(batch.Labels, n, size, size).to(device);     // [N, H, W]
        optimizer.zero_grad();
        var loss = SegmentationLoss.Of(network.Forward(images), labels);               // []
        loss.backward();
        GradientClip.Apply(parameters, GradientLimit);
        optimizer.step();
        return loss.item<float>();
    }
}
