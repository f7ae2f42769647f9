using Gyre.Core;
using Gyre.Server.Features.Metrics;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gyre.Server.Hosting;

/// <summary>What the API document says beyond the routes themselves.</summary>
internal static class ApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Gyre",
                Version = MetricsEndpoints.Version(),
                Description = "Refusals are problem details with a stable 'code'. Changing requests take an 'Idempotency-Key'.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Needed once a token was made." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("token", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(static (schema, context, _) =>
        {
            Name(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
    }

    /// <summary>Types with a text form of their own.</summary>
    private static void Name(OpenApiSchema schema, Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(RunId) || bare == typeof(CycleId) || bare == typeof(AttemptId))
            (schema.Type, schema.Format) = (JsonSchemaType.String, "uuid");
        else if (bare == typeof(Digest))
            (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^sha256:[0-9a-f]{64}$");
    }
}
