using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Segmentation;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Segmentation;

public sealed class SegmenterTests
{
    private const int Size = SegmentationData.Size;
    private static readonly SegmenterOptions Brief = SegmentationData.Options with { Steps = 4 };

    [Fact]
    public void It_learns_a_simple_task_in_seconds()
    {
        var losses = new List<double>();
        using var segmenter = Segmenter.Train(SegmentationData.Pairs(6), SegmentationData.Options, new SegmentationData.Each<SegmenterProgress>(p => losses.Add(p.Loss)));
        Assert.Equal(3, losses.Count);
        Assert.True(losses[^1] < 0.5 * losses[0], $"from {losses[0]:F3} to {losses[^1]:F3}");
        var dice = SegmentationData.Pairs(4, 'q').Average(p => Dice(segmenter.Predict(p.Image), p.Mask));
        Assert.True(dice > 0.85, $"mean Dice {dice:F3}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_to_the_bit()
    {
        var options = Brief with { Augmentation = SegmenterOptions.MildAugmentation };
        Assert.Equal(Trained(options), Trained(options));
        Assert.NotEqual(Trained(options), Trained(options with { Seed = 1 }));
        Assert.NotEqual(Trained(options), Trained(options with { Augmentation = null }));
    }

    [Fact]
    public void Batches_are_a_pure_function_of_the_seed_and_see_every_pair_once_an_epoch()
    {
        // Four pairs that differ in the number of LV pixels, two batches of two an epoch.
        var set = SegmentationSet.Of([.. Enumerable.Range(1, 4).Select(Striped)], Size, CancellationToken.None);
        var options = Brief with { BatchSize = 2 };
        long[] Order(SegmenterOptions o)
        {
            using var batches = new SegmentationBatches(set, o);
            return [.. Enumerable.Range(0, o.Steps).SelectMany(_ => batches.Next().Labels.Chunk(Size * Size).Select(l => l.Sum() / Size))];
        }
        var order = Order(options);
        Assert.Equal(order, Order(options));
        Assert.Equal([1, 2, 3, 4], order.Take(4).Order());
        Assert.Equal([1, 2, 3, 4], order.Skip(4).Order());
        Assert.Contains(Enumerable.Range(1, 5).Select(seed => Order(options with { Seed = seed })), other => !other.SequenceEqual(order));
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(40, 24)]
    [InlineData(7, 31)]
    [InlineData(1, 1)]
    public void A_mask_comes_back_on_the_images_own_grid(int width, int height)
    {
        using var segmenter = Segmenter.Train(SegmentationData.Pairs(1), Brief);
        var image = new EchoImage(width, height, new float[width * height], new PixelSpacing(0.3, 0.7));
        var mask = segmenter.Predict(image);
        Assert.Equal((width, height, image.Spacing), (mask.Width, mask.Height, mask.Spacing));
        Assert.False(mask.HasSector);
    }

    [Fact]
    public void A_larger_image_gets_a_larger_mask_of_the_same_heart()
    {
        using var segmenter = Segmenter.Train(SegmentationData.Pairs(6), SegmentationData.Options);
        var pair = SegmentationData.Pairs(1, 'q')[0];
        var labels = new byte[16 * Size * Size];
        var pixels = new float[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            var from = (i / (4 * Size) / 4 * Size) + i % (4 * Size) / 4;
            (labels[i], pixels[i]) = (pair.Mask.Labels[from], pair.Image.Pixels[from]);
        }
        var found = segmenter.Predict(new EchoImage(4 * Size, 4 * Size, pixels, new PixelSpacing(0.125, 0.125)));
        Assert.True(Dice(found, new AnatomyMask(4 * Size, 4 * Size, labels)) > 0.75);
    }

    [Fact]
    public void Images_are_segmented_together_as_alone()
    {
        using var segmenter = Segmenter.Train(SegmentationData.Pairs(2), Brief);
        EchoImage[] images = [.. SegmentationData.Pairs(2, 'q').Select(p => p.Image), .. SegmentationData.Pairs(1, 'r', 20).Select(p => p.Image)];
        var together = segmenter.Predict(images);
        Assert.Equal(images.Length, together.Count);
        for (var i = 0; i < images.Length; i++)
            Assert.True(together[i].Labels.SequenceEqual(segmenter.Predict(images[i]).Labels));
    }

    [Fact]
    public void What_was_saved_comes_back_equal()
    {
        var folder = Tiny.TemporaryFolder();
        using var segmenter = Segmenter.Train(SegmentationData.Pairs(2), Brief with { Augmentation = SegmenterOptions.MildAugmentation, Seed = 5 });
        segmenter.Save(folder);
        Assert.Equal(["config.json", "segmenter.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        using var loaded = Segmenter.Load(folder, "cpu");
        Assert.Equal(segmenter.Options, loaded.Options);
        Assert.Equal(segmenter.Parameters, loaded.Parameters);
        Assert.Equal(Values(segmenter), Values(loaded));
        var image = SegmentationData.Pairs(1, 'q')[0].Image;
        Assert.True(segmenter.Predict(image).Labels.SequenceEqual(loaded.Predict(image).Labels));
    }

    [Fact]
    public void A_folder_that_is_no_segmenter_is_an_error_that_says_so()
    {
        var folder = Tiny.TemporaryFolder();
        string Error() => Assert.Throws<ModelFormatException>(() => Segmenter.Load(folder, "cpu")).Message;
        Assert.Contains("no such file", Error());
        using (var model = Tiny.Model())
            model.Save(folder);
        Assert.Contains("echosynth-segmenter", Error());
        using (var segmenter = Segmenter.Train(SegmentationData.Pairs(1), Brief))
            segmenter.Save(folder);
        var (config, weights) = (Path.Combine(folder, "config.json"), Path.Combine(folder, "segmenter.safetensors"));
        var text = File.ReadAllText(config);
        File.WriteAllText(config, text.Replace("\"width\": 8", "\"width\": 12", StringComparison.Ordinal));
        Assert.Contains("this network needs", Error());
        File.WriteAllText(config, text.Replace("\"width\": 8", "\"width\": 7", StringComparison.Ordinal));
        Assert.Contains("Width is 7; it must be a multiple of 4.", Error());
        File.WriteAllText(config, text.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));
        Assert.Contains("reads version 1", Error());
        File.WriteAllText(config, text);
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..^9]);
        Assert.Contains("truncated", Error());
    }

    [Fact]
    public void Nothing_leaks_in_training_and_predicting()
    {
        var pairs = SegmentationData.Pairs(2);
        var tensors = new List<long>();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var segmenter = Segmenter.Train(pairs, Brief with { Steps = 80 }, new SegmentationData.Each<SegmenterProgress>(_ => tensors.Add(Live()))))
        {
            Assert.Equal(4, tensors.Count);
            Assert.All(tensors, t => Assert.Equal(tensors[0], t));
            segmenter.Predict(pairs[0].Image);
            var once = Live();
            for (var i = 0; i < 5; i++)
                segmenter.Predict(pairs[0].Image);
            Assert.Equal(once, Live());
        }
        Assert.Equal(before, Live());
    }

