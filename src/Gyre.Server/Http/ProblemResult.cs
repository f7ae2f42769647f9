using System.Diagnostics;
using System.Reflection;
using Gyre.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace Gyre.Server.Http;

/// <summary>An answer that says what went wrong.</summary>
internal sealed class ProblemResult(Problem problem, TimeSpan? retryAfter = null) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public const string ContentType = "application/problem+json";

    public Problem Problem { get; } = problem;

    int? IStatusCodeHttpResult.StatusCode => Problem.Status;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status404NotFound, typeof(Problem), [ContentType]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Problem.Status;
        if (Problem.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer realm=\"gyre\"";
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return Task.CompletedTask;
        if (WriterOf(httpContext) is { } writer)
            return writer.WriteAsync(httpContext, Problem);
        var traced = Problem with { TraceId = TraceOf(httpContext) };
        return response.WriteAsJsonAsync(traced, ApiJson.Default.Problem, ContentType, httpContext.RequestAborted);
    }

    /// <summary>What the log calls this request.</summary>
    public static string TraceOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    private static IErrorWriter? WriterOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IErrorWriter>()
        ?? context.RequestServices.GetServices<IErrorWriter>().FirstOrDefault(writer => writer.Speaks(context.Request.Path));
}
