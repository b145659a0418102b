using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

public class CamusInfoTests
{
    [Fact]
    public void Reads_the_older_files()
    {
        using var folder = new TestFolder();
        var info = CamusInfo.Read(folder.Write("Info_4CH.cfg", "ES: 1\r\nED: 19\r\nNbFrame: 19\r\nSex: M\r\nAge: 42\r\nImageQuality: Good\r\nLVedv: 94.6\r\nLVesv: 43.2\r\nLVef: 54.3\r\n"));
        Assert.Equal((19, 1, 19, "M", 42), (info.EndDiastole, info.EndSystole, info.FrameCount, info.Sex, info.Age));
        Assert.Equal(("Good", 94.6, 43.2, 54.3, null), (info.ImageQuality, info.EndDiastolicVolume, info.EndSystolicVolume, info.EjectionFraction, info.FrameRate));
    }

    [Fact]
    public void Reads_the_newer_files_with_lines_unknown()
    {
        using var folder = new TestFolder();
        var info = CamusInfo.Read(folder.Write("Info_2CH.cfg", "\n# a remark\nED: 1\nES:18\n EF : 56\nFrameRate: 55.2\nAge: NA\nScanner: E95\nLVedv:\n"));
        Assert.Equal((1, 18, 56.0, 55.2), (info.EndDiastole, info.EndSystole, info.EjectionFraction, info.FrameRate));
        Assert.Null(info.Age);
        Assert.Null(info.EndDiastolicVolume);
        Assert.Equal("E95", info.Other["Scanner"]);
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        using var folder = new TestFolder();
        var info = new CamusInfo
        {
            EndDiastole = 3, EndSystole = 1, FrameCount = 9, Sex = "F", Age = 71, ImageQuality = "Poor",
            EndDiastolicVolume = 100.25, EndSystolicVolume = 50.5, EjectionFraction = 49.6, FrameRate = 52.3,
        };
        info.Write(folder["a.cfg"]);
        Assert.StartsWith("ED: 3\nES: 1\n", File.ReadAllText(folder["a.cfg"]), StringComparison.Ordinal);
        Assert.Equal(info, CamusInfo.Read(folder["a.cfg"]));
    }

    [Theory]
    [InlineData("ED: one", "ED", "\"one\"")]
    [InlineData("ED: 1.5", "ED", "whole number")]
    [InlineData("LVef: much", "LVef", "\"much\"")]
    [InlineData("LVef: NaN", "LVef", "number")]
    public void Numbers_that_are_none_are_named(string line, params string[] parts)
    {
        using var folder = new TestFolder();
        Fixture.Throws<EchoFormatException>(() => CamusInfo.Read(folder.Write("Info_2CH.cfg", line)), ["Info_2CH.cfg", .. parts]);
    }
}
