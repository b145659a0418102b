using System.ComponentModel;
using System.Diagnostics;

namespace EchoSynth.Tests.Support;

/// <summary>Runs benchmarks/pytorch/twin.py. The interpreter is Debian's, or what ECHOSYNTH_PYTHON names.</summary>
internal static class PyTorchTwin
{
    private static readonly string Python = Environment.GetEnvironmentVariable("ECHOSYNTH_PYTHON") ?? "/usr/bin/python3";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference");

    /// <summary>Why the twin cannot run here; null where it can.</summary>
    public static string? Problem { get; } = Probe();

    /// <summary>Lets the twin answer the case in each folder.</summary>
    public static void Run(params string[] folders)
    {
        var (code, error) = Start([Path.Combine(Folder, "twin.py"), .. folders]);
        Assert.True(code == 0, error);
    }

    /// <summary>Runs a few lines of Python that may import what lies beside twin.py.</summary>
    public static void Execute(string code, params string[] arguments)
    {
        var (exit, error) = Start(["-c", $"import sys; sys.path.insert(0, {System.Text.Json.JsonSerializer.Serialize(Folder)})\n{code}", .. arguments]);
        Assert.True(exit == 0, error);
    }

    private static string? Probe()
    {
        try
        {
            var (code, _) = Start(["-c", "import importlib.util as u, sys; sys.exit(0 if u.find_spec('torch') and u.find_spec('numpy') else 3)"]);
            return code == 0 ? null : $"{Python} has no torch and numpy (Debian: python3-torch; ECHOSYNTH_PYTHON may name another interpreter)";
        }
        catch (Win32Exception e)
        {
            return $"{Python} cannot be started: {e.Message}";
        }
    }

    private static (int Code, string Error) Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}

/// <summary>A test that needs the PyTorch twin; skipped, and said so, where there is no Python with torch.</summary>
internal sealed class PyTorchFactAttribute : FactAttribute
{
    public PyTorchFactAttribute() => Skip = PyTorchTwin.Problem;
}

/// <summary>Like <see cref="PyTorchFactAttribute"/>, for a row of cases.</summary>
internal sealed class PyTorchTheoryAttribute : TheoryAttribute
{
    public PyTorchTheoryAttribute() => Skip = PyTorchTwin.Problem;
}
