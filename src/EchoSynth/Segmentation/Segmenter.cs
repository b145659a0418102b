using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using EchoSynth.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Segmentation;

/// <summary>A small U-Net that finds LV, myocardium and left atrium in an image; trained in under a minute.</summary>
/// <remarks>Safe for concurrent <see cref="Predict(EchoImage)"/>.</remarks>
public sealed class Segmenter : IDisposable
{
    private const string ConfigFile = "config.json", WeightsFile = "segmenter.safetensors";
    private readonly SegmentationUNet _network;
    private readonly Device _device;

    private Segmenter(SegmenterOptions options)
    {
        _device = Devices.Parse(options.Device);
        (Options, _network) = (options, new SegmentationUNet(options.Width, options.Depth, (ulong)options.Seed));
        _network.to(_device);
        _network.eval();
    }

    /// <summary>What it was made and trained with.</summary>
    public SegmenterOptions Options { get; }

    /// <summary>Trainable numbers of the network.</summary>
    public long Parameters => _network.parameters().Sum(p => p.NumberOfElements);

    /// <summary>The network's tensors by name, themselves and not copies.</summary>
    internal IReadOnlyDictionary<string, Tensor> Weights => _network.state_dict();

    /// <summary>Trains a network that finds the structures of a mask in an image.</summary>
    /// <remarks>
    /// Pairs are brought to <see cref="SegmenterOptions.ImageSize"/> and kept at two bytes a pixel. On a CPU the weights are a pure function of pairs, options and the number of
    /// threads; GPUs sum in no fixed order.
    /// </remarks>
    /// <param name="pairs">At least one; of any size. Labels 1…3 are learned; a structure that no mask has is never predicted.</param>
    /// <param name="options">Options; the defaults when null.</param>
    /// <param name="progress">Told every 20 steps and at the end.</param>
    /// <param name="cancellationToken">Stops after the step at hand; nothing is left.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    /// <exception cref="ArgumentException">No pairs, a pair whose image and mask differ in size, or no such device.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Segmenter Train(IReadOnlyList<EchoPair> pairs, SegmenterOptions? options = null, IProgress<SegmenterProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        options ??= new SegmenterOptions();
        options.Validate();
        if (pairs.Count == 0)
            throw new ArgumentException("There are no pairs to train on.", nameof(pairs));
        return Train(SegmentationSet.Of(pairs, options.ImageSize, cancellationToken), options, progress, cancellationToken);
    }

    internal static Segmenter Train(SegmentationSet set, SegmenterOptions options, IProgress<SegmenterProgress>? progress, CancellationToken cancellationToken)
    {
        using var helpers = HelperThreads.Use();
        var segmenter = new Segmenter(options);
        try
        {
            SegmenterTraining.Run(segmenter._network, set, options, segmenter._device, progress, cancellationToken);
            return segmenter;
        }
        catch
        {
            segmenter.Dispose();
            throw;
        }
    }

    /// <summary>The mask of an image, on the image's own grid: labels 0…3, without the sector.</summary>
    /// <param name="image">Of any size.</param>
    public AnatomyMask Predict(EchoImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (size, geometry) = (Options.ImageSize, FrameGeometry.Whole(image.Width, image.Height, image.Spacing, Options.ImageSize));
        var probabilities = Probabilities(geometry.Apply(image), size);
        // Each class comes to the image's grid smoothly, and the labels are chosen there: edges follow no coarse pixels.
        var best = new float[image.Width * image.Height];
        var labels = new byte[best.Length];
        for (var c = 0; c < SegmentationUNet.Classes; c++)
        {
            var map = geometry.Restore(new EchoImage(size, size, probabilities.AsSpan(c * size * size, size * size))).Pixels;
            for (var i = 0; i < labels.Length; i++)
            {
                if (map[i] > best[i])
                    (best[i], labels[i]) = (map[i], (byte)c);
            }
        }
        if (Options.LargestPieceOnly)
            LargestPieces.Keep(labels, image.Width);
        return new AnatomyMask(image.Width, image.Height, labels, image.Spacing);
    }

    /// <summary>The masks of images, each as if it were alone.</summary>
    /// <param name="images">Of any sizes.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<AnatomyMask> Predict(IReadOnlyList<EchoImage> images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var helpers = HelperThreads.Use();
        var masks = new List<AnatomyMask>(images.Count);
        foreach (var image in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            masks.Add(Predict(image));
        }
        return masks;
    }

    /// <summary>Writes the folder: weights first, config.json last, each whole or not at all.</summary>
    /// <param name="folder">Made where it is not there.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        SafeTensors.Save(Path.Combine(folder, WeightsFile), _network.state_dict(), new Dictionary<string, string> { ["format"] = "pt", ["kind"] = SegmenterConfig.FormatName });
        ConfigJson.Write(Path.Combine(folder, ConfigFile), new SegmenterConfig { Options = Options });
    }

    /// <summary>Reads a folder that <see cref="Save"/> wrote.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">"auto", "cpu", "cuda" or "cuda:N".</param>
    /// <exception cref="ModelFormatException">A file is missing, damaged, foreign, a link out of the folder, or the weights are of another configuration.</exception>
    /// <exception cref="ArgumentException">There is no such device here.</exception>
    public static Segmenter Load(string folder, string device = "auto")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Devices.Parse(device);
        using var helpers = HelperThreads.Use();
        var config = SegmenterConfig.Read(Path.Combine(folder, ConfigFile));
        Segmenter segmenter;
        using (ParameterInit.LeaveUnset(Path.Combine(folder, ConfigFile), SafeTensors.CountValues(Path.Combine(folder, WeightsFile))))
            segmenter = new Segmenter(config.Options with { Device = device });
        try
        {
            ModuleState.LoadFresh(segmenter._network, Path.Combine(folder, WeightsFile));
            return segmenter;
        }
        catch
        {
            segmenter.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    /// <returns>[4 × size × size]</returns>
    private float[] Probabilities(EchoImage image, int size)
    {
        var input = new float[size * size];
        SegmentationInput.Standardise(image.Pixels, input);
        using var helpers = HelperThreads.Use();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var logits = _network.Forward(TensorData.FromFloats(input, 1, 1, size, size).to(_device)); // [1, 4, H, W]
        return TensorData.ToFloats(nn.functional.softmax(logits, 1));
    }
}
