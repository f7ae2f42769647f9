using System.Globalization;
using Gyre.Core;
using Gyre.Testing;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Tests.Search;

public sealed class FilterParserTests
{
    [Theory]
    [InlineData(" ", "Invalid filter ' '. Could not be parsed.")]
    [InlineData("a.b = 'x'; c.d = 'y'", "Search filter contained multiple expression \"a.b = 'x'; c.d = 'y'\". Provide AND-ed expression list.")]
    [InlineData("datasets.nosuch = 'x'", "Invalid dataset key 'nosuch' specified. Valid keys are '{'name', 'digest', 'context'}'")]
    [InlineData("metrics.acc = metrics.loss", "Expected numeric value type for metric. Found metrics.loss")]
    [InlineData("NOT metrics.acc > 1", "Invalid clause(s) in filter string: 'NOT'")]
    [InlineData("(metrics.acc > 1)", "Invalid clause(s) in filter string: '(metrics.acc > 1)'")]
    [InlineData("metrics.acc BETWEEN 1 AND 2", "Invalid clause(s) in filter string: 'metrics.acc', 'BETWEEN', '1', '2'")]
    [InlineData("status IS NOT NULL", "IS NULL / IS NOT NULL is only supported for tags and params, not for 'attribute' 'status'")]
    [InlineData("params.my-lr = 'x'", "Invalid comparison clause. Expected 'Identifier' found 'params.my-lr'")]
    [InlineData("tags.a NOT LIKE 'x'", "Invalid comparator 'NOT LIKE' not one of '{'!=', '=', 'LIKE', 'ILIKE'}")]
    [InlineData("tags.a <> 'x'", "Invalid comparator '<>' not one of '{'!=', '=', 'LIKE', 'ILIKE'}")]
    [InlineData("run_id IN (1, 'a')", "While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list: (1, 'a')")]
    [InlineData("run_id IN ('a' 'b')", "While parsing a list in the query, expected a non-empty list of string values, but got ill-formed list.")]
    [InlineData("run_id = ('a')", "Invalid comparator '=' for a list of values; use IN or NOT IN.")]
    [InlineData("datasets.name = 1", "Expected a quoted string value for dataset attributes. Got value 1")]
    [InlineData("status = 1", "Expected a quoted string value for attributes. Got value 1")]
    [InlineData("params.x = NULL", "Expected a quoted string value for parameter (e.g. 'my-value'). Got value NULL")]
    [InlineData("metrics.a > 0x10", "Invalid clause(s) in filter string: 'metrics.a', '>', '0', 'x10'")]
    public void A_filter_of_runs_that_is_none_is_named(string filter, string message) => Refusal(SearchTarget.Runs, filter).ShouldBe(message);

    [Theory]
    [InlineData("tags.a > 'x'", "Invalid comparator for tag: >")]
    [InlineData("name IS NULL", "IS NULL / IS NOT NULL is only supported for tags, not for attribute 'name'")]
    [InlineData("name = 'a' or tags.b = 'c'", "Invalid clause(s) in filter string: or")]
    public void A_filter_of_experiments_that_is_none_is_named(string filter, string message) => Refusal(SearchTarget.Experiments, filter).ShouldBe(message);

    [Theory]
    [InlineData("version_number LIKE '1'", "Invalid comparator for attribute version_number: LIKE")]
    [InlineData("version_number = 'x'", "Expected numeric value type for numeric attribute: version_number. Found 'x'")]
    [InlineData("name IN ('a')", "Only the 'run_id' attribute supports comparison with a list of quoted string values.")]
    [InlineData("run_id NOT IN ('a')", "Invalid comparator for attribute: NOT IN")]
    [InlineData("name = 1", "Only the '{'version_number', 'creation_timestamp', 'last_updated_timestamp'}' attributes support comparison with numeric values.")]
    [InlineData("metrics.a > 1", "Invalid entity type 'metrics'. Valid entity types are ('attribute', 'tag', 'tags')")]
    [InlineData("tags.a > 'x'", "Invalid comparator for tag: >")]
    [InlineData("stage = 'x'", "Invalid attribute key 'stage' specified. Valid keys are '{'name', 'version_number', 'run_id', 'source_path'}'")]
    public void A_filter_of_versions_that_is_none_is_named(string filter, string message) => Refusal(SearchTarget.ModelVersions, filter).ShouldBe(message);

