using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using EchoSynth.Denoisers;
using EchoSynth.Networks;
using EchoSynth.Diffusion;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Framing;
using EchoSynth.Kernels;
using EchoSynth.Telemetry;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Checkpoints;

/// <summary>
/// A model: a denoiser, its schedule and how masks enter. On disk it is a folder with config.json, denoiser.safetensors (the averaged weights)
/// and, where the training knew it, sector.png.
/// </summary>
/// <remarks>
/// The model owns its denoiser. Any number of threads may draw with one model, through one <see cref="Sampling.Sampler"/> or several, read its properties, hash and save it at once; and models are
/// read side by side. Not to be done meanwhile, nor at once: training, <see cref="To"/>, setting a property, <see cref="Dispose"/>.
/// </remarks>
public sealed class EchoModel : IDisposable
{
    /// <summary>What <see cref="Provenance"/> calls the number of images seen.</summary>
    internal const string TrainedImagesKey = "trainedImages";

    /// <summary>The largest side of an image; nothing of this size fits into a network here, and numbers beyond are those of a damaged file.</summary>
    internal const int LargestImage = 4096;

    private const string ConfigFile = "config.json", WeightsFile = "denoiser.safetensors", SectorFile = "sector.png";

    /// <summary>Makes a model around a denoiser.</summary>
    /// <param name="denoiser">The network; owned from here on.</param>
    /// <param name="imageSize">Height and width in pixels; at most 4096.</param>
    /// <param name="schedule"><see cref="ScheduleOptions"/> or <see cref="DdpmScheduleOptions"/>; the defaults of the first when null.</param>
    /// <param name="mask">How masks enter; defaults when null.</param>
    /// <exception cref="ArgumentException">The network cannot take that size (the message names the legal ones) or that number of mask channels.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The schedule's options or the mask encoding are wrong; lists every error of the one that is.</exception>
    public EchoModel(IMaskConditionedDenoiser denoiser, int imageSize, DiffusionScheduleOptions? schedule = null, MaskEncoding? mask = null)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        using var helpers = HelperThreads.Use();
        mask ??= new MaskEncoding();
        mask.Validate();
        if (imageSize > LargestImage)
            throw new ArgumentException($"Images of {imageSize} × {imageSize} pixels are too large; at most {LargestImage} × {LargestImage} are made.", nameof(imageSize));
        if (denoiser.CheckSize(imageSize, imageSize) is { } problem)
            throw new ArgumentException(problem, nameof(imageSize));
        if (denoiser.MaskChannels != mask.Channels)
            throw new ArgumentException($"The denoiser takes {denoiser.MaskChannels} mask channels; the mask encoding makes {mask.Channels} ({mask}).", nameof(denoiser));
        (Denoiser, ImageSize, Mask) = (denoiser, imageSize, mask);
        Schedule = (schedule ?? new ScheduleOptions()).CreateSchedule();
        Device = CPU;
        denoiser.Module.eval(); // a trainer switches to training and back
    }

    /// <summary>The network.</summary>
    public IMaskConditionedDenoiser Denoiser { get; }

    /// <summary>The steps of the diffusion, and how much noise each has.</summary>
    public DiffusionSchedule Schedule { get; }

    /// <summary>How masks enter.</summary>
    public MaskEncoding Mask { get; }

    /// <summary>Height and width in pixels.</summary>
    public int ImageSize { get; }

    /// <summary>Where the weights are.</summary>
    public Device Device { get; private set; }

    internal bool IsDisposed { get; private set; }

    /// <summary>What it was trained on and how far, for people.</summary>
    public IReadOnlyDictionary<string, string> Provenance { get; set; } = new Dictionary<string, string>();

    /// <summary>The usual sector of the training images, used for masks that carry none; row-major [ImageSize × ImageSize], or null.</summary>
    public IReadOnlyList<bool>? DefaultSector { get; set; }

    /// <summary>How recordings become images of this model: what it was trained with, and what masks and source images are to be framed by.</summary>
    /// <remarks><see cref="Training.Trainer.Train"/> takes it from the training set; to resume with another than the default one, set it before.</remarks>
    /// <value>The default value is that of <see cref="FramingOptions"/>.</value>
    public FramingOptions Framing { get; set; } = new();

    /// <summary>Moves the weights.</summary>
    /// <exception cref="ArgumentException">There is no such device here.</exception>
    public EchoModel To(Device device)
    {
        Devices.Check(device);
        using var helpers = HelperThreads.Use();
        Denoiser.Module.to(device);
        Device = device;
        return this;
    }

    /// <summary>Writes the folder: weights first, config.json last, each whole or not at all.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Save(string folder) => Save(folder, Denoiser.Module.state_dict());

    /// <summary>Writes the folder with weights in another format.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="weights">How the weights are written.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A weight is too large for the format; nothing is written.</exception>
    public void Save(string folder, WeightFormat weights)
    {
        if (weights == WeightFormat.Full)
        {
            Save(folder);
            return;
        }
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var rounded = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, values) in Denoiser.Module.state_dict())
        {
            var half = is_floating_point(values) ? values.to(float16) : values;
            if (is_floating_point(values) && !half.to(float32).isfinite().all().item<bool>())
                throw new InvalidOperationException($"Weight '{name}' has values beyond 65504, the largest of float16; write float32.");
            rounded.Add(name, half);
        }
        Save(folder, rounded);
    }

    internal void Save(string folder, IReadOnlyDictionary<string, Tensor> weights)
    {
        SafeTensors.Save(Path.Combine(folder, WeightsFile), weights, new Dictionary<string, string> { ["format"] = "pt", ["kind"] = Denoiser.Kind });
        if (DefaultSector is { } sector)
        {
            var pixels = sector.Select(inside => inside ? (byte)255 : (byte)0).ToArray();
            PngCodec.Write(Path.Combine(folder, SectorFile), EchoImage.FromBytes(ImageSize, ImageSize, pixels));
        }
        ConfigJson.Write(Path.Combine(folder, ConfigFile), Config());
    }

    /// <summary>What config.json says.</summary>
    internal ModelConfig Config() => new()
    {
        ImageSize = ImageSize,
        Mask = Mask,
        Framing = Framing == new FramingOptions() ? null : Framing,
        Schedule = Schedule.Options as ScheduleOptions,
        DdpmSchedule = Schedule.Options as DdpmScheduleOptions,
        DenoiserKind = Denoiser.Kind,
        Denoiser = JsonSerializer.SerializeToElement(Denoiser.Options, Denoiser.Options.GetType(), ConfigJson.Options),
        Provenance = Provenance,
    };

    /// <summary>The images that the model in a folder has seen; -1 where there is no whole one that says so.</summary>
    internal static long TrainedImages(string folder)
    {
        try
        {
            // config.json is written last, so the weights beside it are not older.
            var config = File.Exists(Path.Combine(folder, WeightsFile)) ? ModelConfig.Read(Path.Combine(folder, ConfigFile)) : null;
            return long.TryParse(config?.Provenance.GetValueOrDefault(TrainedImagesKey), NumberStyles.None, CultureInfo.InvariantCulture, out var images) ? images : -1;
        }
        catch (ModelFormatException)
        {
            return -1;
        }
    }

    /// <summary>Reads a model folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where the weights go; the CPU when null.</param>
    /// <exception cref="ModelFormatException">A file is missing, damaged, foreign, a link out of the folder, or the weights are of another configuration.</exception>
    /// <exception cref="ArgumentException">There is no such device here.</exception>
    /// <remarks>The folder may be a stranger's: nothing in it is run, its files must lie in it (a link that leads out of it is an error; the folder itself may be a link), and nothing is allocated that its own weights do not account for (docs/robustness.md).</remarks>
    public static EchoModel Load(string folder, Device? device = null) => Load(folder, device, EchoSynthMetrics.Shared);

    /// <summary>The same, timed by a meter of the caller's.</summary>
    internal static EchoModel Load(string folder, Device? device, EchoSynthMetrics metrics)
    {
        using var span = Span.Begin("echosynth.model.load", metrics.ModelLoadDuration);
        try
        {
            var model = Read(folder, device);
            span.Note("echosynth.denoiser", model.Denoiser.Kind);
            span.Note("echosynth.image.size", model.ImageSize);
            return model;
        }
        catch (Exception e) when (span.Failed(e))
        {
            throw; // not reached: the filter notes the error and lets it go by
        }
    }

    private static EchoModel Read(string folder, Device? device)
    {
        if (device is not null)
            Devices.Check(device);
        CheckFolder(folder);
        var configPath = Path.Combine(folder, ConfigFile);
        using var helpers = HelperThreads.Use();
        var config = ModelConfig.Read(configPath);
        IMaskConditionedDenoiser denoiser;
        // A few bytes of options may describe a network of any size: it is built as far as there are weights for it.
        using (ParameterInit.LeaveUnset(configPath, SafeTensors.CountValues(Path.Combine(folder, WeightsFile))))
            denoiser = DenoiserFactory.Create(configPath, config.DenoiserKind, config.Denoiser);
        try
        {
            var model = Build(configPath, config, denoiser);
            ModuleState.LoadFresh(denoiser.Module, Path.Combine(folder, WeightsFile));
            denoiser.Module.eval();
            var sectorPath = Path.Combine(folder, SectorFile);
            if (File.Exists(sectorPath))
                model.DefaultSector = ReadSector(sectorPath, config.ImageSize);
            return device is null ? model : model.To(device);
        }
        catch
        {
            denoiser.Dispose();
            throw;
        }
    }

    /// <summary>What is wrong with a model folder, as far as its configuration and the header of its weights tell; null where nothing is.</summary>
    internal static string? Problem(string folder)
    {
        try
        {
            CheckFolder(folder);
            ModelConfig.Read(Path.Combine(folder, ConfigFile));
            SafeTensors.CountValues(Path.Combine(folder, WeightsFile));
            return null;
        }
        catch (ModelFormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>SHA-256 over the names and values of the weights, in hexadecimal: the identity of a model in manifests.</summary>
    public string WeightsHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, values) in Denoiser.Module.state_dict().OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(name));
            hash.AppendData(values.detach().cpu().contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IsDisposed = true;
        Denoiser.Dispose();
    }

    private static EchoModel Build(string path, ModelConfig config, IMaskConditionedDenoiser denoiser)
    {
        try
        {
            return new EchoModel(denoiser, config.ImageSize, config.ChosenSchedule(path), config.Mask) { Provenance = config.Provenance, Framing = config.CheckedFraming(path) };
        }
        catch (Exception e) when (e is ArgumentException or Microsoft.Extensions.Options.OptionsValidationException)
        {
            throw new ModelFormatException(path, e.Message, e);
        }
    }

    private static void CheckFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ModelFormatException(folder, File.Exists(folder) ? "is a file; a model is a folder with config.json and denoiser.safetensors." : "there is no such folder.");
        if (!File.Exists(Path.Combine(folder, ConfigFile)))
            throw new ModelFormatException(folder, $"is not a model folder: {ConfigFile}: no such file.");
    }

    private static bool[] ReadSector(string path, int size)
    {
        ModelFile.CheckLinks(path);
        EchoImage image;
        try
        {
            image = PngCodec.Read(path);
        }
        catch (EchoFormatException e)
        {
            throw new ModelFormatException(path, e.Message[(path.Length + 2)..], e);
        }
        if (image.Width != size || image.Height != size)
            throw new ModelFormatException(path, $"is {image.Width} × {image.Height} pixels; the model makes {size} × {size}.");
        return image.ToBytes().Select(p => p > 127).ToArray();
    }
}
