using BenchmarkDotNet.Attributes;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Benchmarks;

/// <summary>Files of one 256 × 256 image or mask, read from a warm disk; a video of 16 frames (by ffmpeg, where it is installed); PNG in memory and on the disk.</summary>
[MemoryDiagnoser]
public class ReaderBenchmarks : IDisposable
{
    private const int Size = 256;
    private readonly string _folder = Directory.CreateTempSubdirectory("echosynth-benchmark-").FullName;
    private EchoImage _image = null!;
    private AnatomyMask _mask = null!;

    [GlobalSetup]
    public void Setup()
    {
        (_, _image, _mask) = Example.Pair(Size);
        foreach (var end in new[] { ".png", ".nii.gz", ".nii", ".mhd", ".mha" })
        {
            EchoFile.WriteImage(In("image" + end), _image);
            EchoFile.WriteMask(In("mask" + end), _mask);
        }
        MatFile.Write(In("labels.mat"), "predicted", [Size, Size, 4], new byte[Size * Size * 4]);
        XlsxFile.Write(In("sheet.xlsx"), Enumerable.Range(0, 200).Select(i => (IReadOnlyList<string>)[$"ES{i:0000}_4CH_1", "3", "12"]));
        if (VideoFile.FindProgram() is not null)
            VideoFile.Write(In("video.avi"), Enumerable.Repeat(_image, 16), 25);
    }

    [Benchmark]
    public EchoImage ReadPng() => EchoFile.ReadImage(In("image.png"));

    [Benchmark]
    public AnatomyMask ReadPngMask() => EchoFile.ReadMask(In("mask.png"));

    [Benchmark]
    public EchoImage ReadNiftiGz() => EchoFile.ReadImage(In("image.nii.gz"));

    [Benchmark]
    public AnatomyMask ReadNiftiGzMask() => EchoFile.ReadMask(In("mask.nii.gz"));

    [Benchmark]
    public EchoImage ReadNifti() => EchoFile.ReadImage(In("image.nii"));

    [Benchmark]
    public EchoImage ReadMetaImage() => EchoFile.ReadImage(In("image.mhd"));

    [Benchmark]
    public EchoImage ReadMetaImageInOneFile() => EchoFile.ReadImage(In("image.mha"));

    [Benchmark]
    public object ReadMat() => MatFile.Read(In("labels.mat"), "predicted");

    [Benchmark]
    public object ReadSheet() => XlsxFile.Read(In("sheet.xlsx"));

    [Benchmark]
    public int ReadAvi() => VideoFile.ReadFrames(In("video.avi")).Count();

    [Benchmark]
    public byte[] EncodePng() => PngWriter.Encode(Size, Size, 8, PngColour.Grey, _image.ToBytes(), spacing: _image.Spacing);

    [Benchmark]
    public byte[] EncodePngMask() => PngWriter.Encode(Size, Size, 8, PngColour.Palette, _mask.Labels, PngCodec.LabelPalette, _mask.Spacing);

    [Benchmark]
    public void WritePng() => PngCodec.Write(In("written.png"), _image);

    [GlobalCleanup]
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private string In(string name) => Path.Combine(_folder, name);
}
