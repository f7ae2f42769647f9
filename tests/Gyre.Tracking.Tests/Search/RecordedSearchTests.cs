using Gyre.Tracking.Search;

namespace Gyre.Tracking.Tests.Search;

public sealed class RecordedSearchTests
{
    [Fact]
    public void What_was_answered_is_read_and_what_was_refused_is_refused_in_the_same_words()
    {
        var all = RecordedSearch.All();
        all.Count(s => s.Message is not null).ShouldBeGreaterThan(20);
        var offences = from search in all
                       let message = MessageOf(search)
                       where search.Message is null ? message is not null : message is null || !search.Accepts(message)
                       select $"{search.Scenario}: [{search.Filter}] [{string.Join('|', search.Order)}]: expected {search.Message ?? "an answer"}, got {message ?? "an answer"}";
        offences.ShouldBeEmpty();
    }

    private static string? MessageOf(RecordedSearch search)
    {
        try
        {
            FilterParser.Parse(search.Target, search.Filter);
            OrderParser.Parse(search.Target, search.Order);
            return null;
        }
        catch (TrackingException refusal)
        {
            return refusal.Message;
        }
    }
}
