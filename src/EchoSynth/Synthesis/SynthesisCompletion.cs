using System.Text;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Synthesis;

/// <summary>What is written of a set as a whole, from its manifest: the card, and in the layouts of CAMUS the lists of patients and Info_*.cfg.</summary>
internal static class SynthesisCompletion
{
    public static void Write(string folder, SyntheticDatasetInfo info)
    {
        var tally = new SynthesisTally();
        var patients = new SortedDictionary<string, DatasetSplit>(StringComparer.Ordinal);
        var views = new SortedDictionary<(string Patient, string View), (bool Ed, bool Es)>();
        var camus = info.Layout is SynthesisLayout.CamusNifti or SynthesisLayout.CamusMetaImage;
        foreach (var entry in SynthesisManifest.Read(SynthesisManifest.PathOf(folder, Shard.Whole)))
        {
            tally.Add(entry);
            if (!camus)
                continue;
            patients[entry.Patient] = Enum.TryParse<DatasetSplit>(entry.Split, ignoreCase: true, out var split) ? split : DatasetSplit.Unassigned;
            var (ed, es) = views.GetValueOrDefault((entry.Patient, entry.View));
            views[(entry.Patient, entry.View)] = (ed || entry.Phase == CardiacPhase.EndDiastole.ShortName(), es || entry.Phase == CardiacPhase.EndSystole.ShortName());
        }
        foreach (var entry in SynthesisManifest.Read(SynthesisManifest.SkippedPathOf(folder, Shard.Whole)))
            tally.Skip(entry);
        if (camus)
            WriteCamus(new CamusWriter(folder, info.Layout == SynthesisLayout.CamusNifti ? CamusLayout.Nifti : CamusLayout.MetaImage), patients, views);
        SynthesisPreview.Write(folder, tally.Images);
        // What killed processes left half-written.
        foreach (var place in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Prepend(folder))
            AtomicFile.RemoveLeftovers(place);
        foreach (var journal in Directory.EnumerateFiles(folder, ".manifest*.journal"))
            File.Delete(journal);
        AtomicFile.Write(Path.Combine(folder, "README.md"), Encoding.UTF8.GetBytes(SynthesisCard.Of(info, tally)));
    }

    private static void WriteCamus(CamusWriter writer, SortedDictionary<string, DatasetSplit> patients, SortedDictionary<(string Patient, string View), (bool Ed, bool Es)> views)
    {
        foreach (var ((patient, view), (ed, es)) in views)
        {
            writer.WriteInfo(patient, view == EchoView.TwoChamber.ShortName() ? EchoView.TwoChamber : EchoView.FourChamber, new CamusInfo
            {
                EndDiastole = ed ? 1 : null,
                EndSystole = es ? ed ? 2 : 1 : null,
                FrameCount = (ed ? 1 : 0) + (es ? 1 : 0),
                Other = new Dictionary<string, string> { ["Synthetic"] = "true" },
            });
        }
        // Masks of no split are there to be trained on.
        IEnumerable<string> Of(params DatasetSplit[] splits) => patients.Where(p => splits.Contains(p.Value)).Select(p => p.Key);
        writer.WriteSplit(Of(DatasetSplit.Training, DatasetSplit.Unassigned), Of(DatasetSplit.Validation), Of(DatasetSplit.Testing));
    }
}
