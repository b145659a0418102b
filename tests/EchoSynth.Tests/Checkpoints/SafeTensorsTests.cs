using System.Text;
using System.Text.Json;
using EchoSynth.Checkpoints;
using EchoSynth.Tests.Support;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Checkpoints;

public sealed class SafeTensorsTests
{
    private readonly string _folder = Tiny.TemporaryFolder();

    [Fact]
    public void EveryTypeAndShapeComesBack()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["f32"] = Cosines.Values(0, 1, 2, 3, 4),
            ["strided"] = Cosines.Values(0, 1, 2, 3, 4).permute(2, 0, 1),
            ["scalar"] = tensor(3.5f),
            ["empty"] = empty([0, 4], float32),
            ["f64"] = Cosines.Values(1, 1, 5).to(float64),
            ["f16"] = Cosines.Values(2, 1, 5).to(float16),
            ["bf16"] = Cosines.Values(3, 1, 5).to(bfloat16),
            ["i64"] = arange(6, int64).reshape(2, 3),
            ["u8"] = arange(6, int64).to(uint8),
            ["bool"] = arange(6, int64) > 2,
        };
        var path = Path.Combine(_folder, "all.safetensors");
        SafeTensors.Save(path, tensors, new Dictionary<string, string> { ["who"] = "me" });
        var back = SafeTensors.Load(path, out var metadata);

        Assert.Equal("me", metadata["who"]);
        Assert.Equal(tensors.Keys.Order(), back.Keys.Order());
        foreach (var (name, values) in tensors)
        {
            Assert.Equal(values.dtype, back[name].dtype);
            Assert.Equal(values.shape, back[name].shape);
            Assert.Equal(values.contiguous().bytes.ToArray(), back[name].bytes.ToArray());
            back[name].Dispose();
        }
    }

    [Fact]
    public void TheFileIsWhatTheFormatSays()
    {
        // An independent reader: length, JSON, offsets, little-endian floats.
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "x.safetensors");
        SafeTensors.Save(path, new Dictionary<string, Tensor> { ["b"] = tensor(new[] { 1f, 2f }), ["a"] = tensor(new[] { 3f }) });
        var bytes = File.ReadAllBytes(path);
        var length = (int)BitConverter.ToInt64(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        Assert.Equal(0, (8 + length) % 8);
        Assert.Equal("""{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", header.RootElement.GetProperty("a").GetRawText());
        Assert.Equal("""{"dtype":"F32","shape":[2],"data_offsets":[4,12]}""", header.RootElement.GetProperty("b").GetRawText());
        Assert.Equal(3f, BitConverter.ToSingle(bytes, 8 + length));
        Assert.Equal(2f, BitConverter.ToSingle(bytes, 8 + length + 8));
        Assert.Equal(8 + length + 12, bytes.Length);
    }

    public static TheoryData<string, string> BadHeaders => new()
    {
        { "", "starts with 8 bytes" },
        { "PNG!", "starts with 8 bytes" },
        { "H99999999", "promise a header" },
        { "H{not json", "not that of a safetensors file" },
        { """H{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "truncated" },
        { """H{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}DDDD""", "dtype 'F99'" },
        { """H{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}DDDDDD""", "followed by something else" },
        { """H{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,4]}}DDDD""", "needs 12 bytes" },
        { """H{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}DDDD""", "shape [-1]" },
        { """H{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904,4],"data_offsets":[0,4]}}DDDD""", "needs" },
        { """H{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}DDDD""", "without gap or overlap" },
        { """H{"a":{"shape":[1],"data_offsets":[0,4]}}DDDD""", "not that of a safetensors file" },
        { """H[1,2]DDDD""", "not that of a safetensors file" },
    };

    /// <summary>H stands for the header's length, D… for values.</summary>
    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void ADamagedFileIsRefusedWithItsNameAndTheReason(string content, string reason)
    {
        var path = Path.Combine(_folder, "bad.safetensors");
        var end = content.LastIndexOfAny(['}', ']', 'n']) + 1;
        byte[] bytes = content.StartsWith('H')
            ? content[1..] == "99999999" ? [.. BitConverter.GetBytes(99_999_999L)] : [.. BitConverter.GetBytes((long)end - 1), .. Encoding.ASCII.GetBytes(content[1..])]
            : Encoding.ASCII.GetBytes(content);
        File.WriteAllBytes(path, bytes);
        var error = Assert.Throws<ModelFormatException>(() => SafeTensors.Load(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void AnyTruncationAndAnyFlippedHeaderByteIsAnErrorOrAReadableFile()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "whole.safetensors");
        SafeTensors.Save(path, new Dictionary<string, Tensor> { ["weight"] = Cosines.Values(0, 1, 4, 4), ["bias"] = Cosines.Values(0, 1, 4) });
        var whole = File.ReadAllBytes(path);
        var bad = Path.Combine(_folder, "bad.safetensors");
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(bad, whole[..length]);
            Assert.Throws<ModelFormatException>(() => SafeTensors.Load(bad));
        }
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var copy = whole.ToArray();
            copy[random.Next(whole.Length - 80)] = (byte)random.Next(256);
            File.WriteAllBytes(bad, copy);
            try
            {
                foreach (var t in SafeTensors.Load(bad).Values)
                    t.Dispose();
            }
            catch (ModelFormatException)
            {
                // The other allowed outcome.
            }
        }
    }

    [SmallDiskFact]
    public void AFullDiskLeavesTheOldFileAndNothingElse()
    {
        using var scope = NewDisposeScope();
        using var disk = new SmallDisk();
        var path = Path.Combine(disk.Folder, "model.safetensors");
        File.WriteAllText(path, "old");
        var error = Assert.Throws<IOException>(() => SafeTensors.Save(path, new Dictionary<string, Tensor> { ["a"] = zeros(1_000_000) }));
        Assert.StartsWith($"{path}: cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(disk.Folder));
    }

    [SmallDiskFact]
    public void AReadOnlyFolderIsNamed()
    {
        using var scope = NewDisposeScope();
        using var disk = new SmallDisk(readOnly: true);
        var path = Path.Combine(disk.Folder, "model.safetensors");
        var error = Assert.Throws<IOException>(() => SafeTensors.Save(path, new Dictionary<string, Tensor> { ["a"] = zeros(10) }));
        Assert.StartsWith($"{path}: cannot be written: ", error.Message, StringComparison.Ordinal);
    }
}
