using Gyre.Contracts;
using Gyre.Core;
using Gyre.Server.Features;
using Gyre.Server.Features.Metrics;
using Gyre.Server.Requests;
using Gyre.Server.Security;
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
                Description = "Errors are problem details with a stable 'code'. Changing requests accept an 'Idempotency-Key' header.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Required once a token exists." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("token", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            foreach (var query in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryParameterInfo>())
                AddParameter(operation, query.Name, ParameterLocation.Query, query.Description);
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RouteRule>()
                .Any(static right => right.Right == Right.Change) && context.Description.HttpMethod != "GET")
                AddParameter(
                    operation,
                    RepeatedRequests.Header,
                    ParameterLocation.Header,
                    "Makes repeated sends of the same request take effect only once");
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(static async (schema, context, cancellationToken) =>
        {
            Name(schema, context.JsonTypeInfo.Type);
            if (context.JsonTypeInfo.Type == typeof(NodeOutputs))
                await DescribeOutputsAsync(schema, context, cancellationToken);
        });
    }

    private static void AddParameter(OpenApiOperation operation, string name, ParameterLocation place, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter { Name = name, In = place, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
    }

    /// <summary>Of a command a list of files, of a typed node an object of values.</summary>
    private static async Task DescribeOutputsAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var file = await context.GetOrCreateSchemaAsync(typeof(ArtifactInfo), parameterDescription: null, cancellationToken);
        schema.Type = null;
        schema.AnyOf = [new OpenApiSchema { Type = JsonSchemaType.Array, Items = file }, new OpenApiSchema { Type = JsonSchemaType.Object }];
    }

    /// <summary>Types with a text form of their own.</summary>
    private static void Name(OpenApiSchema schema, Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var orNull = bare == type ? 0 : JsonSchemaType.Null;
        if (bare == typeof(RunId) || bare == typeof(CycleId) || bare == typeof(AttemptId) || bare == typeof(TriggerId))
            (schema.Type, schema.Format) = (JsonSchemaType.String, "uuid");
        else if (bare == typeof(DateTimeOffset))
            (schema.Type, schema.Format) = (JsonSchemaType.String | orNull, "date-time");
        else if (bare == typeof(double))
            (schema.Type, schema.Format) = (JsonSchemaType.Number | orNull, "double");
        else if (bare == typeof(Digest))
            (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^sha256:[0-9a-f]{64}$");
    }
}
