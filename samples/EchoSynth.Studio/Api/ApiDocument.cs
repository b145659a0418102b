using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Studio.Anatomy;
using EchoSynth.Studio.Models;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace EchoSynth.Studio.Api;

/// <summary>What the OpenAPI document says beyond what ASP.NET reads off the endpoints: this server's limits, what is required, and headers.</summary>
internal sealed class ApiDocument(StudioModel model, IOptions<StudioOptions> options) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "EchoSynth.Studio";
        document.Info.Description = "Draws synthetic echocardiograms of hearts given as contours. Listens to this machine alone; errors are problem details (RFC 9457) whose \"errors\" name the fields.";
        var schemas = document.Components!.Schemas!;
        foreach (var type in (Type[])[typeof(ImageRequest), typeof(LoopRequest), typeof(ExportRequest)])
            Request((OpenApiSchema)schemas[type.Name], type);
        Contours((OpenApiSchema)schemas[nameof(HeartContours)]);
        // Files are bytes, which no schema of a class describes.
        schemas.Remove(nameof(Stream));
        Operations(document);
        return Task.CompletedTask;
    }

    private void Request(OpenApiSchema schema, Type type)
    {
        schema.AdditionalPropertiesAllowed = false;
        schema.Required = new HashSet<string> { "contours" };
        var fields = schema.Properties!;
        // Null is not taken.
        if (fields["contours"].OneOf?.OfType<OpenApiSchemaReference>().FirstOrDefault() is { } contours)
            fields["contours"] = contours;
        foreach (var property in type.GetProperties())
        {
            var field = fields[JsonNamingPolicy.CamelCase.ConvertName(property.Name)];
            if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
                ((OpenApiSchema)field).Enum = [.. allowed.Values.Select(v => (JsonNode)JsonValue.Create((string)v!)!)];
        }
        ((OpenApiSchema)fields["scanner"]).Enum = [.. ScannerPreset.All.Select(s => (JsonNode)JsonValue.Create(s.Name)!)];
        ((OpenApiSchema)fields["sourcePicture"]).MaxLength = options.Value.BodyBytes;
        Range(fields["steps"], model.Steps.Least, model.Steps.Most, model.Steps.Default);
        if (type == typeof(LoopRequest))
            Range(fields["frames"], LoopRequest.LeastFrames, options.Value.Frames);
        if (type == typeof(ExportRequest))
            Range(fields["variations"], 1, options.Value.Variations);
    }

    private static void Contours(OpenApiSchema schema)
    {
        schema.AdditionalPropertiesAllowed = false;
        schema.Required = new HashSet<string>(schema.Properties!.Keys);
        foreach (var (name, property) in schema.Properties)
        {
            var handles = (OpenApiSchema)property;
            (handles.MinItems, handles.MaxItems) = (name == "atrium" ? ContourCheck.LeastAtrialHandles : ContourCheck.LeastHandles, ContourCheck.MostHandles);
            var handle = (OpenApiSchema)handles.Items!;
            (handle.MinItems, handle.MaxItems) = (2, 2);
            // Of both numbers together; the server bounds each.
            handle.Description = $"[x, z] in mm: x −{ContourCheck.MostX} to {ContourCheck.MostX}, z −{-ContourCheck.LeastZ} to {ContourCheck.MostZ}.";
            Range(handle.Items!, -ContourCheck.MostX, ContourCheck.MostZ);
        }
    }

    private static void Operations(OpenApiDocument document)
    {
        foreach (var (path, item) in document.Paths)
        {
            foreach (var operation in item.Operations!.Values)
            {
                foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p.Name == "seed"))
                    parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0", Maximum = FormattableString.Invariant($"{HeartRequest.MostSeed}") };
                if (operation.RequestBody is not null)
                {
                    (operation.Parameters ??= []).Add(new OpenApiParameter
                    {
                        Name = Serving.ClientHeader, In = ParameterLocation.Header, Description = "The client's name: a newer request of the same name ends the one before, which is answered 409.",
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = Serving.ClientPattern },
                    });
                    operation.Parameters.Add(new OpenApiParameter
                    {
                        Name = Serving.OrderHeader, In = ParameterLocation.Header, Description = "Counts the client's requests: of two, the one with the lower number is the older, whichever comes first. Without it the one that comes later is the newer.",
                        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
                    });
                }
                foreach (var (status, answer) in operation.Responses!)
                    Answer((OpenApiResponse)answer, path, status, document);
            }
        }
    }

    private static void Answer(OpenApiResponse answer, string path, string status, OpenApiDocument document)
    {
        foreach (var (type, content) in answer.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            if (type is "image/png" or "application/zip")
                content.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        }
        var headers = answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
        if (status is "429" or "503" && path != "/healthz")
            headers["Retry-After"] = new OpenApiHeader { Description = status == "429" ? "Seconds to wait." : "Seconds to wait, where waiting helps.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" } };
        if ((path, status) != ("/api/image", "200"))
            return;
        headers["Studio-Contours"] = Json("The contours at the moment drawn, as JSON.", nameof(HeartContours));
        headers["Studio-Measures"] = Json("What they measure, as JSON.", nameof(HeartMeasures));
        headers["Studio-Steps"] = new OpenApiHeader { Description = "Steps taken of those there are.", Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9]+/[0-9]+$" } };

        OpenApiHeader Json(string description, string schema) => new()
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchemaReference(schema, document) } },
        };
    }

    private static void Range(IOpenApiSchema field, int least, int most, int? usual = null)
    {
        var schema = (OpenApiSchema)field;
        (schema.Minimum, schema.Maximum) = (FormattableString.Invariant($"{least}"), FormattableString.Invariant($"{most}"));
        schema.Default = usual is { } value ? JsonValue.Create(value) : schema.Default;
    }
}
