using System.Diagnostics;
using System.Globalization;
using EchoSynth.Imaging.Tests.Robustness;
using EchoSynth.Imaging.Tests.Support;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Tests.Video;

/// <summary>What goes wrong ends soon, with a message, and leaves no process and no handle. Alone, because it counts both.</summary>
[Collection(nameof(VideoBoundsTests))]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[CollectionDefinition(nameof(VideoBoundsTests), DisableParallelization = true)]
public class VideoBoundsTests
{
    private static readonly VideoOptions s_impatient = new() { StallTimeout = TimeSpan.FromSeconds(1.5) };

    [Fact]
    public void Bounds_are_named()
    {
        var path = Fixture.Path("full.avi");
        Fixture.Throws<EchoFormatException>(() => Read(path, new VideoOptions { MaxFrames = 4 }), "full.avi", "more than 4", "MaxFrames");
        Assert.Equal(5, Read(path, new VideoOptions { MaxFrames = 5 }));
        Fixture.Throws<EchoFormatException>(() => VideoFile.ReadFrame(path, 4, new VideoOptions { MaxFrames = 4 }), "4 was asked for", "MaxFrames");
        Fixture.Throws<EchoFormatException>(() => VideoFile.Probe(path, new VideoOptions { MaxPixels = 474 }), "25 × 19", "MaxPixels");
        Assert.Throws<EchoFormatException>(() => Read(path, new VideoOptions { MaxPixels = 474 }));
        Fixture.Throws<EchoFormatException>(() => Read(path, new VideoOptions { MaxBytes = 2000 }), "the first 5", "2000 bytes", "MaxBytes");
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(path, new VideoOptions { MaxProcesses = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(path, new VideoOptions { StallTimeout = TimeSpan.Zero }));
    }

    [Fact]
    public void Files_that_lead_elsewhere_are_no_videos()
    {
        using var folder = new TestFolder();
        File.Copy(Fixture.Path("full.avi"), folder["full.avi"]);
        string[] crafted =
        [
            folder.Write("loop.avi", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + string.Concat(Enumerable.Repeat("#EXTINF:1,\nfull.avi\n", 3))),
            folder.Write("list.avi", "ffconcat version 1.0\nfile full.avi\nfile full.avi\n"),
            folder.Write("stream.avi", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 26\n"),
            folder.Write("text.avi", "FileName,EF\n"),
        ];
        foreach (var path in crafted)
        {
            Fixture.Throws<EchoFormatException>(() => Read(path, new VideoOptions()), path, "ffmpeg", "exit code");
            Fixture.Throws<EchoFormatException>(() => VideoFile.Probe(path), path, "ffprobe");
        }
    }

    [Fact]
    public void Only_regular_files_are_opened()
    {
        using var folder = new TestFolder();
        Hostile.MakePipe(folder["pipe.avi"]);
        File.CreateSymbolicLink(folder["link.avi"], folder["pipe.avi"]);
        File.CreateSymbolicLink(folder["good.avi"], Fixture.Path("full.avi"));
        foreach (var path in new[] { folder["pipe.avi"], folder["link.avi"], "/dev/zero", folder.Write("empty.avi", "") })
        {
            Fixture.Throws<EchoFormatException>(() => VideoFile.ReadFrame(path, 0), path, "empty, or a pipe");
            Fixture.Throws<EchoFormatException>(() => VideoFile.Probe(path), path, "empty, or a pipe");
        }
        Fixture.Throws<EchoFormatException>(() => VideoFile.Probe(folder.Root), "a video file is needed");
        Fixture.Throws<EchoFormatException>(() => VideoFile.ReadFrames(folder["none.avi"]), "none.avi", "does not exist");
        Assert.Equal(5, Read(folder["good.avi"], new VideoOptions()));
    }

    [Fact]
    public void A_truncated_or_damaged_video_is_an_error_unless_damage_is_tolerated()
    {
        using var folder = new TestFolder();
        var bytes = File.ReadAllBytes(Fixture.Path("full.avi"));
        var cut = folder.Write("cut.avi", bytes[..6600]);
        for (var i = 6700; i < 7300; i += 13)
            bytes[i] ^= 0x55;
        var garbled = folder.Write("garbled.avi", bytes);
        Fixture.Throws<EchoFormatException>(() => Read(cut, new VideoOptions()), "cut.avi", "damaged", "TolerateDamage", "ffmpeg says");
        Fixture.Throws<EchoFormatException>(() => Read(garbled, new VideoOptions()), "garbled.avi", "damaged", "ffmpeg says");
        Assert.InRange(Read(cut, new VideoOptions { TolerateDamage = true }), 1, 4);
        Assert.InRange(Read(garbled, new VideoOptions { TolerateDamage = true }), 1, 5);
    }

    [Fact]
    public void A_video_that_never_ends_is_an_error()
    {
        using var folder = new TestFolder();
        var endless = Fake(folder, "while :; do printf 'P5\\n2 2\\n255\\nabcd'; done");
        Fixture.Throws<EchoFormatException>(() => Read(Fixture.Path("full.avi"), endless with { MaxFrames = 50 }), "more than 50", "MaxFrames");
    }

    [Fact]
    public void A_process_that_says_nothing_is_killed_with_its_children()
    {
        using var folder = new TestFolder();
        var before = Children();
        var silent = Fake(folder, "echo why >&2; sleep 63 & sleep 63", s_impatient);
        var clock = Stopwatch.StartNew();
        Fixture.Throws<EchoFormatException>(() => Read(Fixture.Path("full.avi"), silent), "full.avi", "1.5 s", "StallTimeout", "why");
        Fixture.Throws<EchoFormatException>(() => VideoFile.Write(folder["a.avi"], Enumerable.Repeat(Fixture.Image(200, 200), 9), 25, options: silent), "StallTimeout");
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 20);
        Assert.Equal(before, Children());
    }

    [Theory]
    [InlineData("printf 'P6\\n2 2\\n255\\n'")]
    [InlineData("printf 'P5\\n2 99999999999 255\\n'")]
    [InlineData("printf 'P5\\n2 2\\n255\\nab'")]
    [InlineData("printf 'P5\\n2 2\\n255\\nabcdP5\\n2 3\\n255\\nabcdef'")]
    [InlineData("printf 'P5\\n9000 9000\\n255\\nabcd'")]
    [InlineData(":")]
    [InlineData("exit 3")]
    [InlineData("kill -9 $$")]
    [InlineData("head -c 3000000 /dev/zero >&2; exit 1")]
    public void Any_other_output_of_the_program_is_an_error(string script)
    {
        using var folder = new TestFolder();
        var error = Fixture.Throws<EchoFormatException>(() => Read(Fixture.Path("full.avi"), Fake(folder, script)), "full.avi");
        Assert.True(error.Message.Length < 4000);
    }

    [Fact]
    public void Without_ffmpeg_the_message_says_what_to_install_and_for_what()
    {
        using var folder = new TestFolder();
        Fixture.Throws<EchoFormatException>(() => Read(Fixture.Path("full.avi"), new VideoOptions { Ffmpeg = folder.Root }), "full.avi", "ffmpeg", folder.Root, "VideoOptions.Ffmpeg");
        folder.Write("ffprobe", "no program");
        Fixture.Throws<EchoFormatException>(() => VideoFile.Probe(Fixture.Path("full.avi"), new VideoOptions { Ffmpeg = folder.Root }), "full.avi", "ffprobe", "cannot be started", "Install FFmpeg", "ECHOSYNTH_FFMPEG");
        var (path, named) = (Environment.GetEnvironmentVariable("PATH"), Environment.GetEnvironmentVariable(VideoOptions.EnvironmentVariable));
        try
        {
            Environment.SetEnvironmentVariable("PATH", folder["nowhere"]);
            Environment.SetEnvironmentVariable(VideoOptions.EnvironmentVariable, null);
            Fixture.Throws<EchoFormatException>(() => VideoFile.ReadFrame(Fixture.Path("full.avi"), 0), "full.avi", "ffmpeg", "not on the PATH", "Install FFmpeg", "ECHOSYNTH_FFMPEG");
            Environment.SetEnvironmentVariable(VideoOptions.EnvironmentVariable, folder["nowhere"]);
            Fixture.Throws<EchoFormatException>(() => VideoFile.ReadFrame(Fixture.Path("full.avi"), 0), "full.avi", "ECHOSYNTH_FFMPEG is", "nowhere");
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
            Environment.SetEnvironmentVariable(VideoOptions.EnvironmentVariable, named);
        }
    }

    [Fact]
    public void Cancelling_kills_the_process_at_once()
    {
        using var folder = new TestFolder();
        var before = Children();
        var slow = Fake(folder, "printf 'P5\\n2 2\\n255\\nabcd'; sleep 63");
        using var source = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        using (var frames = VideoFile.ReadFrames(Fixture.Path("full.avi"), null, slow, source.Token).GetEnumerator())
        {
            Assert.True(frames.MoveNext());
            source.CancelAfter(200);
            Assert.ThrowsAny<OperationCanceledException>(() => frames.MoveNext());
        }
        Assert.ThrowsAny<OperationCanceledException>(() => VideoFile.Probe(Fixture.Path("full.avi"), null, source.Token));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 15);
        Assert.Equal(before, Children());
    }

