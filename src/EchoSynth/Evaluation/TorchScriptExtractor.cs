using System.Security.Cryptography;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Features;
using EchoSynth.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Evaluation;

/// <summary>The features of a network in a TorchScript file of the user's own: Inception for the usual FID and KID, RadImageNet for medical images.</summary>
/// <remarks>
/// <para>The network is given [N, channels, size, size] and must give [N, D], or [N, D, H, W], which is averaged over H and W. In Python: <c>torch.jit.trace(model.eval(), example).save("features.pt")</c>.</para>
/// <para>TorchScript is a program, run by libtorch in this process: load files only from those you trust. On a GPU libtorch may optimise the network after the first calls, and the last bits with it. Not safe for concurrent calls.</para>
/// </remarks>
public sealed class TorchScriptExtractor : IFeatureExtractor, IDisposable
{
    private const long LargestFile = 1L << 30;
    private readonly string _path;
    private readonly TorchScriptOptions _options;
    private readonly Device _device;
    private readonly jit.ScriptModule _module;

    /// <summary>Loads a network.</summary>
    /// <param name="path">The file, at most 1 GiB.</param>
    /// <param name="options">What it wants to be given; the defaults, Inception's size, when null.</param>
    /// <param name="device">Where it runs; the CPU when null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options are out of range; all errors are listed.</exception>
    /// <exception cref="EchoFormatException">The file cannot be read or is not TorchScript.</exception>
    /// <exception cref="ArgumentException">There is no such device.</exception>
    public TorchScriptExtractor(string path, TorchScriptOptions? options = null, Device? device = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (_path, _options, _device) = (path, options ?? new TorchScriptOptions(), device ?? CPU);
        _options.Validate();
        Devices.Check(_device);
        var bytes = FileInput.Read(path, stream => stream.Length <= LargestFile
            ? FileInput.ReadExactly(stream, stream.Length, path, "network")
            : throw new EchoFormatException(path, null, $"the file has {stream.Length} bytes; at most {LargestFile} can be read."));
        // Batch and device are part of it: kernels round differently.
        using var helpers = HelperThreads.Use();
        var batch = _device.type == DeviceType.CPU ? 1 : _options.Batch;
        Fingerprint = $"torchscript/1 {Convert.ToHexStringLower(SHA256.HashData(bytes))} {_options.Describe()} device={_device.type} batch={batch}";
        _module = Load(path, bytes, _device);
        _module.eval();
    }

    /// <inheritdoc/>
    public string Name => $"torchscript:{Path.GetFileName(_path)}";

    /// <summary>Null: a network's features have no names.</summary>
    public IReadOnlyList<string>? FeatureNames => null;

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public bool Standardise => false;

    /// <inheritdoc/>
    public double[][] Extract(IReadOnlyList<EchoPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        using var helpers = HelperThreads.Use();
        var batch = _device.type == DeviceType.CPU ? 1 : _options.Batch;
        return [.. pairs.Chunk(batch).SelectMany(chunk => Rows(chunk, batch))];
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => _module.Dispose();

    private static jit.ScriptModule Load(string path, byte[] bytes, Device device)
    {
        const string right = "a file written by torch.jit.save is needed (torch.jit.trace(model.eval(), example).save(\"features.pt\")); weights alone, as torch.save(model.state_dict(), …) writes them, hold no network.";
        if (!bytes.AsSpan().StartsWith("PK\x03\x04"u8))
            throw new EchoFormatException(path, null, $"this is not TorchScript: {right}");
        try
        {
            return jit.load(bytes, device.type, device.index);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new EchoFormatException(path, null, $"this is not TorchScript that can be loaded: {right} {error.Message}", error);
        }
    }

    private double[][] Rows(EchoPair[] pairs, int batch)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var images = pairs.Select(p => Input(p.Image)).ToList();
        while (images.Count < batch)
            images.Add(images[^1]);
        var input = cat(images, 0).to(_device); // [N, C, S, S]
        var output = Run(input);
        if (output.dim() == 4)
            output = output.mean([2, 3]); // [N, D, H, W] → [N, D]
        var length = (int)output.shape[1];
        var values = output.to(float64).cpu().contiguous().data<double>().ToArray();
        var rows = Enumerable.Range(0, pairs.Length).Select(r => values[(r * length)..((r + 1) * length)]).ToArray();
        for (var r = 0; r < rows.Length; r++)
        {
            var wrong = Array.FindIndex(rows[r], v => !double.IsFinite(v));
            if (wrong >= 0)
                throw new EchoFormatException(_path, "output", FormattableString.Invariant($"feature {wrong} of '{pairs[r].Item.Id}' is {rows[r][wrong]}; features must be finite. Do size, channels, range, mean and deviation suit the network?"));
        }
        return rows;
    }

    private Tensor Run(Tensor input)
    {
        object result;
        try
        {
            result = _module.forward(input);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new EchoFormatException(_path, "input", $"the network cannot take [{string.Join(", ", input.shape)}]; do size and channels suit it? {error.Message}", error);
        }
        const string right = "[N, features], or [N, features, rows, columns], is needed.";
        if (result is not Tensor output)
            throw new EchoFormatException(_path, "output", $"the network gives {result?.GetType().Name ?? "nothing"}, not one tensor; {right}");
        if (output.dim() is not (2 or 4) || output.shape[0] != input.shape[0] || output.shape.Contains(0))
            throw new EchoFormatException(_path, "output", $"the network makes [{string.Join(", ", output.shape)}] of [{string.Join(", ", input.shape)}]; {right}");
        return output.is_complex() ? throw new EchoFormatException(_path, "output", "the features are complex numbers; real ones are needed.") : output;
    }

    private Tensor Input(EchoImage image)
    {
        var size = _options.InputSize;
        var x = tensor(image.Pixels.ToArray(), [1, 1, image.Height, image.Width]);
        if (image.Width != size || image.Height != size)
            x = nn.functional.interpolate(x, [size, size], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);
        x = _options.Range switch
        {
            TorchScriptRange.MinusOneToOne => x * 2 - 1,
            TorchScriptRange.ZeroTo255 => x * 255,
            _ => x,
        };
        return (x.expand(1, _options.Channels, size, size) - PerChannel(_options.Mean)) / PerChannel(_options.Deviation);
    }

    private static Tensor PerChannel(IReadOnlyList<double> values) => tensor(values.Select(v => (float)v).ToArray(), [1, values.Count, 1, 1]);
}
