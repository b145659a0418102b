using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Tensors;
using EchoSynth.Training;

namespace EchoSynth.Benchmarks;

/// <summary>What is measured on. Weights are untrained: the arithmetic is the same.</summary>
internal static class Example
{
    /// <summary>A preset, or "ncsnpp-SIZE": the NCSN++ of the paper's family built for that size.</summary>
    public static EchoModel Model(string name) => ModelPreset.All.FirstOrDefault(p => p.Name == name)?.CreateModel() ?? NcsnPlusPlus(SizeOf(name));

    public static EchoModel NcsnPlusPlus(int size) => new(new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions { ImageSize = size }), size);

    /// <summary>The preset whose discriminator and options a network is trained with.</summary>
    public static ModelPreset Training(string name) => ModelPreset.All.FirstOrDefault(p => p.Name == name) ?? ModelPreset.ByName($"small-{SizeOf(name)}");

    /// <summary>What this processor computes in: bfloat16 tells nothing where it is emulated.</summary>
    public static IEnumerable<Precision> Precisions => Devices.HasBFloat16(TorchSharp.torch.CPU) ? [Precision.Full, Precision.MixedBFloat16] : [Precision.Full];

    public static int SizeOf(string name) => int.Parse(name[(name.LastIndexOf('-') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>One phantom pair at a network's size, sector marked.</summary>
    public static EchoPair Pair(int size, ulong seed = 1)
    {
        var frame = PhantomSimulator.Render(PhantomAnatomy.Sample(seed), EchoView.FourChamber, CardiacPhase.EndDiastole, ScannerPreset.All[0], size, seed);
        var item = new EchoItem($"phantom{seed}", $"phantom{seed}", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", "");
        return FrameGeometry.Frame(new EchoPair(item, frame.Image, frame.Mask), size).Pair;
    }
}
