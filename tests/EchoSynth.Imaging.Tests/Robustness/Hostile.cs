using System.Diagnostics;

namespace EchoSynth.Imaging.Tests.Robustness;

/// <summary>What tests of hostile input share.</summary>
internal static class Hostile
{
    /// <summary>Runs on another thread, so that a reader that hangs is a failed test, and measures.</summary>
    /// <returns>The error, or null; and the bytes that the thread allocated.</returns>
    public static (Exception? Error, long Allocated) Run(Action action)
    {
        Exception? error = null;
        long allocated = 0;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception caught)
            {
                error = caught;
            }
            allocated = GC.GetAllocatedBytesForCurrentThread();
        }) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(20)), "the reader hangs");
        return (error, allocated);
    }

    /// <summary>The action must refuse, within a bound of memory, with all of the parts in its message.</summary>
    public static void Refused(Action action, long most, params string[] parts)
    {
        var (error, allocated) = Run(action);
        var message = Assert.IsType<EchoFormatException>(error).Message;
        foreach (var part in parts)
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, most);
    }

    public static void MakePipe(string path)
    {
        File.Delete(path);
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
