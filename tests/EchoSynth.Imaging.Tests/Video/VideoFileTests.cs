using System.Text.Json;
using EchoSynth.Imaging.Tests.Support;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Tests.Video;

/// <summary>Against the planes that ffmpeg stores (Fixtures/videos.json, made by make_videos.py), and back and forth.</summary>
public class VideoFileTests
{
    [Theory]
    [InlineData("full.avi", 25, 19, 5, 0)]
    [InlineData("limited.mkv", 32, 16, 3, 0)]
    [InlineData("rgb.mkv", 12, 10, 2, 0.51)]
    [InlineData("variable.mkv", 16, 12, 5, 0)]
    public void Grey_is_the_luma_that_is_stored_in_full_range(string name, int width, int height, int count, double tolerance)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("videos.json")));
        var expected = json.RootElement.GetProperty(name).EnumerateArray().Select(f => f.EnumerateArray().Select(v => v.GetDouble()).ToArray()).ToArray();
        var frames = VideoFile.ReadFrames(Fixture.Path(name)).ToList();
        Assert.Equal(Enumerable.Range(0, count), frames.Select(f => f.Index));
        foreach (var (index, image) in frames)
        {
            Assert.Equal((width, height, PixelSpacing.Unit), (image.Width, image.Height, image.Spacing));
            Assert.Equal(expected[index].Length, image.Pixels.Length);
            Assert.All(image.ToBytes().Zip(expected[index]), pair => Assert.InRange(pair.First, pair.Second - tolerance, pair.Second + tolerance));
        }
    }

    [Fact]
    public void The_header_is_read_without_decoding()
    {
        Assert.Equal(new VideoInfo(25, 19, 5, 25, "mjpeg"), VideoFile.Probe(Fixture.Path("full.avi")));
        var unknown = VideoFile.Probe(Fixture.Path("limited.mkv"));
        Assert.Equal((32, 16, null, "ffv1"), (unknown.Width, unknown.Height, unknown.FrameCount, unknown.Codec));
    }

    [Fact]
    public void A_rotation_that_is_only_noted_is_carried_out()
    {
        var info = VideoFile.Probe(Fixture.Path("rotated.mp4"));
        Assert.Equal((12, 16), (info.Width, info.Height));
        var image = VideoFile.ReadFrame(Fixture.Path("rotated.mp4"), 1);
        Assert.Equal((12, 16), (image.Width, image.Height));
        // The white columns on the left have become rows at one end, black rows fill the other.
        var ends = new[] { image[6, 0], image[6, 15] }.Order().ToArray();
        Assert.True(ends[0] < 0.1 && ends[1] > 0.9, $"{ends[0]} {ends[1]}");
        Assert.Equal(image[0, 0], image[11, 0], 0.1);
    }

    [Fact]
    public void Only_the_frames_asked_for_come_in_rising_order_each_once()
    {
        using var folder = new TestFolder();
        VideoFile.Write(folder["a.avi"], Images(9), 50, VideoEncoding.Lossless);
        Assert.Equal([1, 4, 7], VideoFile.ReadFrames(folder["a.avi"], [7, 1, 4, 1]).Select(f => f.Index));
        Assert.Empty(VideoFile.ReadFrames(folder["a.avi"], []));
        Assert.Equal(Images(9)[6].ToBytes(), VideoFile.ReadFrame(folder["a.avi"], 6).ToBytes());
        Fixture.Throws<EchoFormatException>(() => VideoFile.ReadFrame(folder["a.avi"], 9), "a.avi", "9 was asked for", "9 frames, 0…8");
        Assert.Throws<ArgumentOutOfRangeException>(() => VideoFile.ReadFrames(folder["a.avi"], [2, -1]));
    }

    [Theory]
    [InlineData(31, 17)]
    [InlineData(1, 1)]
    [InlineData(112, 112)]
    public void A_lossless_video_comes_back_to_the_byte(int width, int height)
    {
        using var folder = new TestFolder();
        var images = Images(3, width, height);
        VideoFile.Write(folder["new/a b %d'é.avi"], images, 29.97, VideoEncoding.Lossless);
        var path = folder["new/a b %d'é.avi"];
        Assert.Equal(path, Assert.Single(Directory.GetFiles(folder["new"])));
        Assert.Equal(29.97, VideoFile.Probe(path).FramesPerSecond!.Value, 1e-3);
        Assert.All(VideoFile.ReadFrames(path), frame => Assert.Equal(images[frame.Index].ToBytes(), frame.Image.ToBytes()));
    }

    [Fact]
    public void Motion_JPEG_is_like_that_of_EchoNet_and_the_same_bytes_each_time()
    {
        using var folder = new TestFolder();
        // Without edges, so that what JPEG loses is small: grey that went through 16…235 would be off by up to 16.
        var images = Enumerable.Range(0, 4).Select(k => EchoImage.FromBytes(112, 112, Fixture.Bytes(112, 112, (x, y) => (int)(127.5 + 127.5 * Math.Sin((x + y + 9 * k) / 15.0))))).ToArray();
        VideoFile.Write(folder["a.avi"], images, 50);
        VideoFile.Write(folder["b.avi"], images, 50);
        Assert.Equal(File.ReadAllBytes(folder["a.avi"]), File.ReadAllBytes(folder["b.avi"]));
        Assert.Equal(new VideoInfo(112, 112, 4, 50, "mjpeg"), VideoFile.Probe(folder["a.avi"]));
        foreach (var (index, image) in VideoFile.ReadFrames(folder["a.avi"]))
            Assert.True(images[index].ToBytes().Zip(image.ToBytes()).Max(p => Math.Abs(p.First - p.Second)) <= 6);
    }

    [Fact]
    public void What_cannot_be_written_leaves_nothing_and_keeps_the_former_file()
    {
        using var folder = new TestFolder();
        folder.Write("a.avi", "former");
        Assert.Throws<ArgumentException>(() => VideoFile.Write(folder["a.mp4"], Images(1), 25));
        Assert.Throws<ArgumentException>(() => VideoFile.Write(folder["a.avi"], [], 25));
        Assert.Throws<ArgumentOutOfRangeException>(() => VideoFile.Write(folder["a.avi"], Images(1), double.NaN));
        Fixture.Throws<ArgumentException>(() => VideoFile.Write(folder["a.avi"], [.. Images(2), .. Images(1, 5, 5)], 25), "Frame 2 is 5 × 5", "16 × 12");
        Fixture.Throws<EchoFormatException>(() => VideoFile.Write(folder["a.avi"], Images(4), 25, options: new VideoOptions { MaxFrames = 3 }), "more than 3");
        Assert.Throws<InvalidOperationException>(() => VideoFile.Write(folder["a.avi"], Images(2).Concat(Failing()), 25));
        Assert.Throws<OperationCanceledException>(() => VideoFile.Write(folder["a.avi"], Images(2), 25, cancellationToken: new CancellationToken(true)));
        Assert.Throws<IOException>(() => VideoFile.Write(folder["a.avi/b.avi"], Images(1), 25));
        Assert.Equal("former", File.ReadAllText(Assert.Single(Directory.GetFiles(folder.Root))));

        static IEnumerable<EchoImage> Failing() => throw new InvalidOperationException();
    }

    private static EchoImage[] Images(int count, int width = 16, int height = 12) => [.. Enumerable.Range(0, count).Select(k => Fixture.Image(width, height, k))];
}