    [Theory]
    [InlineData("foo.x = 'y'", "Invalid entity type: 'foo'. Expected one of ['attributes', 'metrics', 'params', 'tags'].")]
    [InlineData("name = 'a' OR name = 'b'", "Invalid filter string: \"name = 'a' OR name = 'b'\". Expected a list of comparisons separated by 'AND' (e.g. 'metrics.loss > 0.1 AND params.lr = 0.01').")]
    [InlineData("name > 'a'", "Invalid comparison operator for attributes.name: '>'. Expected one of ('=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN').")]
    [InlineData("name = 'a'; name = 'b'", "Invalid filter string: \"name = 'a'; name = 'b'\". Expected a single SQL expression.")]
    [InlineData("tags.a IS NULL", "Invalid comparison: tags.a IS NULL. Expected a comparison with 3 tokens.")]
    [InlineData("metrics.a > 'x'", "Expected a number for metrics.a. Got value 'x'")]
    public void A_filter_of_logged_models_that_is_none_is_named(string filter, string message) => Refusal(SearchTarget.LoggedModels, filter).ShouldBe(message);

    [Theory]
    [InlineData("text IN ('a')", "Only attributes in {'name', 'status', 'request_id', 'run_id', 'client_request_id'} supports comparison with a list of quoted string values.")]
    [InlineData("feedback.good > 'x'", "Expected a numeric value for feedback when using comparator '>'. Got value 'x'")]
    [InlineData("span.nosuch = 'x'", "Invalid span attribute 'nosuch'. Supported attributes: name, status, type, attributes.<attribute_name>.")]
    [InlineData("nosuch = 'x'", "Invalid attribute key 'nosuch' specified. Valid keys are *")]
    public void A_filter_of_traces_that_is_none_is_named(string filter, string message) =>
        Refusal(SearchTarget.Traces, filter).ShouldStartWith(message.TrimEnd('*'));

    [Theory]
    [InlineData("name", nameof(FieldKind.Tag), "mlflow.traceName")]
    [InlineData("trace.run_id", nameof(FieldKind.Metadata), "mlflow.sourceRun")]
    [InlineData("metadata.x", nameof(FieldKind.Metadata), "x")]
    [InlineData("span.attributes.a", nameof(FieldKind.Span), "attributes.a")]
    [InlineData("attributes.status", nameof(FieldKind.Attribute), "status")]
    public void Keys_of_traces_come_out_as_what_is_stored(string identifier, string kind, string key) =>
        FilterParser.Parse(SearchTarget.Traces, $"{identifier} = 'v'").Root.ShouldBe(new Clause(new Field(Enum.Parse<FieldKind>(kind), key), FilterOperator.Equal, new FilterText("v")));

    [Fact]
    public void An_and_that_joins_nothing_and_clauses_that_nothing_joins_are_taken() =>
        FilterParser.Parse(SearchTarget.Runs, "AND tags.a = 'x' tags.b = \"it's\" and").Clauses().Select(c => c.Value).ShouldBe([new FilterText("x"), new FilterText("it's")]);

    [Fact]
    public void A_list_of_run_ids_forgets_those_with_capitals() =>
        ((FilterList)((Clause)FilterParser.Parse(SearchTarget.Runs, "run_id NOT IN ('ab', 'AB')").Root!).Value).Items.ShouldBe(["ab"]);

