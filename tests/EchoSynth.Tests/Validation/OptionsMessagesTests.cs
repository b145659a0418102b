using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using EchoSynth.Augmentation;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Discriminators;
using EchoSynth.Evaluation;
using EchoSynth.Hosting;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;
using EchoSynth.Segmentation;
using EchoSynth.Synthesis;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using EchoSynth.Translation;
using EchoSynth.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Validation;

/// <summary>Every option with a range, of every options class there is: a wrong value comes back with the option's name, the value and what would be right, all wrong ones in one exception.</summary>
public sealed class OptionsMessagesTests
{
    /// <summary>Who takes the options; classes not named here are checked as those that are.</summary>
    private static readonly Dictionary<Type, Action<object>> Consumers = new()
    {
        [typeof(SpadeUNetOptions)] = o => new SpadeUNetDenoiser((SpadeUNetOptions)o).Dispose(),
        [typeof(NcsnPlusPlusOptions)] = o => new NcsnPlusPlusDenoiser((NcsnPlusPlusOptions)o).Dispose(),
        [typeof(PatchDiscriminatorOptions)] = o => new PatchDiscriminator((PatchDiscriminatorOptions)o).Dispose(),
        [typeof(WholeImageDiscriminatorOptions)] = o => new WholeImageDiscriminator((WholeImageDiscriminatorOptions)o).Dispose(),
        [typeof(ScheduleOptions)] = o => _ = new VariancePreservingSchedule((ScheduleOptions)o),
        [typeof(DdpmScheduleOptions)] = o => _ = new DdpmSchedule((DdpmScheduleOptions)o),
        [typeof(SamplerOptions)] = o => WithModel(model => new Sampler(model, (SamplerOptions)o).Dispose()),
        [typeof(AugmentationOptions)] = o => _ = new PairAugmenter((AugmentationOptions)o),
        [typeof(MaskEncoding)] = o => ModelPreset.Small64.CreateModel(0, (MaskEncoding)o).Dispose(),
        [typeof(TrainerOptions)] = o => Train((TrainerOptions)o),
        [typeof(ValidationOptions)] = o => Train(new TrainerOptions { Validation = (ValidationOptions)o }),
        [typeof(RegionWeights)] = o => Train(new TrainerOptions { RegionWeights = (RegionWeights)o }),
        [typeof(DomainTranslatorOptions)] = o => WithModel(model => new DomainTranslator(model, (DomainTranslatorOptions)o).Dispose()),
        [typeof(SyntheticDatasetOptions)] = o => WithModel(model => SyntheticDataset.Write(model, [], "nowhere", (SyntheticDatasetOptions)o)),
        [typeof(TrainingSetOptions)] = o => TrainingSet.Load(EmptyDataset.Instance, Tiny.Size, options: (TrainingSetOptions)o).Dispose(),
        [typeof(SegmenterOptions)] = o => Segmenter.Train([], (SegmenterOptions)o),
        [typeof(UsefulnessOptions)] = o => UsefulnessStudy.Run(new UsefulnessInput { RealTraining = [], Synthetic = [], RealTest = [] }, (UsefulnessOptions)o),
        [typeof(TorchScriptOptions)] = o => new TorchScriptExtractor("nowhere", (TorchScriptOptions)o).Dispose(),
        [typeof(EvaluationOptions)] = o => _ = new Evaluator((EvaluationOptions)o),
        [typeof(EchoSynthOptions)] = o => Host((EchoSynthOptions)o),
    };

    public static TheoryData<Type> Classes => [.. Found];

