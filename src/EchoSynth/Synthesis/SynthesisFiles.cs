using System.Globalization;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Synthesis;

/// <summary>Where a layout puts its files, relative to the set's folder.</summary>
internal sealed class SynthesisFiles
{
    private readonly SynthesisLayout _layout;
    private readonly Dictionary<string, int> _patients = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The layout needs what a mask lacks, or two masks would get one name; the message names them.</exception>
    public SynthesisFiles(SynthesisLayout layout, IReadOnlyList<SynthesisSource> sources)
    {
        _layout = layout;
        var names = new Dictionary<string, SynthesisSource>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources)
        {
            if (DatasetFiles.IdProblem(source.Item.Id) is { } problem)
                throw new ArgumentException($"the mask's id \"{DatasetFiles.Printable(source.Item.Id)}\" cannot name files: {problem}.", nameof(sources));
            _patients.TryAdd(source.Item.PatientId, _patients.Count);
            if (IsCamus && (source.Item.View is not (EchoView.TwoChamber or EchoView.FourChamber) || source.Item.Phase == CardiacPhase.Unknown))
                throw new ArgumentException($"the layout of CAMUS needs a two- or four-chamber view and ED or ES; the mask '{source.Item.Id}' is {source.Item.View}, {source.Item.Phase}. Give them in its name (…_4CH_ED) or a manifest, or choose png or nifti.", nameof(sources));
            var name = IsCamus ? $"{source.Item.PatientId}/{source.Item.View}/{source.Item.Phase}" : source.Item.Id;
            if (!names.TryAdd(name, source))
                throw new ArgumentException(IsCamus
                    ? $"the masks '{names[name].Item.Id}' and '{source.Item.Id}' are both {source.Item.View}, {source.Item.Phase} of patient {source.Item.PatientId}; the layout of CAMUS has one of each. Choose png or nifti."
                    : $"two masks have the id '{source.Item.Id}' ({names[name].Path}, {source.Path}); ids must be unique, small and capital letters alike.", nameof(sources));
        }
    }

    private bool IsCamus => _layout is SynthesisLayout.CamusNifti or SynthesisLayout.CamusMetaImage;

    public string Image(SynthesisJob job) => Stem(job) + Extension;

    public string Mask(SynthesisJob job) => Stem(job) + "_gt" + Extension;

    /// <summary>The patient's name in this set.</summary>
    public string Patient(SynthesisJob job) => IsCamus
        ? string.Create(CultureInfo.InvariantCulture, $"patient{job.Round * _patients.Count + _patients[job.Source.Item.PatientId] + 1:0000}")
        : job.Source.Item.PatientId;

    /// <summary>Writes image and mask, the mask first, so that an image is never without one.</summary>
    public void Write(string folder, SynthesisJob job, EchoImage image, AnatomyMask mask)
    {
        if (_layout != SynthesisLayout.Png)
            mask = CamusWriter.WithoutSector(mask);
        EchoFile.WriteMask(Path.Combine(folder, Mask(job)), mask);
        EchoFile.WriteImage(Path.Combine(folder, Image(job)), image);
    }

    private string Extension => _layout switch
    {
        SynthesisLayout.Png => ".png",
        SynthesisLayout.CamusMetaImage => ".mhd",
        _ => ".nii.gz",
    };

    private string Stem(SynthesisJob job) => IsCamus
        ? $"{(_layout == SynthesisLayout.CamusNifti ? CamusNames.NiftiFolder : CamusNames.Training)}/{Patient(job)}/{Patient(job)}_{CamusNames.Of(job.Source.Item.View)}_{CamusNames.Of(job.Source.Item.Phase)}"
        : job.Name;
}
