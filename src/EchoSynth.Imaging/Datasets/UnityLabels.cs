using System.Text;
using System.Text.Json;

namespace EchoSynth.Imaging.Datasets;

/// <summary>Reads Unity's JSON, of all labels only the LV contour: what else a frame has is passed over without being kept.</summary>
internal static class UnityLabels
{
    public const string Curve = "curve-lv-endo";
    private const long MaximalBytes = 512L << 20;

    /// <summary>More than a frame has; each takes time with the rows of the picture.</summary>
    private const int MaximalContours = 16;

    /// <summary>The frames of a file, in its order.</summary>
    public static List<UnityCurve> Read(string path) => FileInput.Read(path, stream =>
    {
        if (stream.Length > MaximalBytes)
            throw new EchoFormatException(path, null, $"the file has {stream.Length} bytes; at most {MaximalBytes} are read.");
        var bytes = FileInput.ReadExactly(stream, stream.Length, path, "file");
        try
        {
            var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            return Frames(new Utf8JsonReader(bytes.AsSpan(start)), path);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new EchoFormatException(path, null, $"not the JSON of Unity's labels: {error.Message}", error);
        }
    });

    private static List<UnityCurve> Frames(Utf8JsonReader json, string path)
    {
        var (frames, seen) = (new List<UnityCurve>(), new HashSet<string>(StringComparer.Ordinal));
        Enter(ref json, path, "the file");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            if (!seen.Add(name))
                throw new EchoFormatException(path, DatasetFiles.Printable(name), "the frame is there twice; it must be there once.");
            frames.Add(Frame(ref json, path, name));
        }
        // To the end, so that a truncated file does not pass for a short one.
        while (json.Read())
        {
        }
        return frames;
    }

    private static UnityCurve Frame(ref Utf8JsonReader json, string path, string name)
    {
        var (contours, problem) = (new List<(double X, double Y)[]>(), (string?)null);
        Enter(ref json, path, name);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!json.ValueTextEquals("labels"u8))
            {
                json.Skip();
                continue;
            }
            Enter(ref json, path, name + ".labels");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("curve-lv-endo"u8))
                    Contours(ref json, path, name, contours, ref problem);
                else
                    json.Skip();
            }
        }
        return new UnityCurve(name, contours, problem);
    }

    /// <summary>One contour, or a list of them.</summary>
    private static void Contours(ref Utf8JsonReader json, string path, string name, List<(double X, double Y)[]> contours, ref string? problem)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.StartObject)
        {
            Contour(ref json, contours, ref problem);
            return;
        }
        if (json.TokenType != JsonTokenType.StartArray)
            throw new EchoFormatException(path, $"{name}.labels.{Curve}", "it must be an object with type, x and y, or a list of such.");
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            Contour(ref json, contours, ref problem);
        if (json.TokenType != JsonTokenType.EndArray)
            throw new EchoFormatException(path, $"{name}.labels.{Curve}", "the list must hold objects with type, x and y.");
    }

    private static void Contour(ref Utf8JsonReader json, List<(double X, double Y)[]> contours, ref string? problem)
    {
        var (type, x, y) = ("", "", "");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
                type = Text(ref json);
            else if (json.ValueTextEquals("x"u8))
                x = Text(ref json);
            else if (json.ValueTextEquals("y"u8))
                y = Text(ref json);
            else
                json.Skip();
        }
        if (type is "off" or "blurred" || (x.Length == 0 && y.Length == 0) || problem is not null)
            return;
        if (UnityCurve.Points(x, y, out var wrong) is not { } points)
            problem = wrong;
        else if (contours.Count == MaximalContours)
            problem = $"it has more than {MaximalContours} contours";
        else
            contours.Add(points);
    }

    private static string Text(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is JsonTokenType.String or JsonTokenType.Null)
            return json.GetString() ?? "";
        json.Skip();
        return "?";
    }

    private static void Enter(ref Utf8JsonReader json, string path, string what)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            throw new EchoFormatException(path, DatasetFiles.Printable(what), "it must be a JSON object.");
    }
}