    [Fact]
    public void A_cancelled_training_leaves_nothing()
    {
        var before = Live();
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Segmenter.Train(SegmentationData.Pairs(2), Brief with { Steps = 100 }, new SegmentationData.Each<SegmenterProgress>(p =>
        {
            Assert.Equal(20, p.Step);
            stop.Cancel();
        }), stop.Token));
        Assert.Equal(before, Live());
        Assert.ThrowsAny<OperationCanceledException>(() => Segmenter.Train(SegmentationData.Pairs(2), Brief, null, new CancellationToken(true)));
    }

    [Fact]
    public void Pairs_that_cannot_be_learned_from_are_errors()
    {
        Assert.Contains("no pairs", Assert.Throws<ArgumentException>(() => Segmenter.Train([], Brief)).Message);
        var unlike = SegmentationData.Pairs(1)[0] with { Mask = Tiny.Mask(0, 16) };
        Assert.Contains("p0_0: the image is 32 × 32, its mask 16 × 16", Assert.Throws<ArgumentException>(() => Segmenter.Train([unlike], Brief)).Message);
    }

    [Fact]
    public void Constant_images_are_trained_on_and_read_without_a_number_that_is_none()
    {
        var black = SegmentationData.Pairs(1)[0] with { Image = new EchoImage(Size, Size, new float[Size * Size]) };
        using var segmenter = Segmenter.Train([black], Brief with { Augmentation = SegmenterOptions.MildAugmentation });
        Assert.All(Values(segmenter), v => Assert.True(float.IsFinite(v)));
        segmenter.Predict(black.Image);
    }

    [Fact]
    public void The_rate_rises_and_falls_to_nothing()
    {
        var options = SegmentationData.Options with { Steps = 100, LearningRate = 1 };
        Assert.Equal(0.2, SegmenterTraining.Rate(options, 0), 1e-12);
        Assert.Equal(1, SegmenterTraining.Rate(options, 4), 1e-12);
        Assert.Equal(0.5, SegmenterTraining.Rate(options, 52), 0.01);
        Assert.InRange(SegmenterTraining.Rate(options, 99), 1e-6, 1e-3);
    }

    private static EchoPair Striped(int rows)
    {
        var labels = new byte[Size * Size];
        labels.AsSpan(0, Size * rows).Fill(1);
        labels.AsSpan(Size * rows).Fill(4);
        return SegmentationData.Pair("p", $"p{rows}", SegmentationData.Pairs(1)[0].Image, new AnatomyMask(Size, Size, labels));
    }

    private static float[] Trained(SegmenterOptions options)
    {
        using var segmenter = Segmenter.Train(SegmentationData.Pairs(3), options);
        return Values(segmenter);
    }

    private static float[] Values(Segmenter segmenter) => [.. segmenter.Weights.OrderBy(w => w.Key, StringComparer.Ordinal).SelectMany(w => TensorData.ToFloats(w.Value))];

    private static double Dice(AnatomyMask found, AnatomyMask truth) => Enumerable.Range(1, 3).Average(label =>
    {
        var both = Enumerable.Range(0, truth.Labels.Length).Count(i => found.Labels[i] == label && truth.Labels[i] == label);
        return 2.0 * both / (found.Count((AnatomyLabel)label) + truth.Count((AnatomyLabel)label));
    });

    private static long Live() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
