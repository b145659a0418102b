using System.Globalization;
using System.Text.Json;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>shape.json: a model as JSON.</summary>
internal static class ShapeModelFile
{
    private const string Format = "EchoSynth shape model";

    /// <summary>Raised whenever the same file would give other masks.</summary>
    private const int Version = 1;

    private const int MaxBytes = 64 << 20;
    private const double LargestMm = 1e5;

    public static void Write(string path, ShapeModel model) => AtomicFile.Write(path, stream => Write(stream, model));

    /// <summary>What the file holds.</summary>
    public static byte[] ToBytes(ShapeModel model)
    {
        using var stream = new MemoryStream();
        Write(stream, model);
        return stream.ToArray();
    }

    private static void Write(Stream stream, ShapeModel model)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("view", model.Options.View.ToString());
        json.WriteString("source", model.Options.Source);
        json.WriteString("label", model.Options.Label);
        json.WriteNumber("hearts", model.Hearts);
        json.WriteNumber("variance", model.Options.Variance);
        json.WriteNumber("explained", model.Basis.Explained);
        json.WriteNumber("residual", model.Basis.Residual);
        json.WriteNumber("acrossMm", model.Frame.Width * model.Frame.Spacing.X);
        json.WriteNumber("downMm", model.Frame.Height * model.Frame.Spacing.Y);
        json.WriteNumber("phases", model.Phases.Count);
        Numbers(json, "deviations", model.Basis.Deviations);
        Numbers(json, "mean", model.Basis.Mean);
        json.WriteStartArray("modes");
        foreach (var mode in model.Basis.Modes)
            Numbers(json, null, mode);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static ShapeModel Read(string path) => FileInput.Read(path, stream =>
    {
        // These lie in model folders, which may be a stranger's.
        if (FileInput.LeadsOut(path) is { } target)
            throw new EchoFormatException(path, null, $"this is a link to a file outside its folder, {target}, which is not read. Put a copy of that file in the link's place, or name the file itself.");
        if (stream.Length > MaxBytes)
            throw new EchoFormatException(path, null, $"the file has {stream.Length} bytes; a shape model has at most {MaxBytes}.");
        try
        {
            using var json = JsonDocument.Parse(FileInput.ReadExactly(stream, stream.Length, path, "file"));
            return Read(json.RootElement, path);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new EchoFormatException(path, null, $"not a shape model: {error.Message}", error);
        }
    });

    private static ShapeModel Read(JsonElement root, string path)
    {
        if (root.GetProperty("format").GetString() != Format)
            throw new EchoFormatException(path, "format", $"it must be '{Format}'.");
        var version = root.GetProperty("version").GetInt32();
        if (version != Version)
            throw new EchoFormatException(path, "version", $"it is {version}; this version of the library reads {Version}. Fit the model again.");
        var phases = (int)Bounded(root, "phases", 1, 2, path);
        var size = Outline.Start(phases);
        var deviations = Numbers(root.GetProperty("deviations"), null, 1e-9, LargestMm, "deviations", path);
        if (deviations.Length is 0 or > ShapeModelOptions.MostModes)
            throw new EchoFormatException(path, "deviations", $"{deviations.Length} modes; there must be 1…{ShapeModelOptions.MostModes}.");
        var modes = root.GetProperty("modes");
        if (modes.GetArrayLength() != deviations.Length)
            throw new EchoFormatException(path, "modes", $"{modes.GetArrayLength()} modes with {deviations.Length} deviations; there must be as many.");
        var basis = new ShapeBasis(
            Numbers(root.GetProperty("mean"), size, -LargestMm, LargestMm, "mean", path),
            [.. modes.EnumerateArray().Select(m => Numbers(m, size, -1 - 1e-9, 1 + 1e-9, "modes", path))],
            deviations,
            Bounded(root, "residual", ShapeBasis.LeastResidual, LargestMm, path),
            Bounded(root, "explained", 0, 1 + 1e-9, path));
        var options = new ShapeModelOptions
        {
            Variance = Bounded(root, "variance", 0.5, 0.999, path),
            View = Enum.TryParse<EchoView>(root.GetProperty("view").GetString(), out var view) && Enum.IsDefined(view)
                ? view : throw new EchoFormatException(path, "view", $"it must be one of {string.Join(", ", Enum.GetNames<EchoView>())}."),
            Source = root.GetProperty("source").GetString() ?? "",
            Label = root.GetProperty("label").GetString() ?? "",
        };
        options.Validate();
        IReadOnlyList<CardiacPhase> names = phases == 2 ? [CardiacPhase.EndDiastole, CardiacPhase.EndSystole] : [CardiacPhase.Unknown];
        var frame = ShapeModel.Reference(Bounded(root, "acrossMm", 20, 1000, path), Bounded(root, "downMm", 20, 1000, path));
        return new ShapeModel(basis, options, names, frame, (int)Bounded(root, "hearts", ShapeModelOptions.LeastHearts, int.MaxValue, path), []);
    }

    private static void Numbers(Utf8JsonWriter json, string? name, double[] values)
    {
        if (name is not null)
            json.WritePropertyName(name);
        // One line a list: indented, a model would have a line for each number.
        json.WriteRawValue($"[{string.Join(",", values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}]", skipInputValidation: true);
    }

    private static double Bounded(JsonElement root, string name, double low, double high, string path)
    {
        var value = root.GetProperty(name).GetDouble();
        return value >= low && value <= high ? value : throw new EchoFormatException(path, name, string.Create(CultureInfo.InvariantCulture, $"it is {value}; it must be {low}…{high}."));
    }

    private static double[] Numbers(JsonElement array, int? count, double low, double high, string name, string path)
    {
        if (count is { } wanted && array.GetArrayLength() != wanted)
            throw new EchoFormatException(path, name, $"{array.GetArrayLength()} numbers; there must be {wanted}.");
        double[] values = [.. array.EnumerateArray().Select(e => e.GetDouble())];
        var wrong = Array.FindIndex(values, v => !(v >= low && v <= high));
        return wrong < 0 ? values : throw new EchoFormatException(path, name, string.Create(CultureInfo.InvariantCulture, $"number {wrong} is {values[wrong]}; it must be {low}…{high}."));
    }
}
