using System.Globalization;

namespace Gyre.Tracking.Search;

/// <summary>What all searches of this kind check alike.</summary>
internal static class SearchRules
{
    private const int MaxResults = 50_000;

    /// <exception cref="TrackingException">The number is refused.</exception>
    public static int CheckMaxResults(long given)
    {
        if (given < 1)
            throw Refuse(given, "It must be a positive integer");
        return given <= MaxResults ? (int)given : throw Refuse(given, string.Create(CultureInfo.InvariantCulture, $"It must be at most {MaxResults}"));
    }

    public static ViewType ViewOf(StageView view) => view switch { StageView.Deleted => ViewType.Deleted, StageView.All => ViewType.All, _ => ViewType.Active };

    public static FilterDialect DialectOf(SearchRequest request) => request.Extended ? FilterDialect.Extended : FilterDialect.Plain;

    /// <summary>What a page token is bound to.</summary>
    public static string DigestOf(SearchRequest request, params IEnumerable<string?> scope) =>
        PageToken.Digest([request.Filter ?? "", request.View.ToString(), request.Extended ? "extended" : "", .. request.OrderBy, "|", .. scope]);

    private static TrackingException Refuse(long given, string rule) =>
        new(TrackingError.InvalidParameter, string.Create(CultureInfo.InvariantCulture, $"Invalid value {given} for parameter 'max_results' supplied. {rule}"));
}
