using EchoSynth.ApiReference;

// Writes docs/api from the built assemblies and their XML comments: './build.sh docs'.
if (args is not [var folder] || folder.StartsWith('-'))
{
    Console.Error.WriteLine("usage: EchoSynth.ApiReference FOLDER    (docs/api; its pages are replaced)");
    return 2;
}
var (pages, problems) = ReferencePages.Generate();
foreach (var problem in problems)
    Console.Error.WriteLine($"error: {problem}");
if (problems.Count > 0)
    return 1;
Directory.CreateDirectory(folder);
foreach (var old in Directory.GetFiles(folder, "*.md").Where(f => !pages.ContainsKey(Path.GetFileName(f))))
    File.Delete(old);
foreach (var (name, text) in pages)
    File.WriteAllText(Path.Combine(folder, name), text);
Console.WriteLine($"{pages.Count} pages in {folder}");
return 0;
