using System.Globalization;
using System.Text;
using EchoSynth.Imaging.Framing;

namespace EchoSynth.Synthesis;

/// <summary>README.md of a synthetic data set: its card. It says nothing that another run of the same command would say otherwise.</summary>
internal static class SynthesisCard
{
    public static string Of(SyntheticDatasetInfo info, SynthesisTally tally)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
        string Count(long number, string thing) => $"{N(number)} {thing}{(number == 1 ? "" : "s")}";

        Line($"# {info.Name}");
        Line();
        Line("**Synthetic.** Every image here was drawn by a neural network from an anatomical mask. None is a recording of a person, and none may be used to diagnose one.");
        Line();
        if (tally.Images > 0)
        {
            Line($"![Some of the images, and their masks]({SynthesisPreview.FileName})");
            Line();
        }
        Line("| View | Phase | Split | Images |");
        Line("|---|---|---|---:|");
        foreach (var ((view, phase, split), count) in tally.Kinds)
            Line($"| {view} | {phase} | {split} | {N(count)} |");
        Line();
        if (info.Layout is SynthesisLayout.CamusNifti or SynthesisLayout.CamusMetaImage && tally.Kinds.Keys.Any(k => k.Split == "unassigned"))
        {
            Line("Images of no split are in the list for training.");
            Line();
        }
        Line($"{Count(tally.Images, "image")} of {Count(tally.Patients, "synthetic patient")}, made from {Count(info.Masks, "mask")} of {Count(info.Patients, "patient")}.");
        foreach (var (reason, count) in tally.Skipped)
            Line($"{N(count)} could not be made: {reason} (`skipped.jsonl`)");
        Line();
        Line("## Files");
        Line();
        Line(Layout(info.Layout));
        Line($"The first is `{tally.Example}`. `manifest.jsonl` has a line of JSON for each image: `file` and `mask`, the mask's `source` and `id`, `seed`, `model` (SHA-256 of the weights), `options`, how the recording was framed");
        Line("(`geometry`), and SHA-256 of both files. `dataset.json` says what is common to all.");
        Line();
        Line("Labels: 0 background, 1 left ventricle, 2 myocardium, 3 left atrium; in PNG masks also 4, unlabelled inside the ultrasound sector.");
        Line();
        Line("## How it was made");
        Line();
        Line($"- Generator: {info.Generator}; seed {info.Seed}; options {string.Join(", ", info.Options.Select(o => $"{o.Key} {o.Value}"))}.");
        Line($"- Model: {info.Model.Kind}, {info.Model.ImageSize} × {info.Model.ImageSize}, conditioned on {string.Join(", ", info.Model.Labels)}; weights {info.Model.Hash}.");
        Line($"- Framing: {Framing(info.Model.Framing)}.");
        if (info.Model.Provenance.Count > 0)
            Line($"- Training: {string.Join(", ", info.Model.Provenance.Select(p => $"{p.Key} {p.Value}"))}.");
        Line();
        Line("An image depends on the weights, the mask, its seed and the options alone; the same command makes the same bytes again.");
        Line();
        Line("## Before you use it");
        Line();
        Line("- The images cannot be better than the model: measure fidelity, diversity and the distance to the training images first.");
        Line("- Anatomy and its prevalence are those of the masks, speckle and artefacts those of the model's training data: what is rare there is rare or absent here.");
        Line("- The terms of the data set that the masks are from, and of the one that the model was trained on, go on to apply.");
        Line("- Keep the word synthetic with every copy.");
        return text.ToString();
    }

    private static string Layout(SynthesisLayout layout) => layout switch
    {
        SynthesisLayout.Png => "PNG, 8 bits: `<mask>_s<seed>.png` with its mask `<mask>_s<seed>_gt.png`, a palette picture whose indices are the labels.",
        SynthesisLayout.Nifti => "NIfTI-1, uint8: `<mask>_s<seed>.nii.gz` with its mask `<mask>_s<seed>_gt.nii.gz`.",
        SynthesisLayout.CamusNifti => "The newer layout of CAMUS: `database_nifti/patientNNNN/patientNNNN_4CH_ED.nii.gz` with `_gt`, `Info_4CH.cfg`, `database_split/`. Patient numbers are new.",
        _ => "The older layout of CAMUS: `training/patientNNNN/patientNNNN_4CH_ED.mhd` with `_gt`, `Info_4CH.cfg`, `listSubGroups/`. Patient numbers are new.",
    };

    private static string Framing(FramingOptions framing)
    {
        var parts = new List<string> { framing.Extent == FrameExtent.Whole ? "the whole recording" : string.Create(CultureInfo.InvariantCulture, $"the sector with a margin of {100 * framing.Margin:0.#} %") };
        if (framing.BlackPercentile is { } black)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"black at the {black:0.##}th percentile"));
        if (framing.WhitePercentile is { } white)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"white at the {white:0.##}th percentile"));
        return string.Join(", ", parts);
    }
}
