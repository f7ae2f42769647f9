using Gyre.Contracts;

namespace Gyre.Server.Http;

/// <summary>A refusal as one text with its remedies, for protocols whose clients read no more.</summary>
internal static class ProblemText
{
    public static string Of(Problem problem)
    {
        var detail = problem.Errors is { Count: > 0 } errors
            ? string.Join(' ', errors.Select(static error => error.Remedy is null ? error.Message : $"{error.Message} {error.Remedy}"))
            : problem.Detail ?? problem.Title;
        return Quotes.Bound(problem.Remedy is { } remedy ? $"{detail} {remedy}" : detail);
    }
}
