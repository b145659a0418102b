using System.Net;
using EchoSynth.Imaging;
using EchoSynth.Soak;
using EchoSynth.Studio.Anatomy;
using EchoSynth.Studio.Api;
using EchoSynth.Studio.Drawing;
using EchoSynth.Studio.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace EchoSynth.Studio.Tests.Api;

/// <summary>What a client is told where the machine has not enough of something, and where the server cannot draw.</summary>
[Collection(SharedServer.Name)]
public sealed class FailureTests(SharedServer shared)
{
    private readonly StudioServer _server = shared.Server;

    public static TheoryData<Exception, int, string> Shortages() => new()
    {
        { new IOException("a.png: cannot be written", new IOException("No space left on device", 28)), 507, "disk" },
        { new IOException("There is not enough space on the disk.", unchecked((int)0x80070070)), 507, "disk" },
        { new DeviceMemoryException("An image of 512 × 512 does not fit."), 503, "memory" },
        { new InsufficientMemoryException(), 503, "memory" },
    };

    [Theory]
    [MemberData(nameof(Shortages))]
    public async Task AShortageIsToldAsWhatItIs(Exception shortage, int status, string type)
    {
        var serving = _server.Services.GetRequiredService<Serving>();
        var context = new DefaultHttpContext { RequestServices = _server.Services, Response = { Body = new MemoryStream() } };
        await (await serving.Run(context, 10, _ => Task.FromException<IResult>(shortage))).ExecuteAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
        Assert.StartsWith("application/problem+json", context.Response.ContentType, StringComparison.Ordinal);
        context.Response.Body.Position = 0;
        Assert.Contains($"urn:echosynth:problem:{type}", await new StreamReader(context.Response.Body).ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherErrorOfADiskIsNoShortage()
    {
        var serving = _server.Services.GetRequiredService<Serving>();

        await Assert.ThrowsAsync<FileNotFoundException>(() => serving.Run(new DefaultHttpContext(), 10, _ => Task.FromException<IResult>(new FileNotFoundException())));
    }

    [Fact]
    public async Task PicturesAreDecodedInTheirTurn()
    {
        await using var server = await StudioServer.Start(TinyModel.Folder, ("Queue", "1"));
        await server.Ready();
        var (artist, plans) = (server.Services.GetRequiredService<Artist>(), server.Services.GetRequiredService<PlanReader>());
        using var gate = new ManualResetEventSlim();
        using var drawing = new ManualResetEventSlim();
        var plan = plans.Read(new ImageRequest { Contours = (await server.Heart()).Contours }, new FieldProblems());
        // One that takes its time holds the only thread.
        var held = artist.Png(plan with { Picture = new SourcePicture(Wait) }, 0, CancellationToken.None);
        drawing.Wait();
        var broken = await server.Body(1, ("source", "picture"), ("strength", 0.5), ("sourcePicture", LargePicture.Broken));
        var waiting = server.Post("api/image", broken);
        while (artist.Waiting == 0)
            await Task.Delay(5);

        // Nobody looked into it: it is turned away, not told to be broken.
        using var refused = await server.Post("api/image", broken);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await ProblemReply.Of(refused)).Status);
        Assert.False(waiting.IsCompleted);
        gate.Set();
        await held;
        using var told = await waiting;
        Assert.Contains("cannot be read", (await ProblemReply.Of(told)).Errors["sourcePicture"].Single(), StringComparison.Ordinal);
        await server.Image(await server.Body(1, ("source", "picture"), ("strength", 0.5), ("sourcePicture", LargePicture.Base64)));

        EchoImage Wait()
        {
            drawing.Set();
            gate.Wait(TimeSpan.FromSeconds(20));
            return EchoImage.FromBytes(64, 64, new byte[64 * 64]);
        }
    }

    [Fact]
    public async Task HealthIs503UntilTheFirstImageAndWhereThereIsNone()
    {
        var services = _server.Services;
        using var idle = ActivatorUtilities.CreateInstance<Artist>(services);
        using var warmUp = new WarmUp(services.GetRequiredService<PlanReader>(), idle, NullLogger<WarmUp>.Instance);
        var health = new Health(idle, warmUp, services.GetRequiredService<HealthCheckService>());
        Assert.Equal((503, "starting", null), await Ask());

        // An artist that is gone draws nothing.
        idle.Dispose();
        await warmUp.StartAsync(CancellationToken.None);
        await warmUp.ExecuteTask!;
        var (status, word, problem) = await Ask();
        Assert.Equal((503, "failed"), (status, word));
        Assert.StartsWith("The first image could not be drawn: ", problem, StringComparison.Ordinal);
        using var good = await _server.Client.GetAsync(new Uri("healthz", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "ready"), (good.StatusCode, (await _server.Health()).Status));

        async Task<(int Status, string Word, string? Problem)> Ask()
        {
            var answer = await health.Answer(CancellationToken.None);
            var body = (HealthResponse)((IValueHttpResult)answer).Value!;
            return (((IStatusCodeHttpResult)answer).StatusCode!.Value, body.Status, body.Problem);
        }
    }

    [Fact]
    public async Task HealthFailsWhereTheModelPredictsNothing()
    {
        await using var server = await StudioServer.Start(TinyModel.ScannersFolder);
        await server.Ready();
        using (TorchSharp.torch.no_grad())
        {
            foreach (var parameter in server.Services.GetRequiredService<Checkpoints.EchoModel>().Denoiser.Module.parameters())
                parameter.fill_(float.NaN);
        }

        using var answer = await server.Client.GetAsync(new Uri("healthz", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("not finite", (await server.Health()).Problem, StringComparison.Ordinal);
    }
}
