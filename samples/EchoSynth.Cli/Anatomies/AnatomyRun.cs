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
        var earlier = Earlier(request.Folder);
        // What cannot be drawn is known before anything of an earlier run goes.
        var plans = models.Models.Select(model => Plan(models, model, request)).ToArray();
        Directory.CreateDirectory(request.Folder);
        foreach (var file in earlier)
            File.Delete(file);
        var (lines, masks) = (new List<string>(), 0);
        foreach (var plan in plans)
        {
            var (shown, redraws) = Draw(plan, request.Folder, lines, cancellation);
            masks += plan.Count * plan.Model.Phases.Count;
            var view = AnatomyModels.NameOf(plan.Model.Options.View);
            Console.WriteLine(FormattableString.Invariant($"{view}: {plan.Count} anatomies, {100.0 * plan.Count / (plan.Count + redraws):0.0} % of the draws were valid"));
            var name = view.Length > 0 ? $"_{view}.png" : ".png";
            AnatomySheets.Modes(Path.Combine(request.Folder, Sheets, "modes" + name), plan.Model);
            AnatomySheets.Anatomies(Path.Combine(request.Folder, Sheets, "anatomies" + name), shown);
        }
        TextFile.Write(Path.Combine(request.Folder, Measures), string.Join('\n', lines) + "\n");
        return masks;
    }

    /// <summary>Draws and writes a view's anatomies, and adds their lines. Of all but the first, no more than the line is kept.</summary>
    private static (IReadOnlyList<DrawnAnatomy> Shown, long Redraws) Draw(AnatomyPlan plan, string folder, List<string> lines, CancellationToken cancellation)
    {
        var (drawn, shown, redraws) = (new string[plan.Count], new DrawnAnatomy[Math.Min(plan.Count, AnatomySheets.Most)], 0L);
        Stages.Run($"anatomies {AnatomyModels.NameOf(plan.Model.Options.View)}".TrimEnd(), "anatomies", stage =>
        {
            var tell = stage.Counting(plan.Count);
            Parallel.For(0, plan.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                var one = plan.Draw(i);
                for (var phase = 0; phase < one.Masks.Count; phase++)
                    PngCodec.WriteMask(Path.Combine(folder, one.FileOf(phase)), one.Masks[phase]);
                drawn[i] = one.Line();
                if (i < shown.Length)
                    shown[i] = one;
                Interlocked.Add(ref redraws, one.Anatomy.Redraws);
                tell();
            });
        });
        lines.AddRange(drawn);
        return (shown, redraws);
    }

    private static AnatomyPlan Plan(AnatomyModels models, ShapeModel model, AnatomyRequest request)
    {
        var frame = model.Frame.Square(request.Size);
        if (request.Interpolate is null)
        {
            Anatomy(model, request, 1, frame);
            return new AnatomyPlan(model, request.Count, frame, i => Anatomy(model, request, i + 1, frame));
        }
        var (from, to) = Ends(models, model, request);
        var between = new ShapeAnatomy[request.Steps];
        Parallel.For(0, between.Length, i => between[i] = model.Interpolate(from, to, (double)i / (between.Length - 1)));
        var problems = between.AsParallel().AsOrdered().Select(anatomy => anatomy.Check(frame)).ToArray();
        if (Array.FindIndex(problems, p => p.Count > 0) is >= 0 and var step)
            throw new CommandException($"step {step + 1} of {request.Steps} between the two is not valid: {problems[step][0].Message}");
        return new AnatomyPlan(model, between.Length, frame, i => (between[i], null));
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

    /// <summary>What an earlier run left, to be taken away so that no mask of another model is taken for one of this. Anything else in the folder is an error.</summary>
    private static string[] Earlier(string folder)
    {
        Writable.Folder(folder);
        if (!Directory.Exists(folder))
            return [];
        var sheets = Path.Combine(folder, Sheets);
        var entries = Directory.GetFileSystemEntries(folder).Where(e => Path.GetFileName(e) != Sheets).Concat(Directory.Exists(sheets) ? Directory.GetFileSystemEntries(sheets) : []).ToArray();
        return entries.FirstOrDefault(e => !OwnFile().IsMatch(Path.GetRelativePath(folder, e).Replace('\\', '/')) || Directory.Exists(e)) is { } foreign
            ? throw new CommandException($"{folder}: is not empty and holds more than anatomies ('{Path.GetRelativePath(folder, foreign)}'). Name a new or an empty folder.")
            : entries;
    }

    /// <summary>What this command writes, and nothing that only looks like it.</summary>
    [GeneratedRegex("^(measures\\.jsonl|shape[0-9]{4,}(_[24]CH|_PSAX)?(_E[DS])?_gt\\.png|sheets/(modes|anatomies)(_[24]CH|_PSAX)?\\.png)$")]
    private static partial Regex OwnFile();
}
