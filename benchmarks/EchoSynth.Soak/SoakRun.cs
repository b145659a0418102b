using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace EchoSynth.Soak;

/// <summary>Starts the Studio, lets the clients loose, watches its memory, and stops both.</summary>
internal static class SoakRun
{
    public static async Task<SoakResult> Go(SoakOptions options, Action<string> tell, CancellationToken cancellation)
    {
        await using var studio = await StudioProcess.Start(options.Model, options.Threads, cancellation).ConfigureAwait(false);
        using var http = new HttpClient { BaseAddress = studio.Address };
        tell(FormattableString.Invariant($"the Studio listens at {studio.Address} after {studio.StartTime.TotalSeconds:0.0} s"));
        var before = await Idle(http, cancellation).ConfigureAwait(false);
        var (tally, memory, clock) = (new SoakTally(), new List<(TimeSpan, long)>(), Stopwatch.StartNew());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var clients = Enumerable.Range(1, options.Clients).Select(i => Task.Run(
            async () =>
            {
                using var client = new SoakClient(studio.Address, i, tally);
                await client.Run(stop.Token).ConfigureAwait(false);
            },
            CancellationToken.None)).ToList();
        var pause = TimeSpan.FromSeconds(Math.Clamp(options.Duration.TotalSeconds / 100, 0.2, 10));
        var told = TimeSpan.Zero;
        bool IsOver() => clock.Elapsed >= options.Duration && ((tally.GoodCount >= options.Fewest && 4 * tally.BadCount >= options.Fewest) || clock.Elapsed >= 10 * options.Duration);
        while (!IsOver() && !studio.HasExited && !cancellation.IsCancellationRequested)
        {
            await Task.Delay(pause, CancellationToken.None).ConfigureAwait(false);
            if (studio.HasExited)
                break;
            memory.Add((clock.Elapsed, studio.ResidentBytes));
            if (clock.Elapsed - told < TimeSpan.FromSeconds(30))
                continue;
            told = clock.Elapsed;
            tell(FormattableString.Invariant($"{clock.Elapsed:h\\:mm\\:ss}: {tally.GoodCount} good, {tally.FailedCount} failed, {tally.BadCount} bad, {studio.ResidentBytes / 1048576.0:0.0} MiB"));
        }
        var duration = clock.Elapsed;
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(clients).ConfigureAwait(false);
        if (studio.HasExited)
            tally.Failed("the Studio ended by itself");
        var after = studio.HasExited ? (Images: 0, Tensors: -1) : await Idle(http, cancellation).ConfigureAwait(false);
        return new SoakResult(tally, duration, options.Clients, after.Images - before.Images, memory, before.Tensors, after.Tensors, options);
    }

    /// <summary>Waits until nothing is drawn; images drawn and tensors alive then.</summary>
    private static async Task<(long Images, long Tensors)> Idle(HttpClient http, CancellationToken cancellation)
    {
        var last = -1L;
        for (var quiet = 0; ;)
        {
            // 503 while it starts; it tells as much then.
            using var answer = await http.GetAsync(new Uri("healthz", UriKind.Relative), cancellation).ConfigureAwait(false);
            var health = await answer.Content.ReadFromJsonAsync<JsonObject>(cancellation).ConfigureAwait(false);
            var (images, tensors) = (health!["images"]!.GetValue<long>(), health["liveTensors"]!.GetValue<long>());
            quiet = images > 0 && images == last && health["waiting"]!.GetValue<int>() == 0 ? quiet + 1 : 0;
            if (quiet >= 5)
                return (images, tensors);
            last = images;
            await Task.Delay(200, cancellation).ConfigureAwait(false);
        }
    }
}
