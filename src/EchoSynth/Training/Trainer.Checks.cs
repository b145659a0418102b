using System.Globalization;
using EchoSynth.Checkpoints;
using EchoSynth.Objectives;
using EchoSynth.Telemetry;
using EchoSynth.Tensors;
using TorchSharp;

namespace EchoSynth.Training;

// What a trainer refuses, and in which words.
public sealed partial class Trainer
{
    private DeviceMemoryException TooLarge(Exception cause)
    {
        var (n, device) = (_options.BatchSize, _model.Device);
        string[] help =
        [
            .. n > 1 && _discriminator is not null ? [$"begin anew with BatchSize {Math.Max(1, n / 2)} (and AccumulationSteps {2 * _options.AccumulationSteps} for as many images a step): it is not halved by itself, since the discriminator compares the images of a batch and another size is another training"] : (string[])[],
            .. _options.Precision == Precision.Full && device.type != DeviceType.CPU ? ["compute in MixedBFloat16"] : (string[])[],
            "free memory on the device", "take a smaller preset",
        ];
        return new DeviceMemoryException($"The memory of {device} is not enough for a training step with {(n == 1 ? "one image" : $"batches of {n} images")} of {_model.ImageSize} × {_model.ImageSize} ({DeviceMemory.Words(cause)}). Either {string.Join("; or ", help)}.", cause);
    }

    private void TellHalved(int rows, Exception cause)
    {
        _metrics.OutOfMemory.Add(1, TrainingSpan.Tags(_model));
        Raise(new TrainingEvent.Warned(Step, ImagesSeen, _context.Now,
            $"The memory of {_model.Device} is not enough for a batch of {_options.BatchSize}: {rows} go through the network together from now on, and their gradients are added up, which is the same step ({DeviceMemory.Words(cause)})"));
    }

    private void CheckSize(TrainingSet set, string name)
    {
        if (set.ImageSize != _model.ImageSize)
            throw new ArgumentException($"The pairs are {set.ImageSize} × {set.ImageSize}; the model makes {_model.ImageSize} × {_model.ImageSize}.", name);
    }

    private void CheckDomains(TrainingSet? set, string name)
    {
        if (set is null || _model.Mask.Domains.Count == 0)
            return;
        foreach (var (item, _, _) in set.Pairs)
        {
            if (_model.Mask.DomainProblem(item.Domain) is { } problem)
                throw new ArgumentException($"Pair '{item.Id}' {problem} ItemDomains says of items where they are from.", name);
        }
    }

    private void CheckHeldOut(TrainingSet data, TrainingSet? heldOut)
    {
        if (heldOut is null)
            return;
        CheckSize(heldOut, nameof(heldOut));
        var trained = data.Pairs.Select(p => p.Item.PatientId).Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
        if (heldOut.Pairs.FirstOrDefault(p => trained.Contains(p.Item.PatientId)) is { } both)
            throw new ArgumentException($"'{both.Item.Id}' is of patient '{both.Item.PatientId}', who is trained on, too; hold out pairs of other patients.", nameof(heldOut));
    }

    private IEnumerable<string> ModelErrors(EchoModel model)
    {
        if (_options.SsimWeight > 0 && model.ImageSize <= 2 * Ssim.Border)
            yield return FormattableString.Invariant($"SsimWeight is {_options.SsimWeight}; it must be 0 for images of {model.ImageSize} × {model.ImageSize}, which are smaller than SSIM's window of 11 × 11.");
        foreach (var (label, weight) in _options.RegionWeights?.ByLabel() ?? [])
        {
            if (weight != _options.RegionWeights!.Rest && !model.Mask.Labels.Contains(label))
                yield return FormattableString.Invariant($"RegionWeights.{label} is {weight}; it must be that of Rest ({_options.RegionWeights.Rest}), since the model's masks have no channel for it.");
        }
        if (_options.Precision == Tensors.Precision.MixedBFloat16 && !Devices.HasBFloat16(model.Device))
            yield return $"Precision is MixedBFloat16; it must be Full on this {model.Device.type}, which has no bfloat16 arithmetic.";
    }
}
