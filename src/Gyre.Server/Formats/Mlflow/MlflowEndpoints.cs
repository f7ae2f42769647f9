using Gyre.Server.Http;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.Metadata;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Answers a request of an MLflow client.</summary>
internal delegate Task MlflowHandler(MlflowFields fields, HttpContext context, CallerTracking tracking);

/// <summary>Adds addresses of MLflow's REST API; each is there twice: for programs and for pages.</summary>
internal static class MlflowEndpoints
{
    /// <summary>Batches of clients that do not split them.</summary>
    private const long MaxBodyInBytes = 32 << 20;

    private static readonly string[] Roots = ["/api", "/ajax-api"];

    /// <summary>An address under <c>/api/2.0/mlflow</c> and its twin.</summary>
    public static void MapBoth(this IEndpointRouteBuilder app, string method, string path, MlflowHandler handler, string version = "2.0")
    {
        foreach (var root in Roots)
        {
            app.MapMethods($"{root}/{version}/mlflow{path}", [method], context => AnswerAsync(context, handler))
                .WithMetadata(new BodyLimit(MaxBodyInBytes), new ReadsBody()).ExcludeFromDescription();
        }
    }

    private static async Task AnswerAsync(HttpContext context, MlflowHandler handler)
    {
        try
        {
            using var request = await MlflowRequest.ReadAsync(context);
            await handler(request.Fields, context, context.RequestServices.GetRequiredService<CallerTracking>());
        }
        catch (TrackingException refused)
        {
            await TrackingErrors.WriteAsync(context, refused);
        }
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
