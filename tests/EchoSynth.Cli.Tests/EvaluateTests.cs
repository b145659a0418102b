using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class EvaluateTests(Workspace workspace)
{
    private static readonly string[] s_quick = ["--only", "fidelity", "distribution", "privacy"];

    [Fact]
    public void One_command_answers_four_questions()
    {
        var (json, page) = (workspace.In("four.json"), workspace.In("four.html"));
        var run = CliProcess.Run("evaluate", "--real", Hearts(2, 4), "--train", Hearts(3, 5), "--synthetic", Hearts(4, 5), "--json", json, "--report", page, "--steps", "2", "--device", "cpu").Expect(0);
        using var report = JsonDocument.Parse(File.ReadAllText(json));
        var root = report.RootElement;
        // Other hearts under the same names are nobody's partners.
        Assert.Contains("20 synthetic images without a real partner", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, root.GetProperty("fidelity").GetProperty("images").GetInt32());
        Assert.Equal(20, root.GetProperty("usefulness").GetProperty("regimes")[1].GetProperty("training_images").GetInt32());
        Assert.Equal(4, root.GetProperty("usefulness").GetProperty("test_patients").GetInt32());
        Assert.False(root.GetProperty("privacy").GetProperty("memorised").GetBoolean());
        Assert.Equal([("training", 20), ("held-out", 16), ("synthetic", 20)], root.GetProperty("sets").EnumerateArray().Select(s => (s.GetProperty("role").GetString(), s.GetProperty("images").GetInt32())));
        Assert.Contains("Are the patients safe? ", run.Output, StringComparison.Ordinal);
        Assert.Contains("TOO FEW IMAGES", run.Output, StringComparison.Ordinal);
        Assert.Contains("training and testing segmenters", run.Output, StringComparison.Ordinal);
        Assert.Contains("<h1>Can this synthetic set be trusted?</h1>", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_images_in_another_layout_are_found_to_be_memorised()
    {
        var (json, copies) = (workspace.In("copies.json"), Directory.CreateDirectory(workspace.In("copies")).FullName);
        foreach (var item in EchoDatasets.Open(Hearts(3, 5)).Items)
        {
            var (_, image, mask) = EchoDatasets.Open(Hearts(3, 5)).Load(item);
            PngCodec.Write(Path.Combine(copies, $"drawn{item.Id}.png"), image);
            PngCodec.WriteMask(Path.Combine(copies, $"drawn{item.Id}_gt.png"), mask);
        }
        var run = CliProcess.Run(["evaluate", "--real", Hearts(2, 4), "--train", Hearts(3, 5), "--synthetic", copies, "--json", json, .. s_quick]).Expect(0);
        using var report = JsonDocument.Parse(File.ReadAllText(json));
        var privacy = report.RootElement.GetProperty("privacy");
        Assert.True(privacy.GetProperty("memorised").GetBoolean());
        Assert.Equal(20, privacy.GetProperty("training_duplicates").EnumerateArray().Count(d => d.GetProperty("exact").GetBoolean()));
        Assert.Contains("Are the patients safe? BAD.", run.Output, StringComparison.Ordinal);
        // Their masks tell whose they are, though their names do not.
        Assert.Equal(20, report.RootElement.GetProperty("fidelity").GetProperty("images").GetInt32());
    }

    [Fact]
    public void A_patient_in_both_folders_was_trained_with()
    {
        var run = CliProcess.Run("evaluate", "--real", workspace.Data, "--train", Copy(workspace.Data, "patient0001"), "--synthetic", Hearts(4, 5), "--only", "privacy").Expect(0);
        Assert.Contains("1 patient of --real left out: their images are in --train, too.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluations_are_set_side_by_side()
    {
        string Evaluate(string name, string synthetic)
        {
            var json = workspace.In(name);
            CliProcess.Run(["evaluate", "--real", Hearts(2, 4), "--train", Hearts(3, 5), "--synthetic", synthetic, "--json", json, .. s_quick]).Expect(0);
            return json;
        }
        var (fresh, copied) = (Evaluate("fresh.json", Hearts(4, 5)), Evaluate("copied.json", Hearts(3, 5)));
        var table = CliProcess.Run("compare", fresh, copied).Expect(0).Output;
        Assert.Matches("memorised +no +YES", table);
        Assert.Matches("synthetic images +20 +20", table);
        Assert.Matches("fresh +copied", table);
        Assert.DoesNotContain("warning", table, StringComparison.Ordinal);
        var other = workspace.In("other.json");
        CliProcess.Run(["evaluate", "--real", workspace.Data, "--synthetic", Hearts(4, 5), "--json", other, .. s_quick]).Expect(0);
        Assert.Contains("warning: the evaluations were made with different real images", CliProcess.Run("compare", fresh, other).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("no evaluation", CliProcess.Run("compare", fresh, Path.Combine(workspace.Model, "config.json")).Expect(1).Error, StringComparison.Ordinal);
        CliProcess.Run("compare", fresh).Expect(2);
    }

    [Fact]
    public void Features_are_kept_for_the_next_time()
    {
        var cache = workspace.In("features-kept");
        string[] command = ["evaluate", "--real", Hearts(2, 4), "--train", Hearts(3, 5), "--synthetic", Hearts(4, 5), "--only", "distribution", "--cache", cache, "--json"];
        CliProcess.Run([.. command, workspace.In("first.json")]).Expect(0);
        var kept = Assert.Single(Directory.GetFiles(cache));
        var before = File.ReadAllBytes(kept);
        CliProcess.Run([.. command, workspace.In("second.json")]).Expect(0);
        Assert.Equal(before, File.ReadAllBytes(kept));
        static string Distribution(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("distribution").GetRawText();
        Assert.Equal(Distribution(workspace.In("first.json")), Distribution(workspace.In("second.json")));
    }

    [Fact]
    public void Enlarged_and_limited_sets_are_said_to_be_so()
    {
        var json = workspace.In("enlarged.json");
        CliProcess.Run("evaluate", "--real", Hearts(2, 4), "--train", Hearts(3, 5), "--synthetic", Hearts(4, 5), "--only", "privacy", "--size", "96", "--limit", "8", "--json", json).Expect(0);
        using var report = JsonDocument.Parse(File.ReadAllText(json));
        Assert.Equal(96, report.RootElement.GetProperty("image_size").GetInt32());
        Assert.Equal([(8, 2), (8, 2), (8, 2)], report.RootElement.GetProperty("sets").EnumerateArray().Select(s => (s.GetProperty("images").GetInt32(), s.GetProperty("role").GetString() == "synthetic" ? 2 : s.GetProperty("patients").GetInt32())));
        Assert.Contains(report.RootElement.GetProperty("warnings").EnumerateArray(), w => w.GetString()!.StartsWith("8 synthetic images enlarged to 96 × 96", StringComparison.Ordinal));
    }

    [UnixFact]
    public void Interrupted_it_leaves_no_report()
    {
        var json = workspace.In("interrupted.json");
        var run = CliProcess.RunAndInterrupt("training and testing segmenters", "evaluate", "--real", Hearts(2, 4), "--train", Hearts(3, 5), "--synthetic", Hearts(4, 6), "--only", "usefulness", "--steps", "100000", "--json", json, "--device", "cpu");
        run.Expect(130);
        Assert.False(File.Exists(json));
    }

    [Fact]
    public void What_cannot_be_done_is_said_before_the_work()
    {
        Assert.Contains("'beauty'", CliProcess.Run("evaluate", "--real", workspace.Data, "--synthetic", workspace.Data, "--only", "beauty").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no.pt", CliProcess.Run("evaluate", "--real", workspace.Data, "--synthetic", workspace.Data, "--features", workspace.In("no.pt")).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("is a folder; name a file", CliProcess.Run("evaluate", "--real", workspace.Data, "--synthetic", workspace.Data, "--report", workspace.Root).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("no synthetic image has a real partner", CliProcess.Run("evaluate", "--real", workspace.Data, "--synthetic", Hearts(4, 5), "--only", "fidelity").Expect(1).Error, StringComparison.Ordinal);
    }

    /// <summary>Phantoms of 64 × 64 pixels, four images a patient; made once.</summary>
    private string Hearts(int seed, int patients)
    {
        var folder = workspace.In($"hearts{seed}-{patients}");
        if (!Directory.Exists(folder))
            CliProcess.Run("phantom", "--out", folder, "--patients", $"{patients}", "--size", "64", "--seed", $"{seed}").Expect(0);
        return folder;
    }

    /// <summary>One patient of a data set, under another name.</summary>
    private string Copy(string data, string patient)
    {
        var from = Directory.GetDirectories(data, patient, SearchOption.AllDirectories).Single();
        var to = Directory.CreateDirectory(workspace.In("one/database_nifti/patient0099")).FullName;
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file).Replace(patient, "patient0099", StringComparison.Ordinal)));
        return workspace.In("one");
    }
}