    [Fact]
    public void No_process_and_no_handle_is_left_behind()
    {
        var path = Fixture.Path("full.avi");
        Once();
        var (children, handles) = (Children(), Handles());
        for (var i = 0; i < 6; i++)
            Once();
        Assert.Equal(children, Children());
        Assert.InRange(Handles(), 0, handles + 3);
        Assert.Equal(0, ProcessGate.Running);

        void Once()
        {
            Read(path, new VideoOptions());
            VideoFile.Probe(path);
            Assert.Equal(0, VideoFile.ReadFrames(path).First().Index);
            Assert.Throws<EchoFormatException>(() => Read(path, new VideoOptions { MaxFrames = 2 }));
        }
    }

    [Fact]
    public void Only_so_many_processes_run_at_once_and_one_that_waits_for_itself_is_told()
    {
        using var folder = new TestFolder();
        var one = Fake(folder, $"mkdir {folder["lock"]} || exit 7; sleep 0.15; rmdir {folder["lock"]}; printf 'P5\\n2 2\\n255\\nabcd'") with { MaxProcesses = 1 };
        Parallel.For(0, 4, _ => Read(Fixture.Path("full.avi"), one));
        using var open = VideoFile.ReadFrames(Fixture.Path("full.avi")).GetEnumerator();
        Assert.True(open.MoveNext());
        Fixture.Throws<EchoFormatException>(() => Read(Fixture.Path("full.avi"), s_impatient with { MaxProcesses = 1 }), "MaxProcesses", "Dispose");
    }

