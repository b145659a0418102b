using System.Globalization;
using System.Text.Json;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Studio.Anatomy;
using EchoSynth.Studio.Drawing;
using EchoSynth.Studio.Exports;
using EchoSynth.Studio.Models;
using Microsoft.Extensions.Options;

namespace EchoSynth.Studio.Api;

/// <summary>The HTTP API.</summary>
internal static class Endpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", Healthy).WithSummary("Whether the server can draw; 503 where it cannot, or not yet.").Produces<HealthResponse>().Produces<HealthResponse>(StatusCodes.Status503ServiceUnavailable);
        var api = app.MapGroup("/api").RequireRateLimiting(StudioApp.RatePolicy)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status500InternalServerError);
        api.MapGet("/model", Model).WithSummary("The model, the scanners and the limits.").Produces<ModelResponse>();
        api.MapGet("/hearts/{seed}", Heart).WithSummary("A phantom heart to begin with.").Produces<HeartResponse>().ProducesValidationProblem();
        Drawing(api.MapPost("/image", Image), typeof(ImageRequest)).WithSummary("One image, as PNG; Studio-Contours, Studio-Measures and Studio-Steps in the headers.").Produces<Stream>(contentType: "image/png");
        Drawing(api.MapPost("/loop", Loop), typeof(LoopRequest)).WithSummary("The frames of a beating heart, of one seed.").Produces<LoopResponse>();
        Drawing(api.MapPost("/export", Export), typeof(ExportRequest)).WithSummary("A data set of one heart, as a zip file.").Produces<Stream>(contentType: "application/zip")
            .ProducesProblem(StatusCodes.Status507InsufficientStorage);
    }

    private static RouteHandlerBuilder Drawing(RouteHandlerBuilder endpoint, Type body) => endpoint
        .Accepts(body, "application/json")
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> Healthy(Health health, CancellationToken cancellationToken) => health.Answer(cancellationToken);

    private static ModelResponse Model(StudioModel model, IOptions<StudioOptions> options)
    {
        var (echo, limits) = (model.Model, options.Value);
        return new ModelResponse(
            model.Name, echo.ImageSize, echo.Denoiser.Kind, echo.Device.type.ToString().ToLowerInvariant(), echo.Provenance, model.Steps, ModelSwitch.KnowsScanners(echo),
            [.. ScannerPreset.All.Select(s => ScannerView.Of(s, echo.ImageSize)).Select(v => new ScannerResponse(v.Scanner.Name, v.Scanner.HalfAngleDegrees, v.Scanner.DepthMm, Math.Round(v.ExtentMm, 3), Math.Round(v.TopMm, 3)))],
            new LimitsResponse(limits.BodyBytes, limits.Frames, limits.Variations, limits.RequestsPerSecond, limits.Queue));
    }

    private static IResult Heart(string seed)
    {
        if (!long.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > HeartRequest.MostSeed)
        {
            var problems = new FieldProblems();
            problems.Add("seed", $"is not a seed; it must be a whole number 0…{HeartRequest.MostSeed}.");
            return Problems.BadFields(problems);
        }
        var anatomy = PhantomAnatomy.Sample((ulong)number);
        return Results.Json(
            new HeartResponse(number, Math.Round(anatomy.EjectionFraction, 2), Math.Round(anatomy.LaEmptyingFraction, 2), HeartContours.Of(StartHeart.Of(anatomy))), JsonBody.Options);
    }

    private static Task<IResult> Image(HttpContext context, Serving serving, PlanReader plans, Artist artist, IOptions<StudioOptions> options) => serving.Run(context, options.Value.ImageSeconds, async token =>
    {
        var request = await JsonBody.Read<ImageRequest>(context.Request, token).ConfigureAwait(false);
        var plan = plans.Read(request, new FieldProblems());
        var png = await artist.Png(plan, request.Contraction, token).ConfigureAwait(false);
        var shown = plan.At(request.Contraction);
        context.Response.Headers["Studio-Contours"] = JsonSerializer.Serialize(HeartContours.Of(shown), JsonBody.Options);
        context.Response.Headers["Studio-Measures"] = JsonSerializer.Serialize(HeartMeasures.Of(plan.Diastole, plan.Systole, shown), JsonBody.Options);
        context.Response.Headers["Studio-Steps"] = FormattableString.Invariant($"{plan.StepsTaken}/{plan.Steps}");
        return Results.Bytes(png, "image/png");
    });

    private static Task<IResult> Loop(HttpContext context, Serving serving, PlanReader plans, Artist artist, IOptions<StudioOptions> options) => serving.Run(context, options.Value.LoopSeconds, async token =>
    {
        var request = await JsonBody.Read<LoopRequest>(context.Request, token).ConfigureAwait(false);
        var problems = new FieldProblems();
        problems.Range("frames", request.Frames, LoopRequest.LeastFrames, options.Value.Frames, "frames of one cycle");
        var plan = plans.Read(request, problems);
        var frames = new List<LoopFrame>(request.Frames);
        // Frame by frame, so that others' images come in between.
        for (var i = 0; i < request.Frames; i++)
        {
            var contraction = Cycle.At(i, request.Frames);
            var png = await artist.Png(plan, contraction, token, admitted: i > 0).ConfigureAwait(false);
            var shown = plan.At(contraction);
            frames.Add(new LoopFrame(Math.Round(contraction, 4), Convert.ToBase64String(png), HeartContours.Of(shown), HeartMeasures.Of(plan.Diastole, plan.Systole, shown)));
        }
        return Results.Json(new LoopResponse(plan.View.Size, Cycle.EndSystole(request.Frames), frames), JsonBody.Options);
    });

    private static Task<IResult> Export(HttpContext context, Serving serving, PlanReader plans, Exporter exporter, IOptions<StudioOptions> options) => serving.Run(context, options.Value.ExportSeconds, async token =>
    {
        var request = await JsonBody.Read<ExportRequest>(context.Request, token).ConfigureAwait(false);
        var problems = new FieldProblems();
        problems.Range("variations", request.Variations, 1, options.Value.Variations, "image pairs");
        var plan = plans.Read(request, problems);
        var zip = await exporter.Zip(plan, request, token).ConfigureAwait(false);
        return Results.Stream(zip, "application/zip", "echosynth-studio.zip");
    });
}
