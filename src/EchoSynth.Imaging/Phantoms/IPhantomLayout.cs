using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Writes phantoms in one layout. Studies come from several threads, each patient's from one.</summary>
internal interface IPhantomLayout
{
    /// <summary>The views that the layout has.</summary>
    IReadOnlyList<EchoView> Views { get; }

    /// <summary>Writes what belongs to one study alone, its frames at end-diastole and end-systole among it.</summary>
    /// <param name="study">What to write.</param>
    /// <param name="written">To be called for each of those two frames.</param>
    /// <param name="cancellationToken">To be looked at between frames.</param>
    void Write(PhantomStudy study, Action written, CancellationToken cancellationToken);

    /// <summary>Writes what lists all studies, which come in the order of the patients.</summary>
    void Finish(IReadOnlyList<PhantomStudy> studies);
}
