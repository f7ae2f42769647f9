using Gyre.Contracts;
using Gyre.Server.Http;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Refusals in the shape that MLflow's clients read: <c>error_code</c> and <c>message</c>. A user's mistake is never a 5xx: clients repeat those for minutes.</summary>
internal sealed class TrackingErrors : IErrorWriter
{
    public static readonly TrackingErrors Writer = new();

    private static readonly string[] Roots = ["/api/2.0", "/api/3.0", "/ajax-api/2.0", "/ajax-api/3.0", "/get-artifact", "/model-versions", "/endpoints"];

    private TrackingErrors()
    {
    }

    public bool Speaks(PathString path) => Roots.Any(root => path.StartsWithSegments(root, StringComparison.Ordinal));

    /// <summary>What the store refuses.</summary>
    public static Task WriteAsync(HttpContext context, TrackingException refused)
    {
        var (status, code) = refused.Error switch
        {
            TrackingError.AlreadyExists => (StatusCodes.Status400BadRequest, "RESOURCE_ALREADY_EXISTS"),
            TrackingError.DoesNotExist => (StatusCodes.Status404NotFound, "RESOURCE_DOES_NOT_EXIST"),
            TrackingError.BadRequest => (StatusCodes.Status400BadRequest, "BAD_REQUEST"),
            // MLflow's own code, with a status that its clients do not retry.
            TrackingError.InvalidState => (StatusCodes.Status400BadRequest, "INVALID_STATE"),
            TrackingError.NotImplemented => (StatusCodes.Status501NotImplemented, "NOT_IMPLEMENTED"),
            TrackingError.Conflict => (StatusCodes.Status409Conflict, "RESOURCE_CONFLICT"),
            _ => (StatusCodes.Status400BadRequest, "INVALID_PARAMETER_VALUE"),
        };
        return WriteAsync(context, status, code, refused.Message);
    }

    /// <summary>What the server itself refuses.</summary>
    public Task WriteAsync(HttpContext context, Problem problem)
    {
        var text = problem.Code switch
        {
            "http.host" => "Invalid Host header - possible DNS rebinding attack detected",
            "http.origin" => "Cross-origin request blocked",
            _ => null,
        };
        if (text is not null)
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(text, context.RequestAborted);
        }
        var detail = problem.Errors is { Count: > 0 } errors ? string.Join(' ', errors.Select(error => error.Message)) : problem.Detail ?? problem.Title;
        return WriteAsync(context, problem.Status, CodeOf(problem.Status), problem.Remedy is { } remedy ? $"{detail} {remedy}" : detail);
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "UNAUTHENTICATED",
        StatusCodes.Status403Forbidden => "PERMISSION_DENIED",
        StatusCodes.Status404NotFound => "ENDPOINT_NOT_FOUND",
        StatusCodes.Status409Conflict => "RESOURCE_CONFLICT",
        StatusCodes.Status429TooManyRequests => "REQUEST_LIMIT_EXCEEDED",
        StatusCodes.Status503ServiceUnavailable => "TEMPORARILY_UNAVAILABLE",
        >= 500 => "INTERNAL_ERROR",
        _ => "INVALID_PARAMETER_VALUE",
    };

    private static Task WriteAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        return MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("error_code", code);
            json.WriteString("message", Quotes.Bound(message));
            json.WriteString("sqlstate", status >= 500 ? "XXM00" : "KAM00");
            json.WriteString("error_class", status >= 500 ? "CLIENT_INTERNAL_ERROR" : code switch { "RESOURCE_DOES_NOT_EXIST" => "RESOURCE_NOT_FOUND", "RESOURCE_ALREADY_EXISTS" => code, _ => "INVALID_PARAMETER_VALUE" });
            json.WriteEndObject();
        });
    }
}
