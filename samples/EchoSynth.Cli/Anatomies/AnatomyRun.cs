using System.Text.RegularExpressions;
using System.Globalization;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Anatomies;

/// <summary>Draws anatomies into a folder.</summary>
internal static partial class AnatomyRun
{
    public const string Measures = "measures.jsonl", Sheets = "sheets";
    private const int PresetDraws = 20;

    /// <returns>How many masks were written.</returns>
    public static int Run(AnatomyModels models, AnatomyRequest request, CancellationToken cancellation)
    {
        Clear(request.Folder);
        var lines = new List<string>();
        var masks = 0;
        foreach (var model in models.Models)
        {
            var drawn = Draw(models, model, request, cancellation);
            lines.AddRange(drawn.Select(d => d.Line()));
            masks += drawn.Sum(d => d.Masks.Count);
            var redraws = drawn.Sum(d => d.Anatomy.Redraws);
            Console.WriteLine(FormattableString.Invariant($"{AnatomyModels.NameOf(model.Options.View)}: {drawn.Length} anatomies, {100.0 * drawn.Length / (drawn.Length + redraws):0.0} % of the draws were valid"));
            var name = AnatomyModels.NameOf(model.Options.View) is { Length: > 0 } view ? $"_{view}.png" : ".png";
            AnatomySheets.Modes(Path.Combine(request.Folder, Sheets, "modes" + name), model);
            AnatomySheets.Anatomies(Path.Combine(request.Folder, Sheets, "anatomies" + name), drawn);
        }
        TextFile.Write(Path.Combine(request.Folder, Measures), string.Join('\n', lines) + "\n");
        return masks;
    }

    private static DrawnAnatomy[] Draw(AnatomyModels models, ShapeModel model, AnatomyRequest request, CancellationToken cancellation)
    {
        var frame = model.Frame.Square(request.Size);
        (ShapeAnatomy From, ShapeAnatomy To)? ends = request.Interpolate is null ? null : Ends(models, model, request);
        var drawn = new DrawnAnatomy[ends is null ? request.Count : request.Steps];
        var title = $"anatomies {AnatomyModels.NameOf(model.Options.View)}".TrimEnd();
        Stages.Run(title, "anatomies", stage =>
        {
            var done = 0;
            Parallel.For(0, drawn.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                drawn[i] = ends is var (from, to) ? Between(model, from, to, i, drawn.Length, frame) : One(model, request, i + 1, frame);
                for (var phase = 0; phase < drawn[i].Masks.Count; phase++)
                    PngCodec.WriteMask(Path.Combine(request.Folder, drawn[i].FileOf(phase)), drawn[i].Masks[phase]);
                stage.Report(Interlocked.Increment(ref done), drawn.Length);
            });
        });
        return drawn;
    }

    private static DrawnAnatomy One(ShapeModel model, AnatomyRequest request, int number, ShapeFrame frame)
    {
        var (anatomy, asked) = Anatomy(model, request, number, frame);
        return new DrawnAnatomy(string.Create(CultureInfo.InvariantCulture, $"shape{number:0000}"), model.Options.View, anatomy, asked, anatomy.Render(frame));
    }

    private static (ShapeAnatomy Anatomy, ShapeTargets? Asked) Anatomy(ShapeModel model, AnatomyRequest request, int number, ShapeFrame frame)
    {
        var seed = SeedOf(request, number);
        if (request.Preset is not { } preset)
        {
            return request.HasTargets
                ? (model.Reach(request.Targets, seed, request.Limit ?? ShapeTargets.DefaultLimit, frame), request.Targets)
                : (model.Sample(seed, request.Limit ?? ShapeModel.DefaultLimit, frame), null);
        }
        for (var attempt = 0; ; attempt++)
        {
            // The ranges are those of patients; a model may reach a part of them only.
            var targets = preset.Draw(seed + ((ulong)attempt << 40));
            try
            {
                return (model.Reach(targets, seed, request.Limit ?? ShapePreset.Limit, frame), targets);
            }
            catch (ArgumentException) when (attempt < PresetDraws)
            {
            }
        }
    }

    private static ulong SeedOf(AnatomyRequest request, int number) => unchecked((request.Seed * 0x9E3779B97F4A7C15UL) + (ulong)number);

    private static DrawnAnatomy Between(ShapeModel model, ShapeAnatomy from, ShapeAnatomy to, int step, int steps, ShapeFrame frame)
    {
        var anatomy = model.Interpolate(from, to, (double)step / (steps - 1));
        if (anatomy.Check(frame) is [var problem, ..])
            throw new CommandException($"step {step + 1} of {steps} between the two is not valid: {problem.Message}");
        return new DrawnAnatomy(string.Create(CultureInfo.InvariantCulture, $"shape{step + 1:0000}"), model.Options.View, anatomy, null, anatomy.Render(frame));
    }

    private static (ShapeAnatomy From, ShapeAnatomy To) Ends(AnatomyModels models, ShapeModel model, AnatomyRequest request)
    {
        var ids = request.Interpolate!.Split(',', StringSplitOptions.TrimEntries);
        return ids.Length == 2 ? (End(ids[0]), End(ids[1])) : throw new UsageException($"--interpolate is '{request.Interpolate}'; it must be two ids with a comma between.");

        ShapeAnatomy End(string id)
        {
            if (models.Hearts.GetValueOrDefault(model.Options.View)?.FirstOrDefault(h => h.Id == id) is { } heart)
                return model.Describe(heart);
            if (id.StartsWith("shape", StringComparison.Ordinal) && int.TryParse(id.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                return Anatomy(model, request, number, model.Frame.Square(request.Size)).Anatomy;
            throw new CommandException($"'{id}' is neither a patient of the data set in view {AnatomyModels.NameOf(model.Options.View)} nor shapeNNNN.");
        }
    }

    /// <summary>Takes away what an earlier run left, so that no mask of another model is taken for one of this.</summary>
    private static void Clear(string folder)
    {
        Writable.Folder(folder);
        Directory.CreateDirectory(folder);
        var sheets = Path.Combine(folder, Sheets);
        var entries = Directory.GetFileSystemEntries(folder).Where(e => Path.GetFileName(e) != Sheets).Concat(Directory.Exists(sheets) ? Directory.GetFileSystemEntries(sheets) : []).ToArray();
        if (entries.FirstOrDefault(e => !OwnFile().IsMatch(Path.GetRelativePath(folder, e).Replace('\\', '/')) || Directory.Exists(e)) is { } foreign)
            throw new CommandException($"{folder}: is not empty and holds more than anatomies ('{Path.GetRelativePath(folder, foreign)}'). Name a new or an empty folder.");
        foreach (var file in entries)
            File.Delete(file);
    }

    /// <summary>What this command writes, and nothing that only looks like it.</summary>
    [GeneratedRegex("^(measures\\.jsonl|shape[0-9]{4,}(_[24]CH)?(_E[DS])?_gt\\.png|sheets/(modes|anatomies)(_[24]CH)?\\.png)$")]
    private static partial Regex OwnFile();
}
