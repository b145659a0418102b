using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Studio.Anatomy;
using EchoSynth.Studio.Api;
using EchoSynth.Studio.Tests.Support;

namespace EchoSynth.Studio.Tests.Api;

[Collection(SharedServer.Name)]
public sealed class ImageTests(SharedServer shared)
{
    private readonly StudioServer _server = shared.Server;

    [Fact]
    public async Task AnImageIsAFunctionOfItsRequest()
    {
        var (body, other) = (await _server.Body(), await _server.Body(1, ("seed", 2)));
        var image = await _server.Image(body);

        Assert.Equal(image, await _server.Image(body));
        Assert.NotEqual(image, await _server.Image(other));
        var decoded = PngCodec.Decode(image, "image");
        Assert.Equal((64, 64), (decoded.Width, decoded.Height));
        Assert.Equal(198.7 / 64, decoded.Spacing.X, 2);
        Assert.Equal(0, decoded[0, 0]);
    }

    [Theory]
    [InlineData("scanner", "deep")]
    [InlineData("contraction", 0.5)]
    [InlineData("contraction", 1)]
    [InlineData("source", "simulation")]
    public async Task EverySettingShowsInTheImage(string field, object value)
    {
        var changed = await _server.Body(1, (field, value));
        if (field == "source")
            changed["strength"] = 0.5;

        Assert.NotEqual(await _server.Image(await _server.Body()), await _server.Image(changed));
    }

    [Fact]
    public async Task EjectionFractionShowsAtEndSystoleAlone()
    {
        Task<byte[]> Draw(double fraction, double contraction) => Image(("ejectionFraction", fraction), ("contraction", contraction));

        Assert.Equal(await Draw(0.3, 0), await Draw(0.7, 0));
        Assert.NotEqual(await Draw(0.3, 1), await Draw(0.7, 1));
    }

    [Fact]
    public async Task TheHeadersTellContoursAndMeasures()
    {
        using var answer = await _server.Post("api/image", await _server.Body(1, ("contraction", 1), ("ejectionFraction", 0.4)));
        var contours = JsonSerializer.Deserialize<HeartContours>(answer.Headers.GetValues("Studio-Contours").Single(), JsonBody.Options)!;
        var measures = JsonSerializer.Deserialize<HeartMeasures>(answer.Headers.GetValues("Studio-Measures").Single(), JsonBody.Options)!;
        var start = (await _server.Heart()).Contours;

        Assert.Equal("4/4", answer.Headers.GetValues("Studio-Steps").Single());
        Assert.True(contours.Cavity[0][1] < start.Cavity[0][1], "the annulus moves up");
        Assert.Equal(0.4, measures.EjectionFraction, 2);
        Assert.InRange(measures.EndDiastolicMl, 40, 250);
    }

    [Fact]
    public async Task StrengthTakesSoManyStepsFromASource()
    {
        using var half = await _server.Post("api/image", await _server.Body(1, ("source", "simulation"), ("strength", 0.3)));
        Assert.Equal("2/4", half.Headers.GetValues("Studio-Steps").Single());

        // The whole way leaves nothing of the source.
        Assert.Equal(await Image(), await Image(("source", "simulation"), ("strength", 1)));
    }

    [Fact]
    public async Task APictureOfTheUsersIsFittedAndUsed()
    {
        var pixels = Enumerable.Range(0, 50 * 80).Select(i => (byte)(i * 7)).ToArray();
        var picture = Convert.ToBase64String(PngCodec.Encode(EchoImage.FromBytes(50, 80, pixels)));
        var black = Convert.ToBase64String(PngCodec.Encode(EchoImage.FromBytes(50, 80, new byte[50 * 80])));

        Assert.NotEqual(await Image(("source", "picture"), ("strength", 0.5), ("sourcePicture", black)), await Image(("source", "picture"), ("strength", 0.5), ("sourcePicture", picture)));
    }

    [Fact]
    public async Task ALoopIsTheImagesOfItsMoments()
    {
        using var answer = await _server.Post("api/loop", await _server.Body(2, ("frames", 5)));
        var loop = JsonSerializer.Deserialize<LoopResponse>(await answer.Content.ReadAsStreamAsync(), JsonBody.Options)!;

        Assert.Equal((64, 2, 5), (loop.Size, loop.EndSystole, loop.Frames.Count));
        Assert.Equal((0, 1), (loop.Frames[0].Contraction, loop.Frames[2].Contraction));
        foreach (var frame in new[] { 0, 1, 2 })
        {
            var image = await _server.Image(await _server.Body(2, ("contraction", Cycle.At(frame, 5))));
            Assert.Equal(Convert.ToBase64String(image), loop.Frames[frame].Png);
        }
        Assert.NotEqual(loop.Frames[0].Contours.Cavity[0], loop.Frames[2].Contours.Cavity[0]);
    }

    [Fact]
    public async Task AModelThatPredictsNoiseTakesTheStepsItIsAskedFor()
    {
        await using var server = await StudioServer.Start(TinyModel.NoiseFolder);
        var model = JsonSerializer.Deserialize<ModelResponse>(await server.Client.GetStreamAsync(new Uri("api/model", UriKind.Relative)), JsonBody.Options)!;
        Assert.Equal(new StepRange(1, 50, 20, null), model.Steps);

        using var answer = await server.Post("api/image", await server.Body(1, ("steps", 3)));
        Assert.Equal("3/3", answer.Headers.GetValues("Studio-Steps").Single());
        using var refused = await server.Post("api/image", await server.Body(1, ("steps", 51)));
        Assert.Equal(["is 51; it must be 1…50."], (await ProblemReply.Of(refused)).Errors["steps"]);
    }

    [Fact]
    public async Task AModelThatKnowsScannersIsToldTheScanner()
    {
        await using var server = await StudioServer.Start(TinyModel.ScannersFolder);
        var model = JsonSerializer.Deserialize<ModelResponse>(await server.Client.GetStreamAsync(new Uri("api/model", UriKind.Relative)), JsonBody.Options)!;
        Assert.True(model.ScannerConditioned);

        // The library refuses an image without a domain, so that it was told shows in there being one.
        await server.Image(await server.Body(1, ("scanner", "compound")));
        using var export = await server.Post("api/export", await server.Body(1, ("scanner", "compound"), ("variations", 1)));
        using var zip = new System.IO.Compression.ZipArchive(await export.Content.ReadAsStreamAsync());
        using var manifest = new StreamReader(await zip.GetEntry("manifest.jsonl")!.OpenAsync());
        Assert.Contains("\"domain\":\"compound\"", await manifest.ReadLineAsync(), StringComparison.Ordinal);
    }

    private async Task<byte[]> Image(params (string, object?)[] more) => await _server.Image(await _server.Body(1, more));
}
