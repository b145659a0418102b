namespace EchoSynth.Imaging.Datasets;

/// <summary>Walks the patients' folders of a CAMUS copy and pairs images with masks.</summary>
internal sealed class CamusScan(CamusOptions options, CamusSplits splits)
{
    public List<EchoItem> Items { get; } = [];

    /// <summary>What is incomplete.</summary>
    public List<SkippedItem> Incomplete { get; } = [];

    /// <summary>What is left out by design.</summary>
    public List<SkippedItem> LeftOut { get; } = [];

    public void Patient(string folder)
    {
        var patient = Path.GetFileName(folder);
        var container = Path.GetFileName(Path.GetDirectoryName(folder)) ?? "";
        var split = splits.Of(patient, container);
        var (found, missing) = (new List<EchoItem>(), new List<SkippedItem>());
        var images = 0;
        foreach (var view in CamusNames.Views)
        {
            foreach (var phase in CamusNames.Phases)
                images += Add($"{patient}_{CamusNames.Of(view)}_{CamusNames.Of(phase)}", view, phase, sequence: false);
            if (!options.IncludeSequences)
                continue;
            foreach (var sequence in CamusNames.Sequences)
                images += Add($"{patient}_{CamusNames.Of(view)}_{sequence}", view, CardiacPhase.Unknown, sequence: true);
        }
        if (found.Count == 0 && images > 0 && container == CamusNames.Testing)
        {
            LeftOut.Add(new SkippedItem(patient, $"{folder}: the masks of the testing folder were never published; there is nothing to pair."));
            return;
        }
        if (found.Count == 0 && missing.Count == 0)
            missing.Add(new SkippedItem(patient, $"{folder}: no image such as {patient}_4CH_ED{string.Join(", ", CamusNames.Extensions)}"));
        Items.AddRange(found);
        Incomplete.AddRange(missing);

        int Add(string id, EchoView view, CardiacPhase phase, bool sequence)
        {
            var (image, mask) = (CamusNames.Find(folder, id), CamusNames.Find(folder, id + "_gt"));
            if (image is not null && mask is not null)
            {
                var item = new EchoItem(id, patient, view, phase, split, image, mask);
                if (sequence)
                    AddFrames(item);
                else
                    found.Add(item);
            }
            else if (mask is not null || (image is not null && !sequence))
            {
                // A sequence without masks is usual in the older layout; a single image without one is not.
                missing.Add(new SkippedItem(id, image is null ? $"{mask}: there is a mask but no image {id}" : $"{image}: there is an image but no mask {id}_gt"));
            }
            return image is null ? 0 : 1;
        }

        void AddFrames(EchoItem item)
        {
            int count;
            try
            {
                count = EchoFile.FrameCount(item.ImagePath);
            }
            catch (EchoFormatException error)
            {
                missing.Add(new SkippedItem(item.Id, error.Message));
                return;
            }
            var cfg = Path.Combine(folder, CamusNames.Info(item.View));
            var info = File.Exists(cfg) ? CamusInfo.Read(cfg) : new CamusInfo();
            for (var frame = 0; frame < count; frame++)
            {
                var phase = frame + 1 == info.EndDiastole ? CardiacPhase.EndDiastole
                    : frame + 1 == info.EndSystole ? CardiacPhase.EndSystole
                    : CardiacPhase.Unknown;
                found.Add(item with { Id = $"{item.Id}_{frame:D3}", Phase = phase, Frame = frame });
            }
        }
    }
}
