using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Discriminators;

namespace EchoSynth.Training;

/// <summary>A named starting point: networks and training options that belong together.</summary>
public sealed partial class ModelPreset
{
    private readonly BuildDenoiser _denoiser;
    private readonly BuildDiscriminator _discriminator;

    private ModelPreset(string name, string description, int imageSize, BuildDenoiser denoiser, BuildDiscriminator discriminator, TrainerOptions training)
    {
        (Name, Description, ImageSize, Training) = (name, description, imageSize, training);
        (_denoiser, _discriminator) = (denoiser, discriminator);
    }

    private delegate IMaskConditionedDenoiser BuildDenoiser(long seed, DenoiserOutput output, int maskChannels);

    private delegate IDiscriminator BuildDiscriminator(long seed, int maskChannels);

    /// <summary>The name, for example "small-64".</summary>
    public string Name { get; }

    /// <summary>One line for people.</summary>
    public string Description { get; }

    /// <summary>Height and width in pixels.</summary>
    public int ImageSize { get; }

    /// <summary>The training options.</summary>
    public TrainerOptions Training { get; }

    /// <summary>The training options for <see cref="CreateNoiseModel"/>: as many images in the same batches, with Adam's usual β and t uniform.</summary>
    public TrainerOptions NoiseTraining => Training with { Beta1 = 0.9, Beta2 = 0.999, StepZeroProbability = 0 };

    /// <summary>The preset of a name such as "small-64", in this spelling; <see cref="All"/> has them all.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists them.</exception>
    public static ModelPreset ByName(string name) =>
        All.FirstOrDefault(p => p.Name == name) ?? throw new ArgumentException($"There is no preset '{name}'; there are {string.Join(", ", All.Select(p => p.Name))}.", nameof(name));

    /// <summary>A fresh model.</summary>
    /// <param name="seed">Seed of the starting weights.</param>
    /// <param name="mask">How masks enter; LV, myocardium, LA and the sector when null. The network gets as many mask channels as it makes.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The mask encoding has no label, one twice, or one that cannot have a channel.</exception>
    public EchoModel CreateModel(long seed = 0, MaskEncoding? mask = null) =>
        new(_denoiser(seed, DenoiserOutput.CleanImage, Channels(ref mask)), ImageSize, mask: mask);

    /// <summary>A fresh model for the pure-diffusion baseline: the same network, predicting the noise without a latent.</summary>
    /// <param name="seed">Seed of the starting weights.</param>
    /// <param name="schedule">The schedule; 1000 steps, cosine, when null.</param>
    /// <param name="mask">How masks enter, as in <see cref="CreateModel"/>.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The mask encoding has no label, one twice, or one that cannot have a channel; or the schedule's options are wrong.</exception>
    public EchoModel CreateNoiseModel(long seed = 0, DdpmScheduleOptions? schedule = null, MaskEncoding? mask = null) =>
        new(_denoiser(seed, DenoiserOutput.Noise, Channels(ref mask)), ImageSize, schedule ?? new DdpmScheduleOptions(), mask);

    /// <summary>A fresh discriminator.</summary>
    /// <param name="seed">Seed of the starting weights.</param>
    /// <param name="seesMask">Whether it looks at the mask beside the images; false is for measuring what that is good for.</param>
    /// <param name="mask">How masks enter: that of the model it is to train.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The mask encoding has no label, one twice, or one that cannot have a channel.</exception>
    public IDiscriminator CreateDiscriminator(long seed = 0, bool seesMask = true, MaskEncoding? mask = null)
    {
        var channels = Channels(ref mask);
        return _discriminator(seed, seesMask ? channels : 0);
    }

    private static int Channels(ref MaskEncoding? mask)
    {
        mask ??= new MaskEncoding();
        mask.Validate();
        return mask.Channels;
    }
}
