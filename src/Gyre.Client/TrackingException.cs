using System.Net;

namespace Gyre.Client;

/// <summary>The server or the folder did not take something, or could not be reached.</summary>
public sealed class TrackingException : Exception
{
    /// <summary>With words for people.</summary>
    public TrackingException(string message)
        : base(message)
    {
    }

    /// <summary>With words for people and what lies beneath.</summary>
    public TrackingException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>The server's name of the error, as <c>INVALID_PARAMETER_VALUE</c>; null when it gave none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The HTTP status; null when there was no answer, or no server.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Whether the server could not be reached or was not able to answer, so that the same may work later.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>The single failures behind this one; empty when there is but one.</summary>
    public IReadOnlyList<TrackingFailure> Failures { get; init; } = [];

    internal static TrackingException Of(IReadOnlyList<TrackingFailure> failures)
    {
        var first = failures[0];
        var count = failures.Sum(failure => failure.Count);
        var more = failures.Count > 1 ? $" ({failures.Count - 1} more failures are listed in Failures.)" : "";
        return new TrackingException(
            $"{count} logged values of run {first.RunId} were rejected: {first.Error.Message} Values: {first.What}.{more}", first.Error)
        {
            Failures = failures,
            ErrorCode = (first.Error as TrackingException)?.ErrorCode,
            Status = (first.Error as TrackingException)?.Status,
            IsUnreachable = first.Error is TrackingException { IsUnreachable: true },
        };
    }
}

/// <summary>Values that were logged in the background and did not arrive.</summary>
/// <param name="RunId">Their run.</param>
/// <param name="Count">How many values.</param>
/// <param name="What">The first of them by kind and name, never by value.</param>
/// <param name="Error">Why.</param>
public sealed record TrackingFailure(string RunId, int Count, string What, Exception Error);
