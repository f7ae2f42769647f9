using Gyre.Contracts;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Server.Http;

/// <summary>All refusals, in one wording.</summary>
internal static class Problems
{
    public static ProblemResult BadRequest(string code, string detail, string? remedy = null) => Of(StatusCodes.Status400BadRequest, code, detail, remedy);

    public static ProblemResult Unauthorized(string code, string detail, string remedy) => Of(StatusCodes.Status401Unauthorized, code, detail, remedy);

    public static ProblemResult Forbidden(string code, string detail, string? remedy = null) => Of(StatusCodes.Status403Forbidden, code, detail, remedy);

    /// <summary>The same whether the thing never was or is not the caller's to see.</summary>
    public static ProblemResult NotFound(string kind, string id) =>
        Of(StatusCodes.Status404NotFound, $"{kind}.unknown", $"No {kind} '{Quotes.Shorten(id)}' exists.");

    public static ProblemResult MethodNotAllowed() => Of(
        StatusCodes.Status405MethodNotAllowed, "http.method", "This route does not support the request method.");

    public static ProblemResult Conflict(string code, string detail, string? remedy = null) => Of(StatusCodes.Status409Conflict, code, detail, remedy);

    public static ProblemResult UnsupportedMediaType(string code, string detail) => Of(StatusCodes.Status415UnsupportedMediaType, code, detail);

    public static ProblemResult TooMany(string code, string detail, TimeSpan? retryAfter) =>
        new(Describe(StatusCodes.Status429TooManyRequests, code, detail, null, []), retryAfter);

    public static ProblemResult Unavailable(string code, string detail, TimeSpan? retryAfter) =>
        new(Describe(StatusCodes.Status503ServiceUnavailable, code, detail, null, []), retryAfter);

    public static ProblemResult Of(int status, string code, string? detail = null, string? remedy = null) => new(Describe(status, code, detail, remedy, []));

    /// <summary>Refused input with its places.</summary>
    public static ProblemResult Of(InvalidInputException exception)
    {
        var errors = exception.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).ToList();
        var first = errors.Count > 0 ? errors[0] : exception.Diagnostics[0];
        var detail = errors.Count > 1 ? $"{first.Message} (and {errors.Count - 1} more)" : first.Message;
        return new(Describe(StatusCodes.Status400BadRequest, first.Code, detail, first.Remedy, [.. errors.Select(PlaceOf)]));
    }

    /// <summary>What the records refuse.</summary>
    public static ProblemResult Of(TrackingException refused) => refused.Error switch
    {
        TrackingError.DoesNotExist => Of(StatusCodes.Status404NotFound, "tracking.unknown", refused.Message),
        TrackingError.AlreadyExists => Conflict("tracking.taken", refused.Message),
        TrackingError.Conflict => Conflict("tracking.conflict", refused.Message),
        TrackingError.NotImplemented => Of(StatusCodes.Status501NotImplemented, "tracking.not-implemented", refused.Message),
        _ => BadRequest("tracking.refused", refused.Message),
    };

    /// <summary>For a status that something below us chose.</summary>
    public static ProblemResult OfStatus(int status) => status switch
    {
        404 => Of(status, "http.not-found", "No route exists at this URL."),
        405 => MethodNotAllowed(),
        408 => Of(status, "http.too-slow", "The request body did not arrive in time."),
        413 => Of(status, "http.too-large", "The request body is too large."),
        415 => UnsupportedMediaType("http.content-type", "The body must be JSON (Content-Type: application/json)."),
        431 => Of(status, "http.headers-too-large", "The request headers are too large."),
        >= 500 => Of(status, "server.error", "Internal server error. See the server log for the trace id of this response."),
        _ => Of(status, "http.bad-request", "The request is malformed."),
    };

    public static ProblemPlace PlaceOf(Diagnostic diagnostic) => new()
    {
        Code = diagnostic.Code,
        Message = Quotes.Bound(diagnostic.Message),
        File = diagnostic.File,
        Path = Quotes.Shorten(diagnostic.Path),
        Line = diagnostic.Line > 0 ? diagnostic.Line : null,
        Column = diagnostic.Column > 0 ? diagnostic.Column : null,
        Remedy = diagnostic.Remedy is { } remedy ? Quotes.Bound(remedy) : null,
    };

    private static Problem Describe(int status, string code, string? detail, string? remedy, IReadOnlyList<ProblemPlace> errors) => new()
    {
        Type = $"urn:gyre:problem:{code}",
        Title = TitleOf(status),
        Status = status,
        Code = code,
        Detail = detail is null ? null : Quotes.Bound(detail),
        Remedy = remedy is null ? null : Quotes.Bound(remedy),
        Errors = errors,
    };

    private static string TitleOf(int status) => status switch
    {
        400 => "Invalid input",
        401 => "Authentication required",
        403 => "Forbidden",
        404 => "Not found",
        405 => "Method not allowed",
        408 => "Request timeout",
        409 => "Conflict",
        413 => "Content too large",
        415 => "Unsupported media type",
        416 => "Range not satisfiable",
        429 => "Too many requests",
        431 => "Headers too large",
        503 => "Temporarily unavailable",
        >= 500 => "Server error",
        _ => "Refused",
    };
}
