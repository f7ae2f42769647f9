using Gyre.Contracts;
using Gyre.Core;
using Gyre.Server.Http;

namespace Gyre.Server.Formats.Personalizer;

/// <summary>Refusals in the shape that clients of the service read: an object <c>error</c> with <c>code</c> and <c>message</c>.</summary>
internal sealed class PersonalizerErrors : IErrorWriter
{
    public static readonly PersonalizerErrors Writer = new();

    private PersonalizerErrors()
    {
    }

    public bool Speaks(PathString path) => path.StartsWithSegments("/personalizer", StringComparison.Ordinal);

    public Task WriteAsync(HttpContext context, Problem problem)
    {
        var error = new MapValue(
        [
            KeyValuePair.Create("code", Value.Of(CodeOf(problem.Status))),
            KeyValuePair.Create("message", Value.Of(ProblemText.Of(problem))),
            KeyValuePair.Create("innerError", (Value)new MapValue([KeyValuePair.Create("code", Value.Of(problem.Code))])),
        ]);
        context.Response.ContentType = "application/json";
        var body = new MapValue([KeyValuePair.Create("error", (Value)error)]);
        return context.Response.WriteAsync(ValueJson.Write(body), context.RequestAborted);
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => "Unauthorized",
        StatusCodes.Status404NotFound => "ResourceNotFound",
        StatusCodes.Status409Conflict => "Conflict",
        >= 500 => "InternalServerError",
        _ => "BadRequest",
    };
}
