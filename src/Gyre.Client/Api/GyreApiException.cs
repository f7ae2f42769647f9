using System.Net;
using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>The server refused a request, could not carry it out, or could not be reached.</summary>
public sealed class GyreApiException : Exception
{
    /// <summary>With words for people.</summary>
    public GyreApiException(string message)
        : base(message)
    {
    }

    /// <summary>With words for people and what lies beneath.</summary>
    public GyreApiException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>Stable and dotted: <c>run.unknown</c>; null when there was no answer, or one that is not the server's own.</summary>
    public string? Code { get; init; }

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>What was wrong this time, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>What the caller can do about it, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>Each refused place of the input; empty when the input was not the problem.</summary>
    public IReadOnlyList<ProblemPlace> Errors { get; init; } = [];

    /// <summary>Names the answer in the server's log, or null.</summary>
    public string? TraceId { get; init; }

    /// <summary>Whether the server could not be reached or was not able to answer, so that the same may work later.</summary>
    public bool IsUnreachable { get; init; }

    internal static GyreApiException Of(string place, HttpStatusCode status, Problem problem, bool unreachable)
    {
        // A problem that a proxy made need not have them.
        var errors = problem.Errors ?? [];
        // Of many refused places the first ones are enough for a sentence; all are in Errors.
        string?[] words = [problem.Detail ?? problem.Title, .. errors.Take(3).Select(static error => error.Message), problem.Remedy];
        var sentence = string.Join(' ', words.OfType<string>().Distinct(StringComparer.Ordinal));
        return new GyreApiException($"{place} failed with {(int)status} {problem.Code}: {sentence}")
        {
            Code = problem.Code,
            Status = status,
            Detail = problem.Detail,
            Remedy = problem.Remedy,
            Errors = errors,
            TraceId = problem.TraceId,
            IsUnreachable = unreachable,
        };
    }
}
