using System.CommandLine;
using EchoSynth.Cli.Anatomies;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging.Anatomies;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth anatomies: new masks from a statistical shape model.</summary>
internal static class AnatomiesCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Data set to fit a shape model to, one for each view. This or --shape.", HelpName = "DIR" };
        var shape = new Option<string[]>("--shape") { Description = "Shape model that --fit wrote; may be given once for each view.", HelpName = "FILE", DefaultValueFactory = _ => [] };
        var fit = new Option<string?>("--fit") { Description = "Write the fitted model here; of several views, <name>_2CH.json and <name>_4CH.json.", HelpName = "FILE" };
        var output = new Option<string?>("--out") { Description = "Folder for <id>_gt.png, measures.jsonl and sheets/; new, empty, or holding earlier anatomies, which are replaced. 'generate --masks' takes it.", HelpName = "DIR" };
        var count = new Option<int>("--count") { Description = "Anatomies in each view, 1…100000.", HelpName = "N", DefaultValueFactory = _ => 16 }.Between(1, 100_000);
        var seed = Shared.Seed("Seed of the anatomies; the same model and seed give the same masks.");
        var size = new Option<int>("--size") { Description = "Pixels a side, 64…2048.", HelpName = "PIXELS", DefaultValueFactory = _ => 256 }.Between(64, 2048);
        var view = new Option<string>("--view") { Description = "Which view.", DefaultValueFactory = _ => AnatomyModels.AllViews }.OneOf("2CH", "4CH", AnatomyModels.AllViews);
        var preset = new Option<string>("--preset") { Description = $"A rare finding. {string.Join("; ", ShapePreset.All)}." }.OneOf([.. ShapePreset.All.Select(p => p.Name)]);
        var fraction = Target("--ef", "Ejection fraction, percent, of one view.", "PERCENT", 5, 85);
        var before = Target("--edv", "LV volume at end-diastole, mL.", "ML", 10, 1000);
        var after = Target("--esv", "LV volume at end-systole, mL.", "ML", 3, 1000);
        var wall = Target("--wall", "Mean wall thickness at end-diastole, mm.", "MM", 3, 30);
        var atrium = Target("--atrium", "Left atrial volume at end-systole, mL.", "ML", 5, 500);
        var limit = Target("--limit", "Standard deviations from the mean: of each mode in a draw (at most 5, default 2.5), of the most probable anatomy with asked-for measures (default 3, presets 5).", "SD", 0.1, 10);
        var interpolate = new Option<string?>("--interpolate") { Description = "Two anatomies to go between: patients of --data, or shapeNNNN as drawn with this seed.", HelpName = "ID,ID" };
        var steps = new Option<int>("--steps") { Description = "Anatomies of --interpolate, both ends included.", HelpName = "K", DefaultValueFactory = _ => 9 }.Between(2, 1000);

        var command = new Command("anatomies", "Draw new anatomical masks: of a data set's modes of variation, between two hearts, or of an asked-for ejection fraction, volume, wall or atrium.")
        {
            data, shape, output, count, seed, size, view, preset, fraction, before, after, wall, atrium, limit, interpolate, steps, fit,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(data) is null == (result.GetResult(shape) is null or { Implicit: true }))
                result.AddError("Give --data or --shape, one of them.");
            if (result.GetResult(output) is null && result.GetResult(fit) is null)
                result.AddError("Give --out, or --fit to write the model alone.");
            if (result.GetResult(preset) is not null && new Option[] { fraction, before, after, wall, atrium }.Any(o => result.GetResult(o) is not null))
                result.AddError("--preset already says what is asked for; leave --ef, --edv, --esv, --wall and --atrium out.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var models = AnatomyModels.Open(parsed.GetValue(data), parsed.GetRequiredValue(shape), parsed.GetRequiredValue(view), cancellation);
            if (parsed.GetValue(fit) is { } file)
                models.Save(file);
            if (parsed.GetValue(output) is { } folder)
            {
                var request = new AnatomyRequest(
                    folder, parsed.GetValue(count), (ulong)parsed.GetValue(seed), parsed.GetValue(size),
                    parsed.GetValue(preset) is { } name ? ShapePreset.ByName(name) : null,
                    new ShapeTargets
                    {
                        EjectionFraction = parsed.GetValue(fraction),
                        EndDiastolicVolumeMl = parsed.GetValue(before),
                        EndSystolicVolumeMl = parsed.GetValue(after),
                        WallThicknessMm = parsed.GetValue(wall),
                        AtrialVolumeMl = parsed.GetValue(atrium),
                    },
                    parsed.GetValue(limit), parsed.GetValue(interpolate), parsed.GetValue(steps));
                var written = AnatomyRun.Run(models, request, cancellation);
                Console.WriteLine($"{Texts.Count(written, "mask")} written to {folder}");
            }
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Option<double?> Target(string name, string description, string unit, double low, double high) =>
        new Option<double?>(name) { Description = description, HelpName = unit }.Between(low, high);
}
