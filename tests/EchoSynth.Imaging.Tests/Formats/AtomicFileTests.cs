using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

public class AtomicFileTests
{
    [Fact]
    public void A_full_disk_leaves_the_old_file_and_no_half_one()
    {
        using var folder = new TestFolder();
        folder.Write("a.png", "old");
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(folder["a.png"], stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));
        Assert.Contains("a.png: cannot be written: No space left", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder["a.png"]));
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void A_missing_folder_is_made()
    {
        using var folder = new TestFolder();
        var path = folder[Path.Combine("new", "a.png")];
        PngCodec.Write(path, Fixture.Image(4, 4));
        Assert.Equal([path], Directory.GetFiles(folder["new"]));
    }

    [Fact]
    public void A_folder_below_a_file_is_named()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["file"], "");
        var path = folder[Path.Combine("file", "a.png")];
        Fixture.Throws<IOException>(() => PngCodec.Write(path, Fixture.Image(4, 4)), path, "cannot be written");
    }

    [Fact]
    public void A_folder_in_the_way_is_named_and_nothing_is_left()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["a.nii"]);
        Fixture.Throws<IOException>(() => EchoFile.WriteImage(folder["a.nii"], Fixture.Image(4, 4)), "a.nii", "cannot be written");
        Assert.Empty(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Other_errors_clean_up_too()
    {
        using var folder = new TestFolder();
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["a"], _ => throw new InvalidOperationException()));
        Assert.Empty(Directory.GetFiles(folder.Root));
    }
}
