using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

public class LabelMapTests
{
    [Fact]
    public void A_map_reads_what_it_writes()
    {
        var map = LabelMap.Parse("1=lv, 2=LA, 3=background, 7=Myocardium");
        Assert.Equal("1=lv,2=la,3=background,7=myo", map.ToString());
        Assert.Equal([AnatomyLabel.LeftVentricle, AnatomyLabel.LeftAtrium, AnatomyLabel.Background, AnatomyLabel.Myocardium, AnatomyLabel.Background], [map[1]!.Value, map[2]!.Value, map[3]!.Value, map[7]!.Value, map[0]!.Value]);
        Assert.Null(map[4]);
        Assert.Null(map[-1]);
        Assert.Null(map[256]);
        Assert.Equal(LabelMap.Structures, map.Annotated);
        Assert.Equal([AnatomyLabel.LeftVentricle, AnatomyLabel.LeftAtrium], LabelMap.CardiacUda.Annotated);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1=lv=2")]
    [InlineData("x=lv")]
    [InlineData("1=ventricle")]
    [InlineData("256=lv")]
    [InlineData("-1=lv")]
    [InlineData("1=lv,1=la")]
    [InlineData("1=2")]
    public void What_is_no_map_is_named(string text) => Fixture.Throws<FormatException>(() => LabelMap.Parse(text), $"'{text}'");

    [Fact]
    public void Layouts_have_names()
    {
        foreach (var name in EchoDatasets.Names)
            Assert.Equal(name, EchoDatasets.NameOf(EchoDatasets.ByName(name.ToUpperInvariant())));
        Fixture.Throws<ArgumentException>(() => EchoDatasets.ByName("dicom"), "'dicom'", "camus-nifti");
    }
}
