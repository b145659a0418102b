using System.Diagnostics;

namespace EchoSynth.Tests.Support;

/// <summary>A file system of 256 KiB, or of another size, to be filled; or one that is read-only. Needs Linux and root.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(bool readOnly = false, int kilobytes = 256)
    {
        Folder = Tiny.TemporaryFolder();
        Mount(Folder, $"size={kilobytes}k{(readOnly ? ",ro" : "")}");
    }

    public string Folder { get; }

    public static bool Available { get; } = Try();

    public void Dispose() => Run("umount", Folder);

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return false;
        try
        {
            var folder = Tiny.TemporaryFolder();
            Mount(folder, "size=256k");
            Run("umount", folder);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Mount(string folder, string options) => Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {error}");
    }
}

/// <summary>A test that needs a <see cref="SmallDisk"/>; skipped, and said so, where none can be mounted.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.Available)
            Skip = "mounting a small file system needs Linux and root";
    }
}

/// <inheritdoc cref="SmallDiskFactAttribute"/>
internal sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    public SmallDiskTheoryAttribute()
    {
        if (!SmallDisk.Available)
            Skip = "mounting a small file system needs Linux and root";
    }
}
