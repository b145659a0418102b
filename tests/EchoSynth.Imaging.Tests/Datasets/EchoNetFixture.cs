using System.Globalization;
using System.Text;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Tests.Datasets;

/// <summary>Small copies of EchoNet: rectangles traced in videos whose frames differ.</summary>
internal static class EchoNetFixture
{
    public const int Width = 24;
    public const int Height = 20;
    public const int Frames = 6;

    public static EchoImage Image(string video, int frame) => Fixture.Image(Width, Height, frame + 10 * (video[^1] - '0'));

    public static void WriteVideo(string folder, string video) =>
        VideoFile.Write(Path.Combine(folder, "Videos", video + ".avi"), Enumerable.Range(0, Frames).Select(k => Image(video, k)), 50, VideoEncoding.Lossless);

    /// <summary>The rectangle of <see cref="Chords"/> and <see cref="Points"/>, edges included.</summary>
    public static byte[] Mask(int left, int top, int right, int bottom) =>
        Fixture.Bytes(Width, Height, (x, y) => x >= left && x <= right && y >= top && y <= bottom ? 1 : 0);

    /// <summary>Rows of EchoNet-Dynamic: the long axis, then lines across. Between whole pixels, so that they are rounded.</summary>
    public static string Chords(string video, int frame, int left, int top, int right, int bottom)
    {
        var rows = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{video}.avi,{(left + right) / 2.0},{top - 3},{(left + right) / 2.0},{bottom + 5},{frame}\n");
        for (var y = top; y <= bottom; y++)
            rows.Append(CultureInfo.InvariantCulture, $"{video}.avi,{left + 0.4},{y - 0.3},{right - 0.4},{y + 0.3},{frame}\n");
        return rows.ToString();
    }

    /// <summary>Rows of EchoNet-Pediatric.</summary>
    public static string Points(string video, int frame, int left, int top, int right, int bottom) => string.Create(CultureInfo.InvariantCulture,
        $"{video}.avi,{left},{top},{frame}\n{video}.avi,{right},{top},{frame}\n{video}.avi,{right},{bottom},{frame}\n{video}.avi,{left},{bottom},{frame}\n");

    /// <summary>Three videos of which one has two tracings with end-systole first, one the other way round, and one a single tracing.</summary>
    public static void WriteDynamic(TestFolder folder)
    {
        folder.Write("FileList.csv", """
            FileName,EF,ESV,EDV,FrameHeight,FrameWidth,FPS,NumberOfFrames,Split
            0X1,61.5,30.25,78.5,20,24,50,6,TRAIN
            0X2.avi,40,60,100,20,24,50,6,val
            0X3,,,,20,24,50,6,TEST

            """);
        folder.Write("VolumeTracings.csv", "FileName,X1,Y1,X2,Y2,Frame\n"
            + Chords("0X1", 1, 8, 6, 12, 11) + Chords("0X1", 4, 5, 4, 15, 13)
            + Chords("0X2", 0, 5, 4, 15, 13) + Chords("0X2", 5, 8, 6, 12, 11)
            + Chords("0X3", 2, 8, 6, 12, 11));
        foreach (var video in new[] { "0X1", "0X2", "0X3" })
            WriteVideo(folder.Root, video);
    }

    public static void WritePediatric(TestFolder folder)
    {
        foreach (var (view, start) in new[] { ("A4C", 1), ("PSAX", 5) })
        {
            string Name(int k) => $"CR{k}-E-00000{start + k}";
            folder.Write(view + "/FileList.csv", $"FileName,EF,Sex,Age,Weight,Height,Split\n{Name(0)}.avi,61.5,F,7,24.5,120,0\n{Name(1)}.avi,60,M,3,,90,8\n{Name(2)}.avi,59,M,3,15,90,9\n{Name(3)}.avi,50,,,,,3\n");
            folder.Write(view + "/VolumeTracings.csv", "FileName,X,Y,Frame\n"
                + string.Concat(Enumerable.Range(0, 3).Select(k => Points(Name(k), 3, 8, 6, 12, 11) + Points(Name(k), 1, 5, 4, 15, 13)))
                + $"{Name(3)}.avi,,,No Systolic\n" + Points(Name(3), 1, 5, 4, 15, 13));
            for (var k = 0; k < 4; k++)
                WriteVideo(folder[view], Name(k));
        }
    }
}
