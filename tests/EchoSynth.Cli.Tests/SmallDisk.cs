using System.Diagnostics;

namespace EchoSynth.Cli.Tests;

/// <summary>A file system of 1 MiB, too small for a model. Needs Linux and root.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk()
    {
        if (!Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", Folder))
            throw new InvalidOperationException($"{Folder}: cannot be mounted.");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("echosynth-disk-").FullName;

    public static bool IsAvailable()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return false;
        try
        {
            using var disk = new SmallDisk();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public void Dispose()
    {
        Run("umount", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A test that is skipped, and said to be, where no small disk can be mounted.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.IsAvailable())
            Skip = "mounting a small file system needs Linux and root";
    }
}
