using Gyre.Tracking.Search;

namespace Gyre.Tracking.Tests.Search;

public sealed class OrderAndTokenTests
{
    private static readonly byte[] Key = [1, 2, 3];

    [Theory]
    [InlineData("metrics.a DESC x", "Invalid order_by clause 'metrics.a DESC x'. Could not be parsed.")]
    [InlineData("metrics.a > 1", "Invalid order_by clause 'metrics.a > 1'. Could not be parsed.")]
    [InlineData("foo.a", "Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']")]
    [InlineData("1", "Invalid order_by clause '1'. Could not be parsed.")]
    public void An_order_of_runs_that_is_none_is_named(string order, string message) =>
        Should.Throw<TrackingException>(() => OrderParser.Parse(SearchTarget.Runs, [order])).Message.ShouldBe(message);

    [Fact]
    public void A_field_can_be_ordered_by_once_whatever_it_is_called() =>
        Should.Throw<TrackingException>(() => OrderParser.Parse(SearchTarget.Runs, ["Created", "start_time DESC"])).Message.ShouldBe("`order_by` contains duplicate fields: ['Created', 'start_time DESC']");

    [Theory]
    [InlineData("timestamp DESC")]
    [InlineData("last_updated_timestamp desc")]
    public void Registered_models_have_two_words_for_their_last_update(string order) =>
        OrderParser.Parse(SearchTarget.RegisteredModels, [order]).ShouldBe([new OrderKey(new Field(FieldKind.Attribute, "last_updated_timestamp"), Ascending: false)]);

    [Theory]
    [InlineData("params.a", "Invalid order by field name: params.a. Only metrics are supported.")]
    [InlineData("nosuch", "Invalid order by field name: nosuch")]
    [InlineData("", "`field_name` in the `order_by` clause must be specified.")]
    public void An_order_of_logged_models_that_is_none_is_named(string field, string message) =>
        Should.Throw<TrackingException>(() => LoggedModelOrder.Parse(field, null, null, null)).Message.ShouldBe(message);

    [Fact]
    public void An_order_of_logged_models_may_look_at_one_dataset() =>
        LoggedModelOrder.Parse("metrics.a.b", false, "d", "").ShouldBe(new LoggedModelOrder(new Field(FieldKind.Metric, "a.b"), Ascending: false, "d", DatasetDigest: null));

    [Fact]
    public void A_token_leads_back_to_its_page_with_the_same_query_alone()
    {
        var query = PageToken.Digest("runs", "metrics.a > 1", null);
        var token = PageToken.Write(Key, 40, query);
        PageToken.Read(Key, token, query).ShouldBe(40);
        PageToken.Read(Key, "", query).ShouldBe(0);
        Should.Throw<TrackingException>(() => PageToken.Read(Key, token, PageToken.Digest("runs", "metrics.a > 1", ""))).Message.ShouldContain("a different filter, order or scope");
        Should.Throw<TrackingException>(() => PageToken.Read([9], token, query)).Message.ShouldContain("was not issued by this server");
        Should.Throw<TrackingException>(() => PageToken.Read(Key, "bogus", query)).Message.ShouldBe("Invalid page token, could not base64-decode");
        Should.Throw<TrackingException>(() => PageToken.Read(Key, Convert.ToBase64String("{\"offset\": 5}"u8), query)).Message.ShouldContain("was not issued by this server");
    }

    [Fact]
    public void A_token_of_logged_models_says_what_is_not_the_same()
    {
        LoggedModelOrder[] order = [LoggedModelOrder.Parse("name", null, null, null)];
        var token = LoggedModelPageToken.Write(Key, 7, ["1"], "name = 'x'", [.. order]);
        LoggedModelPageToken.Read(Key, token, ["1"], "name = 'x'", [.. order]).ShouldBe(7);
        Should.Throw<TrackingException>(() => LoggedModelPageToken.Read(Key, token, ["2"], "name = 'x'", [.. order])).Message
            .ShouldBe("Experiment IDs in the page token do not match the requested experiment IDs. Expected: ['2']. Found: ['1']");
        Should.Throw<TrackingException>(() => LoggedModelPageToken.Read(Key, token, ["1"], null, [.. order])).Message
            .ShouldBe("Filter string in the page token does not match the requested filter string. Expected: None. Found: name = 'x'");
        Should.Throw<TrackingException>(() => LoggedModelPageToken.Read(Key, token, ["1"], "name = 'x'", [])).Message
            .ShouldStartWith("Order by in the page token does not match the requested order by. Expected: None. Found: [{'field_name': 'name', 'ascending': True");
    }
}
