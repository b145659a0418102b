namespace EchoSynth.Imaging.Tests.Formats;

/// <summary>A PNG's samples as stored, interleaved, row-major.</summary>
internal static class PngSamples
{
    public static (PngHeader Header, ushort[] Samples) Read(string path)
    {
        ushort[] all = [];
        var header = PngReader.Decode(File.ReadAllBytes(path), path, picture =>
        {
            var channels = picture.Channels;
            all = new ushort[picture.Width * picture.Height * channels];
            return (samples, start, step) =>
            {
                for (var (i, c) = (start, 0); c < samples.Length; i += step, c += channels)
                    samples.Slice(c, channels).CopyTo(all.AsSpan(i * channels));
            };
        });
        return (header, all);
    }
}
