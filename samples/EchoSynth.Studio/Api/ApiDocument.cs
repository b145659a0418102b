using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;

namespace EchoSynth.Studio.Api;

/// <summary>What the OpenAPI document says beyond what ASP.NET reads off the endpoints.</summary>
internal static class ApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "EchoSynth.Studio";
            document.Info.Description = "Draws synthetic echocardiograms of hearts given as contours. Listens to this machine alone; errors are problem details (RFC 9457) whose \"errors\" name the fields.";
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), true) is [AllowedValuesAttribute allowed, ..])
                schema.Enum = [.. allowed.Values.Select(v => (JsonNode)JsonValue.Create((string)v!)!)];
            return Task.CompletedTask;
        });
    }
}
