using System.Security.Cryptography;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using Xunit;

namespace EchoSynth.Imaging.Tests.Phantoms;

public sealed class PhantomDatasetTests : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "echosynth-phantom-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_root))
            Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData(DatasetLayout.CamusNifti)]
    [InlineData(DatasetLayout.CamusMetaImage)]
    public void What_is_written_is_read_by_the_CAMUS_reader(DatasetLayout layout)
    {
        var options = new PhantomDatasetOptions { Patients = 5, Size = 48, Layout = layout, Scanner = "all", Seed = 9 };
        PhantomDataset.Write(_root, options);
        var camus = CamusDataset.Open(_root);
        var phantom = PhantomDataset.TryOpen(_root)!;

        Assert.Equal(layout == DatasetLayout.CamusNifti ? CamusLayout.Nifti : CamusLayout.MetaImage, camus.Layout);
        Assert.Equal(20, camus.Items.Count);
        Assert.Equal(options, phantom.Options);
        Assert.Equal(4, camus.Items.Count(i => i.Split == DatasetSplit.Validation));
        Assert.Equal(4, camus.Items.Count(i => i.Split == DatasetSplit.Testing));
        foreach (var item in camus.Items)
        {
            var pair = camus.Load(item);
            var scanner = phantom.Scanner(item);
            var mask = PhantomSimulator.RenderMask(phantom.Anatomy(item), item.View, item.Phase == CardiacPhase.EndSystole ? 1 : 0, scanner, 48);
            Assert.True(mask.Labels.SequenceEqual(pair.Mask.Labels));
            Assert.Equal(mask.Spacing.X, pair.Mask.Spacing.X, 1e-4);
            Assert.Equal(mask.Spacing.Y, pair.Image.Spacing.Y, 1e-4);

            var info = camus.ReadInfo(item.PatientId, item.View);
            Assert.Equal(100 * phantom.Anatomy(item).EjectionFraction, info.EjectionFraction!.Value, 0.6);
            Assert.Equal(phantom.Anatomy(item).Volumes().EndDiastolicMl, info.EndDiastolicVolume!.Value, 0.06);
            Assert.Equal(scanner.Name, info.Other["Scanner"]);
        }
        Assert.Equal(5, camus.Items.Select(i => phantom.Scanner(i).Name).Distinct().Count());
    }

    [Fact]
    public void Redraw_0_is_the_file_and_others_are_other_recordings()
    {
        var phantom = PhantomDataset.Write(_root, new PhantomDatasetOptions { Patients = 2, Size = 64 });
        var camus = CamusDataset.Open(_root);
        foreach (var item in camus.Items)
        {
            var stored = camus.Load(item).Image;
            var again = phantom.Redraw(item, 1);

            Assert.True(stored.ToBytes().AsSpan().SequenceEqual(phantom.Redraw(item, 0).ToBytes()));
            Assert.True(again.Pixels.SequenceEqual(phantom.Redraw(item, 1).Pixels));
            Assert.False(again.Pixels.SequenceEqual(phantom.Redraw(item, 2).Pixels));
            var (differing, sector) = (0, 0);
            for (var i = 0; i < stored.Pixels.Length; i++)
            {
                Assert.Equal(stored.Pixels[i] > 0, again.Pixels[i] > 0);
                sector += stored.Pixels[i] > 0 ? 1 : 0;
                differing += Math.Abs(stored.Pixels[i] - again.Pixels[i]) > 1 / 255f ? 1 : 0;
            }
            Assert.True(differing > sector / 2);
        }
        Assert.Throws<ArgumentException>(() => phantom.Redraw(camus.Items[0] with { PatientId = "patient0003" }, 1));
        Assert.Throws<ArgumentException>(() => phantom.Redraw(camus.Items[0] with { Phase = CardiacPhase.Unknown }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => phantom.Redraw(camus.Items[0], -1));
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_threads_and_do_on_the_seed()
    {
        Assert.Equal(Digest(1, 7), Digest(4, 7));
        Assert.NotEqual(Digest(1, 7), Digest(1, 8));

        string Digest(int threads, ulong seed)
        {
            PhantomDataset.Write(_root, new PhantomDatasetOptions { Patients = 3, Size = 32, MaxThreads = threads, Seed = seed });
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(_root, file)));
                hash.AppendData(File.ReadAllBytes(file));
            }
            return Convert.ToHexString(hash.GetHashAndReset());
        }
    }

    [Fact]
    public void Patient_k_is_the_same_in_a_larger_set()
    {
        var small = PhantomDataset.Write(_root, new PhantomDatasetOptions { Patients = 2, Size = 32 });
        var item = CamusDataset.Open(_root).Items[^1];
        var anatomy = small.Anatomy(item);

        Assert.Equal(anatomy, PhantomDataset.Write(_root, new PhantomDatasetOptions { Patients = 4, Size = 32 }).Anatomy(item));
        Assert.Equal(16, CamusDataset.Open(_root).Items.Count);
    }

    [Fact]
    public void A_folder_with_something_else_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_root);
        var file = Path.Combine(_root, "thesis.txt");
        File.WriteAllText(file, "precious");

        var error = Assert.Throws<IOException>(() => PhantomDataset.Write(_root, new PhantomDatasetOptions { Patients = 1, Size = 32 }));

        Assert.Contains("thesis.txt", error.Message, StringComparison.Ordinal);
        Assert.Equal(file, Assert.Single(Directory.EnumerateFileSystemEntries(_root)));
        Assert.Null(PhantomDataset.TryOpen(_root));
    }

    [Fact]
    public void An_earlier_phantom_is_replaced_whole_and_other_files_beside_it_stay()
    {
        PhantomDataset.Write(_root, new PhantomDatasetOptions { Patients = 3, Size = 32 });
        File.WriteAllText(Path.Combine(_root, "notes.txt"), "mine");

        PhantomDataset.Write(_root, new PhantomDatasetOptions { Patients = 1, Size = 32, Layout = DatasetLayout.CamusMetaImage });

        Assert.Equal(4, CamusDataset.Open(_root).Items.Count);
        Assert.True(File.Exists(Path.Combine(_root, "notes.txt")));
        Assert.False(Directory.Exists(Path.Combine(_root, "database_nifti")));
    }

    [Fact]
    public void Cancelling_leaves_nothing_and_keeps_an_earlier_set()
    {
        var options = new PhantomDatasetOptions { Patients = 40, Size = 32 };
        Assert.Throws<OperationCanceledException>(() => CancelAfter(5));
        Assert.False(Directory.Exists(_root));

        PhantomDataset.Write(_root, options with { Patients = 2 });
        Assert.Throws<OperationCanceledException>(() => CancelAfter(5));
        Assert.Equal(8, CamusDataset.Open(_root).Items.Count);
        Assert.Equal(2, PhantomDataset.TryOpen(_root)!.Options.Patients);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_root), e => e.Contains("partial", StringComparison.Ordinal));

        void CancelAfter(int images)
        {
            using var source = new CancellationTokenSource();
            var progress = new DirectProgress(p =>
            {
                if (p.Images >= images)
                    source.Cancel();
            });
            PhantomDataset.Write(_root, options, progress, source.Token);
        }
    }

    [Fact]
    public void Progress_counts_every_image_once()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<PhantomDatasetProgress>();
        PhantomDataset.Write(_root, new PhantomDatasetOptions { Patients = 3, Size = 32 }, new DirectProgress(seen.Add));

        Assert.Equal(Enumerable.Range(1, 12), seen.Select(p => p.Images).Order());
        Assert.All(seen, p => Assert.Equal(12, p.Total));
    }

    [Theory]
    [InlineData("{", "not a phantom manifest")]
    [InlineData("{\"generator\":\"other\"}", "generator")]
    [InlineData("{\"generator\":\"EchoSynth phantom\",\"version\":99}", "Write the data set again")]
    [InlineData("{\"generator\":\"EchoSynth phantom\",\"version\":1,\"seed\":1,\"patients\":0,\"size\":64,\"scanner\":\"standard\",\"layout\":\"Nifti\"}", "Patients is 0")]
    public void A_damaged_manifest_is_named(string json, string expected)
    {
        Directory.CreateDirectory(_root);
        File.WriteAllText(Path.Combine(_root, "phantom.json"), json);

        var error = Assert.Throws<EchoFormatException>(() => PhantomDataset.TryOpen(_root));

        Assert.Contains("phantom.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_exception_names_every_wrong_option()
    {
        var error = Assert.Throws<ArgumentException>(() => PhantomDataset.Write(_root, new PhantomDatasetOptions { Patients = 0, Size = 16, Scanner = "x" }));

        Assert.Contains("Patients is 0; it must be 1…9999.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Size is 16 pixels; it must be 32…1024 pixels.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Scanner is 'x'; it must be all or one of standard", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_root));
    }

    private sealed class DirectProgress(Action<PhantomDatasetProgress> report) : IProgress<PhantomDatasetProgress>
    {
        public void Report(PhantomDatasetProgress value) => report(value);
    }
}
