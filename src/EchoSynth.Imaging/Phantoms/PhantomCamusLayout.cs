using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Phantoms in either layout of CAMUS.</summary>
internal sealed class PhantomCamusLayout(string folder, CamusLayout layout) : IPhantomLayout
{
    private static readonly CardiacPhase[] Phases = [CardiacPhase.EndDiastole, CardiacPhase.EndSystole];
    private readonly CamusWriter _writer = new(folder, layout);

    public IReadOnlyList<EchoView> Views { get; } = [EchoView.TwoChamber, EchoView.FourChamber];

    public void Write(PhantomStudy study, Action written, CancellationToken cancellationToken)
    {
        foreach (var phase in Phases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frame = study.Frame(phase);
            _writer.WritePair(Id(study), study.View, phase, frame.Image, frame.Mask);
            written();
        }
        _writer.WriteInfo(Id(study), study.View, study.Info);
    }

    public void Finish(IReadOnlyList<PhantomStudy> studies)
    {
        IEnumerable<string> Of(DatasetSplit split) => studies.Where(s => s.Split == split).Select(Id).Distinct();
        _writer.WriteSplit(Of(DatasetSplit.Training), Of(DatasetSplit.Validation), Of(DatasetSplit.Testing));
    }

    private static string Id(PhantomStudy study) => "patient" + study.Number;
}
