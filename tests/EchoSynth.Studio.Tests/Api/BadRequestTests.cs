using System.Net;
using System.Text;
using EchoSynth.Imaging;
using EchoSynth.Studio.Tests.Support;

namespace EchoSynth.Studio.Tests.Api;

[Collection(SharedServer.Name)]
public sealed class BadRequestTests(SharedServer shared)
{
    private readonly StudioServer _server = shared.Server;

    [Theory]
    [InlineData("image", "seed", -1, "seed", "0…9007199254740991")]
    [InlineData("image", "seed", 9007199254740992, "seed", "0…9007199254740991")]
    [InlineData("image", "seed", "seven", "seed", "a whole number")]
    [InlineData("image", "seed", 1.5, "seed", "a whole number")]
    [InlineData("image", "ejectionFraction", 0.9, "ejectionFraction", "0.15…0.8")]
    [InlineData("image", "atrialEmptying", 0, "atrialEmptying", "0.1…0.75")]
    [InlineData("image", "contraction", 1.01, "contraction", "0…1")]
    [InlineData("image", "scanner", "sonar", "scanner", "\"standard\", \"high-resolution\"")]
    [InlineData("image", "scanner", null, "scanner", "text")]
    [InlineData("image", "steps", 3, "steps", "it must be 4. This model was trained adversarially")]
    [InlineData("image", "source", "magic", "source", "\"none\", \"simulation\", \"picture\"")]
    [InlineData("image", "strength", 0, "strength", "above 0, at most 1")]
    [InlineData("image", "strength", 0.5, "strength", "without a source")]
    [InlineData("image", "sourcePicture", "AAAA", "sourcePicture", "source be \"picture\"")]
    [InlineData("image", "contours", null, "contours", "GET /api/hearts/1")]
    [InlineData("image", "contours", 7, "contours", "an object with cavity, wall and atrium")]
    [InlineData("image", "sedd", 7, "sedd", "is no field of this request")]
    [InlineData("image", "frames", 7, "frames", "is no field of this request")]
    [InlineData("loop", "frames", 3, "frames", "4…24")]
    [InlineData("loop", "frames", 25, "frames", "4…24")]
    [InlineData("export", "variations", 0, "variations", "1…100")]
    [InlineData("export", "layout", "dicom", "layout", "\"camus-nifti\"")]
    [InlineData("export", "name", "", "name", "1 to 80 characters")]
    [InlineData("export", "name", "  ", "name", "1 to 80 characters")]
    [InlineData("export", "name", "One\nTwo", "name", "on one line")]
    [InlineData("export", "name", "One\n", "name", "on one line")]
    [InlineData("export", "name", "One\u2028Two", "name", "on one line")]
    [InlineData("export", "name", "<img src=x>", "name", "without < and >")]
    [InlineData("image", "sourcePicture", "!", "sourcePicture", "a PNG in base64")]
    public async Task NamesTheFieldAndWhatWouldBeRight(string endpoint, string name, object? value, string field, string right)
    {
        using var answer = await _server.Post($"api/{endpoint}", await _server.Body(1, (name, value)));
        var problem = await ProblemReply.Of(answer);

        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Equal([field], problem.Errors.Keys);
        Assert.Contains(right, problem.Errors[field].Single(), StringComparison.Ordinal);
        Assert.Contains(problem.Errors[field].Single(), problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "body", "is not JSON")]
    [InlineData("", "body", "is not JSON")]
    [InlineData("null", "body", "must be an object")]
    [InlineData("[1]", "body", "one object with")]
    [InlineData("{\"seed\":1,\"seed\":2}", "seed", "is there twice")]
    [InlineData("{\"contours\":{}}", "contours.cavity", "has 0 handles; give 5 to 24")]
    [InlineData("{\"contours\":{\"cavity\":[[1]]}}", "contours.cavity[0]", "has 1 numbers")]
    [InlineData("{\"contours\":{\"cavity\":[null]}}", "contours.cavity[0]", "has 0 numbers")]
    [InlineData("{\"contours\":{\"cavity\":[[1,\"a\"]]}}", "contours.cavity[0][1]", "two numbers")]
    [InlineData("{\"contours\":{\"cavity\":[[1,1e300]]}}", "contours.cavity[0]", "−20…250 mm")]
    [InlineData("{\"contours\":{\"heart\":[]}}", "contours.heart", "cavity, wall, atrium")]
    [InlineData("{\"contours\":[[[[[[[[[[[[]]]]]]]]]]]]}", "contours", "an object")]
    public async Task ReadsNoBodyThatIsNotItsOwn(string body, string field, string right)
    {
        using var answer = await _server.Post("api/image", body);
        var problem = await ProblemReply.Of(answer);

        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Contains(right, problem.Errors[field].First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TellsOfAShapeThatCannotBe()
    {
        var heart = (await _server.Heart()).Contours;
        var crossed = heart.Cavity.ToArray();
        (crossed[2], crossed[3]) = (crossed[3], crossed[2]);
        using var answer = await _server.Post("api/image", new { contours = heart with { Cavity = crossed } });

        Assert.Contains("crosses itself near x = ", (await ProblemReply.Of(answer)).Errors["contours.cavity"].Single(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Pictures()
    {
        var png = PngCodec.Encode(EchoImage.FromBytes(8, 8, new byte[64]));
        var huge = png.ToArray();
        (huge[16], huge[18]) = (0, 0x40);
        return new()
        {
            { "", "is missing" },
            { Convert.ToBase64String("GIF89a, and so on and so forth"u8), "is not a PNG" },
            { Convert.ToBase64String(huge), "at most 2048 × 2048" },
            { Convert.ToBase64String(png[..^20]), "cannot be read" },
        };
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task TakesNoPictureThatIsNone(string picture, string right)
    {
        using var answer = await _server.Post("api/image", await _server.Body(1, ("source", "picture"), ("strength", 0.5), ("sourcePicture", picture)));

        Assert.Contains(right, (await ProblemReply.Of(answer)).Errors["sourcePicture"].Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("9007199254740992")]
    [InlineData("99999999999999999999")]
    public async Task AHeartHasANumber(string seed)
    {
        using var answer = await _server.Client.GetAsync(new Uri($"api/hearts/{seed}", UriKind.Relative));

        Assert.Contains("0…9007199254740991", (await ProblemReply.Of(answer)).Errors["seed"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongTypesPathsAndMethodsAreProblemsToo()
    {
        using var none = await _server.Send("api/image", new ByteArrayContent("{}"u8.ToArray()));
        using var text = await _server.Send("api/image", new StringContent("{}", Encoding.UTF8, "text/plain"));
        using var path = await _server.Client.GetAsync(new Uri("api/none", UriKind.Relative));
        using var method = await _server.Client.GetAsync(new Uri("api/image", UriKind.Relative));
        using var name = await _server.Post("api/image", await _server.Body(), client: "no name");

        using var order = await _server.Post("api/image", await _server.Body(), client: "one", order: "-1");
        using var alone = await _server.Post("api/image", await _server.Body(), order: "1");

        await Is(none, HttpStatusCode.UnsupportedMediaType, "Content-Type is missing; it must be application/json.");
        await Is(text, HttpStatusCode.UnsupportedMediaType, "Content-Type is 'text/plain; charset=utf-8'; it must be application/json.");
        await Is(path, HttpStatusCode.NotFound, "There is nothing at /api/none; /openapi/v1.json lists what there is.");
        await Is(method, HttpStatusCode.MethodNotAllowed, "GET is not for /api/image; POST is.");
        Assert.Contains("a whole one, from 0 on", (await ProblemReply.Of(order)).Errors["Studio-Order"].Single(), StringComparison.Ordinal);
        Assert.Contains("without Studio-Client", (await ProblemReply.Of(alone)).Errors["Studio-Order"].Single(), StringComparison.Ordinal);
        Assert.Contains("letters, digits or hyphens", (await ProblemReply.Of(name)).Errors["Studio-Client"].Single(), StringComparison.Ordinal);

        static async Task Is(HttpResponseMessage answer, HttpStatusCode status, string detail)
        {
            var problem = await ProblemReply.Of(answer);
            Assert.Equal((status, detail), (problem.Status, problem.Detail));
        }
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/png")]
    public async Task ErrorsAreProblemsWhateverIsAccepted(string accept)
    {
        foreach (var (path, type, status) in new[] { ("api/none", "application/json", HttpStatusCode.NotFound), ("api/image", "text/plain", HttpStatusCode.UnsupportedMediaType), ("api/image", "application/json", HttpStatusCode.BadRequest) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", Encoding.UTF8, type) };
            request.Headers.Add("Accept", accept);
            using var answer = await _server.Client.SendAsync(request);

            Assert.Equal(status, (await ProblemReply.Of(answer)).Status);
        }
    }
}
