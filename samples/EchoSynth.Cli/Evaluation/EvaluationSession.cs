using System.Globalization;
using EchoSynth.Cli.Runtime;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Evaluation;
using EchoSynth.Imaging.Features;
using EchoSynth.Segmentation;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Evaluation;

/// <summary>Reads the sets, asks the questions, writes the answers.</summary>
internal static class EvaluationSession
{
    public static int Run(EvaluationRequest request, CancellationToken cancellation)
    {
        Devices.Parse(request.Device); // one that is not there is told before anything is read
        foreach (var file in new[] { request.Json, request.Report }.OfType<string>())
            Writable.File(file);
        if (request.Cache is { } cache)
            Writable.Folder(cache);
        Threads.Apply(request.Threads);
        var network = Network(request);
        using var owned = network as IDisposable;
        var sets = EvaluationLoader.Load(request, cancellation);
        foreach (var note in sets.Notes)
            Console.Error.WriteLine($"note: {note}");
        if (request.Questions == EvaluationQuestions.Fidelity && sets.SourceIds!.All(id => id is null))
            throw new CommandException($"no synthetic image has a real partner: ids are '{sets.Synthetic[0].Item.Id}' … and '{sets.HeldOut.Concat(sets.Training).First().Item.Id}' …; <id>.png or <id>_s<seed>.png belongs to the real image <id>.");
        var options = new EvaluationOptions
        {
            Questions = request.Questions,
            Extractors = network is null ? [new RadiomicExtractor()] : [new RadiomicExtractor(), network],
            CacheFolder = request.Cache,
            Segmenter = new SegmenterOptions { Steps = request.Steps, Device = request.Device },
            Repeats = request.Repeats,
            Seed = request.Seed,
        };
        options.ScarceShare = request.Scarce ?? options.ScarceShare;
        var evaluator = new Evaluator(options);
        var result = Stages.RunParts(begin => evaluator.Evaluate(sets, new PartStages(begin), cancellation));
        EvaluationText.Print(Console.Out, result.Report);
        if (request.Json is { } json)
            TextFile.Write(json, result.Report.ToJson());
        if (request.Report is { } page)
        {
            TextFile.Write(page, result.ToHtml());
            Console.WriteLine($"report: {page}");
        }
        return ExitCode.Done;
    }

    /// <summary>Extracts the features of a part of the images into the cache, and asks nothing.</summary>
    /// <param name="request">With cache and size.</param>
    /// <param name="shard">The part.</param>
    /// <param name="cancellation">Stops between batches; those before are kept.</param>
    public static int Extract(EvaluationRequest request, Shard shard, CancellationToken cancellation)
    {
        Devices.Parse(request.Device);
        var (cache, folder) = (request.Cache!, FeatureShards.Folder(request.Cache!, shard));
        Writable.Folder(cache);
        Threads.Apply(request.Threads);
        var network = Network(request);
        using var owned = network as IDisposable;
        IFeatureExtractor[] extractors = network is null ? [new RadiomicExtractor()] : [new RadiomicExtractor(), network];
        var (total, count, pairs) = EvaluationLoader.Part(request, shard);
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["extractors"] = string.Join(", ", extractors.Select(e => e.Fingerprint)),
            ["images"] = total.ToString(CultureInfo.InvariantCulture),
            ["limit"] = request.Limit?.ToString(CultureInfo.InvariantCulture) ?? "none",
            ["real"] = request.Real,
            ["seed"] = request.Seed.ToString(CultureInfo.InvariantCulture),
            ["size"] = request.Size!.Value.ToString(CultureInfo.InvariantCulture),
            ["synthetic"] = request.Synthetic,
            ["training"] = request.Training ?? "none",
        };
        if (FeatureShards.IsJoined(cache, shard, facts))
        {
            Console.WriteLine($"The shards of this evaluation are joined in {cache}; nothing is left to do.");
            return ExitCode.Done;
        }
        FeatureShards.Begin(cache, shard, facts);
        var features = new FeatureCache(folder);
        foreach (var extractor in extractors.Where(_ => count > 0))
            Stages.Run($"describing ({extractor.Name})", "images", stage => features.Extract(extractor, pairs, new DirectProgress<FeatureProgress>(p => stage.Report(p.Images, count)), cancellation));
        if (features.Problems.Count > 0)
            throw new CommandException(string.Join(" ", features.Problems));
        Directory.CreateDirectory(folder);
        FeatureShards.End(cache, shard, facts, count);
        Console.WriteLine($"{Texts.Count(count, "image")} described in {folder}, {features.Hits} of {features.Hits + features.Extracted} rows were there already");
        if (!shard.IsWhole)
            Console.WriteLine($"Shard {shard} is done; 'merge --data {cache}' joins them when all are, and 'evaluate --cache {cache}' uses them.");
        return ExitCode.Done;
    }

    private static TorchScriptExtractor? Network(EvaluationRequest request)
    {
        if (request.Features is not { } file)
            return null;
        var options = new TorchScriptOptions
        {
            InputSize = request.FeatureSize,
            Channels = request.FeatureChannels,
            Range = request.FeatureRange switch { "signed" => TorchScriptRange.MinusOneToOne, "bytes" => TorchScriptRange.ZeroTo255, _ => TorchScriptRange.ZeroToOne },
        };
        return new TorchScriptExtractor(file, options, Devices.Parse(request.Device));
    }
}