    [Theory]
    [InlineData("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", true)]
    [InlineData("ffmpeg version 5.0.3 Copyright", true)]
    [InlineData("ffmpeg version n5.1 Copyright", false)]
    [InlineData("ffmpeg version 9.0.1 Copyright", false)]
    [InlineData("ffmpeg version N-112345-gabcdef Copyright", false)]
    [InlineData("", false)]
    public void Versions_before_5_1_are_known(string answer, bool old) => Assert.Equal(old, FfmpegVersion.IsOld(answer));

    private static int Read(string path, VideoOptions options) => VideoFile.ReadFrames(path, null, options).Count();

    /// <summary>A program that answers -version as ffmpeg does, and else does as the script says.</summary>
    private static VideoOptions Fake(TestFolder folder, string script, VideoOptions? options = null)
    {
        var program = folder.Write("ffmpeg", $"#!/bin/sh\n[ \"$2\" = -version ] && {{ echo ffmpeg version 5.1; exit 0; }}\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return (options ?? new VideoOptions()) with { Ffmpeg = program };
    }

    /// <summary>Processes that this one started and that are still there, dead but unburied ones too, and whatever still sleeps for a script.</summary>
    private static int Children()
    {
        var count = 0;
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                count += stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
                    || File.ReadAllText(Path.Combine(folder, "cmdline")) == "sleep\063\0" ? 1 : 0;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile, or no process.
            }
        }
        return count;
    }

    private static int Handles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
