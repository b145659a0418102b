using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace EchoSynth.LibTorch.Interop;

/// <summary>Finds libechosynth_torch.so, and with it libtorch. A failure is not remembered: the next use tries again.</summary>
internal static class NativeLoader
{
    internal const string LibraryName = "echosynth_torch";
    private const string FileName = "libechosynth_torch.so";
    private const string NativeVariable = "ECHOSYNTH_NATIVE";
    private const string LibTorchVariable = "ECHOSYNTH_LIBTORCH";
    private static readonly string[] s_libTorchParts = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];
    private static readonly Lock s_gate = new();
    private static nint s_library;

    /// <summary>The file that was loaded; empty before.</summary>
    internal static string LoadedPath { get; private set; } = "";

    internal static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath) =>
        libraryName == LibraryName ? Load() : 0;

    internal static nint Load()
    {
        lock (s_gate)
        {
            if (s_library == 0)
            {
                KernelSettings.Check();
                (s_library, LoadedPath) = Load(Candidates(), Environment.GetEnvironmentVariable(LibTorchVariable));
            }
            return s_library;
        }
    }

    /// <summary>The first of the candidates that loads; or an exception that tells what was tried.</summary>
    internal static (nint Library, string Path) Load(IEnumerable<string> candidates, string? libTorchFolder)
    {
        var attempts = new StringBuilder();
        foreach (var path in candidates)
        {
            if (!File.Exists(path))
            {
                attempts.Append("  ").Append(path).AppendLine(": there is no such file");
                continue;
            }

            // The folder that libtorch had at build time is in the file; the one named now goes first.
            if (!string.IsNullOrEmpty(libTorchFolder) && !PreloadLibTorch(libTorchFolder))
            {
                attempts.Append("  ").Append(Path.Combine(libTorchFolder, "lib")).AppendLine($": {LibTorchVariable} names this folder, and no libtorch loads from it");
                continue;
            }

            if (TryLoad(path, out var library, out var reason))
                return (library, path);
            attempts.Append("  ").Append(path).Append(": ").AppendLine(reason);
        }

        throw new LibTorchNotFoundException(
            $"""
            {FileName}, the bridge to libtorch, could not be loaded. Tried:
            {attempts.ToString().TrimEnd()}
            A libtorch must be installed (Debian, Ubuntu: apt-get install libtorch-dev), or {LibTorchVariable} must name the folder of one
            (the one with include/ and lib/; a Python installation's torch folder will do) when the project is built and when it runs.
            {FileName} is built with the project EchoSynth.LibTorch and lies beside its assembly; {NativeVariable} may name another file.
            """);
    }

    private static List<string> Candidates()
    {
        var named = Environment.GetEnvironmentVariable(NativeVariable);
        if (!string.IsNullOrEmpty(named))
            return [Directory.Exists(named) ? Path.Combine(named, FileName) : named];

        var candidates = new List<string>();
        var folder = Path.GetDirectoryName(typeof(NativeLoader).Assembly.Location);
        if (!string.IsNullOrEmpty(folder))
            candidates.Add(Path.Combine(folder, FileName));
        var application = Path.Combine(AppContext.BaseDirectory, FileName);
        if (!candidates.Contains(application))
            candidates.Add(application);
        return candidates;
    }

    private static bool TryLoad(string path, out nint library, out string reason)
    {
        try
        {
            library = NativeLibrary.Load(path);
            reason = "";
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            library = 0;
            reason = e.Message.ReplaceLineEndings(" ");
            return false;
        }
    }

    private static bool PreloadLibTorch(string folder)
    {
        var any = false;
        foreach (var part in s_libTorchParts)
        {
            var path = Path.Combine(folder, "lib", part);
            any |= File.Exists(path) && NativeLibrary.TryLoad(path, out _);
        }

        return any;
    }
}
