namespace Gyre.Datasets.Tests.Queries;

/// <summary>The recorded queries, in memory.</summary>
public sealed class QueryConformanceTests
{
    [Fact]
    public void Every_recorded_query_finds_what_was_recorded() =>
        RecordedQueries.Wrong(query => DocumentQueries.Run(query, RecordedQueries.Documents)).ShouldBeEmpty();
}