    private static IEnumerable<Type> Found => typeof(TrainerOptions).Assembly.GetExportedTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.GetConstructor([]) is not null && Limited(t).Any()).OrderBy(t => t.Name, StringComparer.Ordinal);

    [Fact]
    public void AllClassesAreFound()
    {
        var found = Found.ToArray();
        Assert.Empty(Consumers.Keys.Except(found));
        Assert.Empty(typeof(TrainerOptions).Assembly.GetExportedTypes().Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) && !t.IsAbstract).Except(found));
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void AWrongValueComesBackWithNameValueAndRange(Type type)
    {
        foreach (var property in Limited(type))
        {
            foreach (var (value, shown, legal) in Illegal(property))
            {
                var options = Activator.CreateInstance(type)!;
                property.SetValue(options, value);
                var failures = Assert.Throws<OptionsValidationException>(() => Consume(options)).Failures.ToArray();
                Assert.True(
                    failures.Any(f => f.Contains($"{property.Name} is {shown}; it must be ", StringComparison.Ordinal) && legal.All(part => f.Contains(part, StringComparison.Ordinal))),
                    $"{type.Name}.{property.Name} = {shown}: {string.Join(" / ", failures)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void AllWrongValuesComeBackInOneException(Type type)
    {
        var options = Activator.CreateInstance(type)!;
        foreach (var property in Limited(type))
            property.SetValue(options, Illegal(property).First().Value);
        var failures = Assert.Throws<OptionsValidationException>(() => Consume(options)).Failures.ToArray();
        foreach (var property in Limited(type))
            Assert.Contains(failures, f => f.Contains($"{property.Name} is ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void NullWhereAListBelongsIsSaidToo(Type type)
    {
        foreach (var property in type.GetProperties().Where(p => p.CanWrite && p.PropertyType != typeof(string) && p.PropertyType.IsAssignableTo(typeof(System.Collections.IEnumerable))))
        {
            var options = Activator.CreateInstance(type)!;
            property.SetValue(options, null);
            Assert.Contains(property.Name, Assert.Throws<OptionsValidationException>(() => Consume(options)).Message);
        }
    }

    [Fact]
    public void ErrorsThatGoBeyondOneRangeSayAsMuch()
    {
        string[] Failures(object options) => [.. Assert.Throws<OptionsValidationException>(() => Consume(options)).Failures];
        Assert.Equal(
            ["Multipliers has 0 entries; it must have 1 to 8, one per level.", "Width is 7; it must be even (half of the time features are sines, half cosines).", "LayerNoise is 0.1; it must be 0 where Output is Noise (such a network takes no latent)."],
            Failures(new SpadeUNetOptions { Multipliers = [], Width = 7, LayerNoise = 0.1, Output = DenoiserOutput.Noise }));
        Assert.Equal(["Multipliers has 0 entries; it must have 1 to 10, one per level."], Failures(new NcsnPlusPlusOptions { Multipliers = [] }));
        Assert.Equal(["Channels has 0 entries; it must have 1 to 8, one per halving.", "TimeWidth is 7; it must be even."], Failures(new PatchDiscriminatorOptions { Channels = [], TimeWidth = 7 }));
        Assert.Equal(["ImageSize is 100; it must be a power of two (32, 64, 128, 256, …)."], Failures(new WholeImageDiscriminatorOptions { ImageSize = 100 }));
        Assert.Equal(["Augmentation.Elastic is 0.03; with ElasticPoints 5 it must be between 0 and 0.01563, or the image could fold.", "Validation.Seeds is 1; it must be between 2 and 100."],
            Failures(new TrainerOptions { Augmentation = new AugmentationOptions { Elastic = 0.03 }, Validation = new ValidationOptions { Seeds = 1 } }));
        Assert.Equal(["RegionWeights.LeftVentricle, Myocardium, LeftAtrium and Rest are all 0; one at least must be above 0."],
            Failures(new RegionWeights { LeftVentricle = 0, Myocardium = 0, LeftAtrium = 0, Rest = 0 }));
    }

    private static IEnumerable<PropertyInfo> Limited(Type type) =>
        type.GetProperties().Where(p => p.GetCustomAttribute<RangeAttribute>() is not null || p.GetCustomAttribute<AllowedValuesAttribute>() is not null);

    /// <summary>Values out of range, as the message shows them, with what it must say of the legal ones.</summary>
    private static IEnumerable<(object Value, string Shown, string[] Legal)> Illegal(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
        {
            string[] legal = [.. allowed.Values.Select(v => v?.ToString() ?? "null")];
            yield return type == typeof(IReadOnlyList<AnatomyLabel>) ? (new AnatomyLabel[] { (AnatomyLabel)77 }, "[77]", legal)
                : type.IsEnum ? (Enum.ToObject(type, 77), "77", legal)
                : (77, "77", legal);
            yield break;
        }
        var range = property.GetCustomAttribute<RangeAttribute>()!;
        double low = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), high = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        string[] bounds = [Convert.ToString(range.Minimum, CultureInfo.InvariantCulture)!, Convert.ToString(range.Maximum, CultureInfo.InvariantCulture)!];
        double[] values = type == typeof(double) || type == typeof(IReadOnlyList<double>) ? [low - 1, high + 1, double.NaN, double.PositiveInfinity] : [low - 1, high + 1];
        if (range.MinimumIsExclusive)
            values = [.. values, low];
        foreach (var v in values)
        {
            if (type == typeof(IReadOnlyList<int>))
                yield return (new[] { (int)low, (int)v }, $"[{(int)low}, {(int)v}]", bounds);
            else if (type == typeof(IReadOnlyList<double>))
                yield return (new[] { v }, string.Create(CultureInfo.InvariantCulture, $"[{v}]"), bounds);
            else
                yield return (Convert.ChangeType(v, type, CultureInfo.InvariantCulture), Convert.ToString(v, CultureInfo.InvariantCulture)!, bounds);
        }
    }

    private static void Consume(object options)
    {
        if (Consumers.TryGetValue(options.GetType(), out var consumer))
            consumer(options);
        else
            OptionsGuard.Validate(options);
    }

    private static void Train(TrainerOptions options) => WithModel(model =>
    {
        using var patch = Tiny.Patch();
        new Trainer(model, patch, options).Dispose();
    });

    private static void WithModel(Action<EchoModel> use)
    {
        using var model = Tiny.Model();
        use(model);
    }

    private static void Host(EchoSynthOptions options)
    {
        using var services = new ServiceCollection()
            .AddEchoSynth(o => (o.ModelPath, o.Device, o.MicroBatch, o.Precision, o.Threads) = (options.ModelPath, options.Device, options.MicroBatch, options.Precision, options.Threads))
            .BuildServiceProvider();
        services.GetRequiredService<Sampler>();
    }

    private sealed class EmptyDataset : IEchoDataset
    {
        public static EmptyDataset Instance { get; } = new();

        public string Name => "empty";

        public IReadOnlyList<EchoItem> Items => [];

        public EchoPair Load(EchoItem item) => throw new NotSupportedException();
    }
}
