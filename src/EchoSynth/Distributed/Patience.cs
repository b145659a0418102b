namespace EchoSynth.Distributed;

/// <summary>Waits for what may never come back, such as a call to a store that is frozen or cut off.</summary>
internal static class Patience
{
    /// <summary>Asks on a thread of its own, which is left behind where <paramref name="check"/> gives up.</summary>
    /// <param name="question">What is asked; its exception is thrown on.</param>
    /// <param name="slice">How long to wait between two checks.</param>
    /// <param name="check">Throws where there is no sense in waiting on.</param>
    public static T Ask<T>(Func<T> question, TimeSpan slice, Action check)
    {
        var answer = Task.Factory.StartNew(question, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!((IAsyncResult)answer).AsyncWaitHandle.WaitOne(slice))
            check();
        return answer.GetAwaiter().GetResult();
    }
}
