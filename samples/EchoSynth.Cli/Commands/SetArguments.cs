using System.CommandLine;
using EchoSynth.Checkpoints;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Commands;

/// <summary>The options of commands that write a synthetic data set.</summary>
internal sealed class SetArguments
{
    private static readonly (string Name, SynthesisLayout Layout)[] s_layouts =
        [("png", SynthesisLayout.Png), ("nifti", SynthesisLayout.Nifti), ("camus-nifti", SynthesisLayout.CamusNifti), ("camus-mhd", SynthesisLayout.CamusMetaImage)];

    public Option<string> Output { get; } = Shared.Folder("--out", "Folder for the images, their masks, manifest.jsonl, dataset.json and README.md. What it holds already of the same command is kept.");

    public Option<long?> Count { get; } = new Option<long?>("--count") { Description = "Images in all; goes round the masks with new seeds. Default: one per mask.", HelpName = "N" }.Between(1, 1_000_000_000);

    public Option<long> Seed { get; } = Shared.Seed("Seed from which, with the mask's id, each image's own seed is derived.");

    public Option<int?> Batch { get; } = new Option<int?>("--batch") { Description = "Images that go through the network together on CUDA, 1…1024; default 16. On the CPU it is always one, so that no image depends on it.", HelpName = "N" }.Between(1, 1024);

    public ShardArguments Shards { get; } = new();

    public Option<string> Split { get; } = new Option<string>("--split") { Description = "Which of the data set's masks.", DefaultValueFactory = _ => MaskSources.AllSplits }
        .OneOf("training", "validation", "testing", MaskSources.AllSplits);

    public Option<string> Layout { get; } = new Option<string>("--layout") { Description = "Layout of the set: png and nifti name images by mask and seed, the others are those of CAMUS.", DefaultValueFactory = _ => s_layouts[0].Name }
        .OneOf([.. s_layouts.Select(l => l.Name)]);

    public Option<string> Grid { get; } = new Option<string>("--grid") { Description = "Pixels of the images: the model's square ones, or those of the recording that the mask is from.", DefaultValueFactory = _ => "model" }.OneOf("model", "source");

    public Option<string?> Title { get; } = new("--name") { Description = "The set's name, for its card.", HelpName = "TEXT" };

    public Option<string?> Domain { get; } = new("--domain") { Description = "The look to draw in, where the model tells several apart (its config.json lists them).", HelpName = "NAME" };

    public Option<string> Device { get; } = Shared.Device();

    public Option<string> Precision { get; } = new Option<string>("--precision") { Description = "What the network computes in; bf16 needs a device that has it.", DefaultValueFactory = _ => "full" }.OneOf("full", "bf16");

    public Option<int> Threads { get; } = Shared.Threads();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Output, Count, Seed, Batch, Split, Layout, Grid, Title, Domain, Device, Precision, Threads, Shared.StoppedExit })
            command.Add(option);
        Shards.AddTo(command);
    }

    /// <summary>The set's options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="part">The part to make.</param>
    /// <param name="name">What the set is called where nothing else is said.</param>
    /// <param name="reading">How the masks are read.</param>
    /// <param name="facts">What else the images depend on.</param>
    /// <param name="strength">How much is made anew.</param>
    /// <param name="sampling">How images are drawn; the defaults when null.</param>
    public SyntheticDatasetOptions Read(
        ParseResult parsed, Shard part, string name, EchoDatasetOptions reading, IReadOnlyDictionary<string, string>? facts = null, double strength = 1, SamplerOptions? sampling = null) => new()
    {
        Facts = reading.LabelMap is { } map ? new Dictionary<string, string>(facts ?? new Dictionary<string, string>()) { ["labels"] = map.ToString() } : facts ?? new Dictionary<string, string>(),
        SkipDamaged = reading.SkipIncomplete,
        Name = parsed.GetValue(Title) ?? name,
        Count = parsed.GetValue(Count),
        Seed = parsed.GetValue(Seed),
        Shard = part,
        Layout = s_layouts.First(l => l.Name == parsed.GetRequiredValue(Layout)).Layout,
        Grid = Enum.Parse<SynthesisGrid>(parsed.GetRequiredValue(Grid), ignoreCase: true),
        Strength = strength,
        Sampling = Sampling(parsed, sampling ?? new SamplerOptions()),
    };

    private SamplerOptions Sampling(ParseResult parsed, SamplerOptions options) => options with
    {
        Domain = parsed.GetValue(Domain),
        MicroBatch = parsed.GetValue(Batch) ?? options.MicroBatch,
        Precision = parsed.GetValue(Precision) == "bf16" ? Tensors.Precision.MixedBFloat16 : Tensors.Precision.Full,
    };
}
