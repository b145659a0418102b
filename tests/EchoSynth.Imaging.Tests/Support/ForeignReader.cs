using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace EchoSynth.Imaging.Tests.Support;

/// <summary>Lets another program read files, by Fixtures/read_back.py. The interpreter is Debian's, or what ECHOSYNTH_PYTHON names.</summary>
internal static class ForeignReader
{
    private static readonly string s_python = Environment.GetEnvironmentVariable("ECHOSYNTH_PYTHON") ?? "/usr/bin/python3";
    private static readonly Lazy<(HashSet<string> Modules, string? Problem)> s_found = new(Probe);

    /// <summary>Why a tool cannot run here; null where it can.</summary>
    public static string? Problem(string tool)
    {
        var (modules, problem) = s_found.Value;
        string[] needed = tool switch { "plastimatch" => ["numpy", "nibabel", "plastimatch"], "pillow" => ["numpy", "PIL"], _ => ["numpy", tool] };
        return problem ?? (needed.Except(modules).ToArray() is { Length: > 0 } missing
            ? $"not here: {string.Join(", ", missing)} (Debian: python3-nibabel python3-vtk9 plastimatch python3-pil; ECHOSYNTH_PYTHON may name another interpreter than {s_python})"
            : null);
    }

    /// <summary>Reads the files of a folder and compares them with what was written.</summary>
    public static void AssertReads(string tool, TestFolder folder, Dictionary<string, Expected> written)
    {
        folder.Write("expected.json", JsonSerializer.Serialize(written, JsonSerializerOptions.Web));
        var (code, output, error) = Run([Fixture.Path("read_back.py"), tool, folder.Root]);
        Assert.True(code == 0, error + output);
        Assert.Equal($"{written.Count} files agree", output.TrimEnd().Split('\n')[^1]);
    }

    private static (HashSet<string> Modules, string? Problem) Probe()
    {
        const string Code = "import importlib.util as u, shutil\nprint(*[m for m in ('numpy', 'nibabel', 'vtk', 'PIL') if u.find_spec(m)], *['plastimatch'] * bool(shutil.which('plastimatch')))";
        try
        {
            var (code, output, error) = Run(["-c", Code]);
            return code == 0 ? ([.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)], null) : ([], $"{s_python}: {error}");
        }
        catch (Win32Exception error)
        {
            return ([], $"{s_python} cannot be started: {error.Message}");
        }
    }

    private static (int Code, string Output, string Error) Run(string[] arguments)
    {
        var start = new ProcessStartInfo(s_python, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}

/// <summary>A test that another program takes part in; skipped, and said so, where that is not installed.</summary>
internal sealed class ForeignFactAttribute : FactAttribute
{
    public ForeignFactAttribute(string tool)
    {
        Tool = tool;
        Skip = ForeignReader.Problem(tool);
    }

    /// <summary>nibabel, vtk, plastimatch or pillow.</summary>
    public string Tool { get; }
}
