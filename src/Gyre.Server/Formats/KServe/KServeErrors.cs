using Gyre.Contracts;
using Gyre.Core;
using Gyre.Server.Http;

namespace Gyre.Server.Formats.KServe;

/// <summary>Refusals in the shape that clients of the protocol read: an object with one text, <c>error</c>.</summary>
internal sealed class KServeErrors : IErrorWriter
{
    public static readonly KServeErrors Writer = new();

    private KServeErrors()
    {
    }

    public bool Speaks(PathString path) => path.StartsWithSegments("/v2", StringComparison.Ordinal);

    public Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            ValueJson.Write(new MapValue([KeyValuePair.Create("error", Value.Of(ProblemText.Of(problem)))])), context.RequestAborted);
    }
}
