using System.Globalization;
using System.Text.Json;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>phantom.json: what a phantom data set was made from, enough to draw any of its images again.</summary>
internal static class PhantomManifest
{
    public const string FileName = "phantom.json";
    private const string Generator = "EchoSynth phantom";

    /// <summary>Raised whenever the same seeds would give other pixels.</summary>
    private const int Version = 1;

    private const int MaximalBytes = 1 << 20;

    public static byte[] Write(PhantomDatasetOptions options)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("generator", Generator);
            json.WriteNumber("version", Version);
            json.WriteNumber("seed", options.Seed);
            json.WriteNumber("patients", options.Patients);
            json.WriteNumber("size", options.Size);
            json.WriteString("scanner", options.Scanner);
            json.WriteString("layout", EchoDatasets.NameOf(options.Layout));
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    public static PhantomDatasetOptions Read(string path) => FileInput.Read(path, stream =>
    {
        if (stream.Length > MaximalBytes)
            throw new EchoFormatException(path, null, $"the file has {stream.Length} bytes; a phantom manifest has a few lines.");
        try
        {
            using var json = JsonDocument.Parse(FileInput.ReadExactly(stream, stream.Length, path, "file"));
            var root = json.RootElement;
            if (root.GetProperty("generator").GetString() != Generator)
                throw new EchoFormatException(path, "generator", $"it must be '{Generator}'.");
            var version = root.GetProperty("version").GetInt32();
            if (version != Version)
                throw new EchoFormatException(path, "version", string.Create(CultureInfo.InvariantCulture, $"made by version {version} of the phantom; this is version {Version}, which draws other images. Write the data set again."));
            var options = new PhantomDatasetOptions
            {
                Seed = root.GetProperty("seed").GetUInt64(),
                Patients = root.GetProperty("patients").GetInt32(),
                Size = root.GetProperty("size").GetInt32(),
                Scanner = root.GetProperty("scanner").GetString() ?? "",
                Layout = root.GetProperty("layout").GetString() switch
                {
                    // As the first releases spelt them.
                    "Nifti" => DatasetLayout.CamusNifti,
                    "MetaImage" => DatasetLayout.CamusMetaImage,
                    var name => EchoDatasets.ByName(name ?? ""),
                },
            };
            options.Validate();
            return options;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new EchoFormatException(path, null, $"not a phantom manifest: {error.Message}", error);
        }
    });
}