    [Fact]
    public void Extended_filters_bind_and_closer_than_or_and_drop_double_negation()
    {
        var filter = FilterParser.Parse(SearchTarget.Runs, "tags.a = '1' OR NOT NOT tags.b = '2' AND (tags.c = '3')", FilterDialect.Extended);
        var parts = filter.Root.ShouldBeOfType<AnyOf>().Parts;
        parts[0].ShouldBeOfType<Clause>();
        parts[1].ShouldBeOfType<AllOf>().Parts.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("tags.a = '1' OR", "Invalid filter string: expected a comparison, NOT or '(', found the end.")]
    [InlineData("tags.a = '1' OR x", "Invalid filter string: expected a comparison, NOT or '(' at position 16, found 'x'.")]
    [InlineData("(tags.a = '1' tags.b = '2')", "Invalid filter string: expected AND, OR or ')' at position 14, found \"tags.b = '2'\".")]
    [InlineData("()", "Invalid filter string: expected a comparison, NOT or '(', found the end of a parenthesis.")]
    public void An_extended_filter_that_is_none_is_named_with_its_place(string filter, string message) => Refusal(SearchTarget.Runs, filter, FilterDialect.Extended).ShouldBe(message);

    [Fact]
    public void What_would_cost_too_much_is_refused()
    {
        Refusal(SearchTarget.Runs, new string('a', SearchText.MaxLength + 1)).ShouldContain("the maximum is 65536");
        Refusal(SearchTarget.Runs, string.Join(" AND ", Enumerable.Repeat("tags.a = 'x'", 1001))).ShouldBe("The filter has more than 1000 comparisons.");
        Refusal(SearchTarget.Runs, Nested(65), FilterDialect.Extended).ShouldContain("the maximum is 64");
        FilterParser.Parse(SearchTarget.Runs, Nested(64), FilterDialect.Extended).Clauses().Count().ShouldBe(1);
        Refusal(SearchTarget.Runs, "tags.a = 'a\0b'").ShouldContain("U+0000 at position 11");
        Refusal(SearchTarget.Runs, "tags.a = '\uD83D'").ShouldContain("not valid Unicode at position 10");
    }

    [Fact]
    public void Junk_is_refused_and_never_more_than_that()
    {
        var count = Budget.Texts(20_000);
        string[] parts =
        [
            "metrics.a", "params.`b c`", "tags.\"d\"", "status", "run_id", "name", "=", "!=", ">", "LIKE", "ilike", "IN", "NOT", "AND", "OR", "IS", "NULL", "(", ")", ",", "'x'", "\"y\"", "`z`", "1", "-.5e3",
            ";", ".", "..", "'", "\"", "`", "+", "-", "--", "/*", "\\", "é", "😀", "\uD83D", "\0", " ", "\t", "foo.", ".1.2", "1e", "9999999999999999999999", "datasets.name", "span.name", "feedback.x", "text",
        ];
        SearchTarget[] targets = [SearchTarget.Runs, SearchTarget.Experiments, SearchTarget.RegisteredModels, SearchTarget.ModelVersions, SearchTarget.LoggedModels, SearchTarget.Traces];
        var random = new SeededRandom(77);
        var taken = 0;
        for (var i = 0; i < count; i++)
        {
            var pieces = Enumerable.Range(0, random.NextInt(0, 14)).Select(_ => random.NextInt(0, 10) == 0 ? ((char)random.NextInt(0, 0x300)).ToString() : SampleRuns.Pick(random, parts));
            var text = string.Join(random.NextInt(0, 3) == 0 ? "" : " ", pieces);
            var target = SampleRuns.Pick(random, targets);
            taken += Parses(() => FilterParser.Parse(target, text, random.NextInt(0, 2) == 0 ? FilterDialect.Plain : FilterDialect.Extended)) ? 1 : 0;
            if (target != SearchTarget.LoggedModels)
                Parses(() => OrderParser.Parse(target, [text]));
            Parses(() => LoggedModelOrder.Parse(text, null, null, null));
            Parses(() => PageToken.Read([1], text, "q"));
        }
        taken.ShouldBeGreaterThan(0);
    }

    private static string Nested(int depth) => new string('(', depth) + "tags.a = 'x'" + new string(')', depth);

    private static bool Parses(Action parse)
    {
        try
        {
            parse();
            return true;
        }
        catch (TrackingException)
        {
            return false;
        }
    }

    private static string Refusal(SearchTarget target, string filter, FilterDialect dialect = FilterDialect.Plain)
    {
        var refusal = Should.Throw<TrackingException>(() => FilterParser.Parse(target, filter, dialect));
        refusal.Error.ShouldBe(TrackingError.InvalidParameter);
        return refusal.Message;
    }
}
