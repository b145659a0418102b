using System.Globalization;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;

namespace EchoSynth.Cli.Ablation;

/// <summary>The images of one row on disk, with the time each took; what is there already is not drawn again.</summary>
internal sealed class RowImages
{
    private readonly string _folder;
    private readonly string _journal;
    private readonly Dictionary<string, double> _milliseconds = new(StringComparer.Ordinal);

    public RowImages(string folder)
    {
        (_folder, _journal) = (Directory.CreateDirectory(folder).FullName, Path.Combine(folder, "milliseconds.txt"));
        // A killed process may leave half a line, and a file without one: both are passed over.
        foreach (var line in File.Exists(_journal) ? File.ReadAllText(_journal).Split('\n').SkipLast(1) : [])
        {
            if (line.Split(' ') is [var file, var time] && double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && File.Exists(Path.Combine(folder, file)))
                _milliseconds[file] = value;
        }
    }

    /// <summary>The median over all images that were asked for.</summary>
    public double MedianMilliseconds => _milliseconds.Count == 0 ? double.NaN : _milliseconds.Values.Order().ElementAt(_milliseconds.Count / 2);

    /// <summary>The image of a mask and a seed, as its file has it: in steps of 1/255.</summary>
    public EchoImage Draw(Sampler sampler, EchoPair pair, long seed, CancellationToken cancellation)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"{pair.Item.Id}_s{seed}.png");
        var path = Path.Combine(_folder, file);
        if (!_milliseconds.ContainsKey(file))
        {
            var start = TimeProvider.System.GetTimestamp();
            var image = sampler.Generate([new SampleRequest(pair.Mask, seed, pair.Item.Id)], cancellationToken: cancellation)[0].Image;
            // As the journal keeps it: a later run must come to the same median.
            var time = Math.Round(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, 3);
            PngCodec.Write(path, image);
            File.AppendAllText(_journal, string.Create(CultureInfo.InvariantCulture, $"{file} {time:0.###}\n"));
            _milliseconds[file] = time;
        }
        return PngCodec.Read(path);
    }
}
