using System.CommandLine;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging.Framing;
using EchoSynth.Tensors;
using EchoSynth.Training;

namespace EchoSynth.Cli.Commands;

/// <summary>The options of 'train' that decide how is trained; what is not given is left to the preset, or to the training that is resumed.</summary>
internal sealed class TrainingArguments
{
    private readonly Option<string> _preset = Shared.Preset();
    private readonly Option<long?> _images = new Option<long?>("--images") { Description = "Training images to see in all, repeats counted; default: the preset's.", HelpName = "N" }.Between(1, 1_000_000_000);
    private readonly Option<int?> _batch = new Option<int?>("--batch") { Description = "Images per step, 1…1024; default: the preset's.", HelpName = "N" }.Between(1, 1024);
    private readonly Option<long?> _seed = new Option<long?>("--seed") { Description = "Seed of the weights, the data order and all noise; default: 0.", HelpName = "S" }.Between(0, long.MaxValue);
    private readonly Option<string> _device = Shared.Device();
    private readonly Option<int> _threads = Shared.Threads();
    private readonly Option<int?> _accumulate = new Option<int?>("--accumulate") { Description = "Batches whose gradients make one step, 1…1024; default: the preset's.", HelpName = "N" }.Between(1, 1024);
    private readonly Option<double?> _clip = new Option<double?>("--clip") { Description = "Largest norm of each network's gradient; default: the preset's.", HelpName = "X" }.Between(1e-6, 1e6);
    private readonly Option<string> _rates = new Option<string>("--rates") { Description = "How Adam's rates fall; default: the preset's." }.OneOf("cosine", "linear", "constant");
    private readonly Option<string> _precision = new Option<string>("--precision") { Description = "What the networks compute in; default: full, float32." }.OneOf("full", "bf16");
    private readonly Option<string> _augment = new Option<string>("--augment") { Description = "Augmentation of images and masks; default: the preset's." }.OneOf("none", "flip", "mild");
    private readonly Option<int?> _validationInterval = new Option<int?>("--validation-interval") { Description = "Steps from one validation to the next; default: the preset's.", HelpName = "STEPS" }.Between(1, 1_000_000_000);
    private readonly Option<int?> _patience = new Option<int?>("--patience") { Description = "End after so many validations without a new best, 0…1000; default: 0, never.", HelpName = "N" }.Between(0, 1000);
    private readonly Option<int?> _checkpointInterval = new Option<int?>("--checkpoint-interval") { Description = "Steps from one checkpoint to the next; default: the preset's.", HelpName = "STEPS" }.Between(1, 1_000_000_000);
    private readonly Option<int?> _keep = new Option<int?>("--keep") { Description = "Checkpoints kept, 1…100; default: 2.", HelpName = "K" }.Between(1, 100);
    private readonly Option<double?> _cost = new Option<double?>("--cost-per-hour") { Description = "Price of an hour of this machine: the estimate then says what the training will cost.", HelpName = "X" }.Between(0.0, 1e6);

    private readonly Option<string?> _domains = new("--domains") { Description = "Train one model that draws in several looks ('generate --domain'): scanner for those of a phantom data set, manifest for those that the set's manifest names (as of 'generate --domains'), or a CSV file with the columns patient and domain; default: one look.", HelpName = "scanner|manifest|FILE" };
    private readonly Option<string> _extent = new Option<string>("--extent") { Description = "What of a recording is seen: all of it, or the ultrasound sector with a margin; default: whole." }.OneOf("whole", "sector");
    private readonly Option<double?> _black = new Option<double?>("--black") { Description = "Percentile, 0…50, of the greys in the sector that becomes black; default: greys stay.", HelpName = "P" }.Between(0.0, 50.0);
    private readonly Option<double?> _white = new Option<double?>("--white") { Description = "Percentile, 50…100, of the greys in the sector that becomes white; default: greys stay.", HelpName = "P" }.Between(50.0, 100.0);
    private readonly Option<string> _labels = new Option<string>("--label-resampling") { Description = "How labels come to the model's pixels: the one that covers most of a pixel, or the one at its centre; default: area." }.OneOf("area", "nearest");
    private readonly Option<int> _memory = new Option<int>("--memory") { Description = "MiB of memory for pairs, 5 bytes a pixel; those beyond it are kept in a scratch file.", HelpName = "MIB", DefaultValueFactory = _ => new TrainingSetOptions().MemoryMiB }.Between(0, 1 << 20);

    public IEnumerable<Option> All =>
        [_preset, _images, _batch, _seed, _device, _threads, _accumulate, _clip, _rates, _precision, _augment, _validationInterval, _patience, _checkpointInterval, _keep, _cost, _domains, _extent, _black, _white, _labels, _memory];

    public TrainingRequest Read(ParseResult parsed) => new()
    {
        Preset = parsed.IsGiven(_preset) ? parsed.GetValue(_preset) : null,
        Images = parsed.GetValue(_images),
        Batch = parsed.GetValue(_batch),
        Seed = parsed.GetValue(_seed),
        Device = parsed.GetRequiredValue(_device),
        Threads = parsed.GetValue(_threads),
        Accumulate = parsed.GetValue(_accumulate),
        Clip = parsed.GetValue(_clip),
        Rates = parsed.GetValue(_rates) is { } rates ? Enum.Parse<RateDecay>(rates, ignoreCase: true) : null,
        Precision = parsed.GetValue(_precision) switch { null => null, "bf16" => Precision.MixedBFloat16, _ => Precision.Full },
        Augment = parsed.GetValue(_augment),
        ValidationInterval = parsed.GetValue(_validationInterval),
        Patience = parsed.GetValue(_patience),
        CheckpointInterval = parsed.GetValue(_checkpointInterval),
        Keep = parsed.GetValue(_keep),
        CostPerHour = parsed.GetValue(_cost),
        Domains = parsed.GetValue(_domains),
        Extent = parsed.GetValue(_extent) is { } extent ? Enum.Parse<FrameExtent>(extent, ignoreCase: true) : null,
        Black = parsed.GetValue(_black),
        White = parsed.GetValue(_white),
        LabelResampling = parsed.GetValue(_labels) is { } labels ? Enum.Parse<LabelResampling>(labels, ignoreCase: true) : null,
        Pairs = new TrainingSetOptions { MemoryMiB = parsed.GetValue(_memory) },
    };
}
