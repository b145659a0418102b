using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Studio.Api;
using EchoSynth.Studio.Drawing;
using EchoSynth.Studio.Models;
using EchoSynth.Synthesis;
using Microsoft.Extensions.Options;

namespace EchoSynth.Studio.Exports;

/// <summary>Makes data sets of one heart, one export at a time.</summary>
internal sealed class Exporter(StudioModel model, IOptions<StudioOptions> options) : IDisposable
{
    private readonly WorkQueue _queue = new("exports", 1, options.Value.ExportQueue);

    private readonly string _temp = options.Value.TempFolder is { Length: > 0 } folder ? folder : Path.GetTempPath();

    /// <summary>A zip file with the set, and the request it was made from; it is gone when the stream is closed.</summary>
    /// <exception cref="QueueFullException">Too many wait.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is left of it.</exception>
    /// <exception cref="BadRequestException">The picture to start from cannot be decoded.</exception>
    /// <exception cref="IOException">It cannot be written, such as on a full disk; nothing is left of it.</exception>
    public Task<Stream> Zip(DrawingPlan plan, ExportRequest request, CancellationToken cancellationToken) => _queue.Run<Stream>(token => Make(plan, request, token), cancellationToken);

    public void Dispose() => _queue.Dispose();

    private FileStream Make(DrawingPlan plan, ExportRequest request, CancellationToken cancellationToken)
    {
        var name = $"echosynth-export-{Guid.NewGuid():N}";
        var folder = OperatingSystem.IsWindows() ? Directory.CreateDirectory(Path.Combine(_temp, name))
            : Directory.CreateDirectory(Path.Combine(_temp, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var set = Path.Combine(folder.FullName, "set");
            SyntheticDataset.Write(model.Model, [Source(plan, "ED", 0), Source(plan, "ES", 1)], set, Options(plan, request), cancellationToken: cancellationToken);
            // The picture someone gave stays theirs.
            File.WriteAllBytes(Path.Combine(set, "studio.json"), JsonSerializer.SerializeToUtf8Bytes(request with { SourcePicture = null }, JsonBody.Options));
            var zip = new FileStream(Path.Combine(_temp, $"{name}.zip"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            try
            {
                ZipFile.CreateFromDirectory(set, zip, CompressionLevel.Fastest, includeBaseDirectory: false);
                zip.Position = 0;
                return zip;
            }
            catch
            {
                zip.Dispose();
                throw;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private SynthesisSource Source(DrawingPlan plan, string phase, double contraction) => new(
        ModelSwitch.For(model.Model, plan.View.Scanner.Name, new EchoItem($"patient0001_4CH_{phase}", "patient0001", EchoView.FourChamber, contraction == 0 ? CardiacPhase.EndDiastole : CardiacPhase.EndSystole, DatasetSplit.Training, "", "")),
        "studio.json",
        () => new SynthesisInput(Artist.Mask(plan, contraction), Artist.Source(plan, contraction)));

    private SyntheticDatasetOptions Options(DrawingPlan plan, ExportRequest request) => new()
    {
        Name = request.Name.Trim(),
        Count = 2 * request.Variations,
        Seed = plan.Seed,
        Layout = request.Layout switch
        {
            "nifti" => SynthesisLayout.Nifti,
            "camus-nifti" => SynthesisLayout.CamusNifti,
            "camus-mhd" => SynthesisLayout.CamusMetaImage,
            _ => SynthesisLayout.Png,
        },
        Strength = plan.Strength,
        Sampling = model.Options(plan.Steps),
        Facts = new Dictionary<string, string>
        {
            ["ejectionFraction"] = plan.EjectionFraction.ToString(CultureInfo.InvariantCulture),
            ["scanner"] = plan.View.Scanner.Name,
            ["source"] = request.Source,
        },
    };
}
