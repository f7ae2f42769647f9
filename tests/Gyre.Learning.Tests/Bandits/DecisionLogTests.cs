using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests.Bandits;

public sealed class DecisionLogTests
{
    private const string Csv = "decision_id,time,age,arm,propensity,reward,visits\na,2026-01-01,30,sky,0.5,1,2\nb,2026-01-02,40,sea,0.25,0,3\n";
    private const string Lines =
        """
        {"decision_id":"a","time":"2026-01-01","age":30,"arm":"sky","propensity":0.5,"reward":1,"visits":2}
        {"decision_id":"b","time":"2026-01-02","age":40,"arm":"sea","propensity":0.25,"reward":0,"visits":3}

        """;

    [Theory]
    [InlineData(Csv)]
    [InlineData(Lines)]
    public async Task Columns_without_another_meaning_are_context_and_arms_have_ordinal_order(string text)
    {
        var log = await ReadAsync(text);

        log.ContextFields.ShouldBe(["age", "visits"]);
        log.Contexts.Values.ToArray().ShouldBe([30, 2, 40, 3]);
        log.Arms.ShouldBe(["sea", "sky"]);
        log.Chosen.ShouldBe([1, 0]);
        log.Propensities.ShouldBe([0.5, 0.25]);
        log.Rewards.ShouldBe([1, 0]);
        log.Ids.ShouldBe(["a", "b"]);
        log.Times.ShouldBe(["2026-01-01", "2026-01-02"]);
    }

    [Theory]
    [InlineData(DecisionLogFormat.Csv)]
    [InlineData(DecisionLogFormat.JsonLines)]
    public async Task Who_decided_is_no_context_and_is_kept(DecisionLogFormat format)
    {
        var log = await ReadAsync("decision_source,age,arm,propensity,reward\nserver,30,sky,0.5,1\nclient,40,sea,0.25,0\n");
        log.ContextFields.ShouldBe(["age"]);
        log.Sources.ShouldBe(["server", "client"]);
        var stream = new MemoryStream();
        await DecisionLogFile.WriteAsync(log, stream, format, TestContext.Current.CancellationToken);
        (await ReadAsync(Encoding.UTF8.GetString(stream.ToArray()))).Sources.ShouldBe(log.Sources);
    }

    [Theory]
    [InlineData(DecisionLogFormat.Csv)]
    [InlineData(DecisionLogFormat.JsonLines)]
    public async Task What_is_written_is_read_again_bit_by_bit(DecisionLogFormat format)
    {
        var log = BanditJobs.Generate(
            BanditJobs.ReadEnvironment("linear:arms=3,fields=4", null, 5), null, 50, 0, 9, null, TestContext.Current.CancellationToken);
        var stream = new MemoryStream();
        await DecisionLogFile.WriteAsync(log, stream, format, TestContext.Current.CancellationToken);

        var read = await ReadAsync(Encoding.UTF8.GetString(stream.ToArray()));

        read.ContextFields.ShouldBe(log.ContextFields);
        read.Contexts.Values.ToArray().ShouldBe(log.Contexts.Values.ToArray());
        read.Arms.ShouldBe(log.Arms);
        read.Chosen.ShouldBe(log.Chosen);
        read.Propensities.ShouldBe(log.Propensities);
        read.Rewards.ShouldBe(log.Rewards);
        read.Ids.ShouldBe(log.Ids);
    }

    [Theory]
    [InlineData(DecisionLogFormat.Csv)]
    [InlineData(DecisionLogFormat.JsonLines)]
    public async Task A_log_in_parts_is_written_as_the_whole_one(DecisionLogFormat format)
    {
        var (whole, parts) = (new MemoryStream(), new MemoryStream());
        var log = await ReadAsync(Csv);
        await DecisionLogFile.WriteAsync(log, whole, format, TestContext.Current.CancellationToken);
        await DecisionLogFile.WriteAsync(RowsOf(log), parts, format, TestContext.Current.CancellationToken);
        parts.ToArray().ShouldBe(whole.ToArray());
    }

    [Theory]
    [InlineData("age,arm,reward\n1,a,1\n", 1, "propensity")]
    [InlineData("age,propensity,reward\n1,1,1\n", 1, "arm")]
    [InlineData("age,arm,propensity,reward\n1,a,0,1\n", 2, "propensity")]
    [InlineData("age,arm,propensity,reward\n1,a,0.5,1\n1,a,1.5,1\n", 3, "propensity")]
    [InlineData("age,arm,propensity,reward\n1,a,NaN,1\n", 2, "propensity")]
    [InlineData("age,arm,propensity,reward\n1,a,0.5,\n", 2, "reward")]
    [InlineData("age,arm,propensity,reward\nold,a,0.5,1\n", 2, "age")]
    [InlineData("age,arm,propensity,reward\n1e51,a,0.5,1\n", 2, "age")]
    [InlineData("age,arm,propensity,reward\n1,,0.5,1\n", 2, "no arm")]
    [InlineData("decision_id,arm,propensity,reward\nx,a,0.5,1\nx,a,0.5,1\n", 3, "'x' appears twice")]
    [InlineData("{\"arm\":\"a\",\"propensity\":0.5,\"reward\":1}\n{\"arm\":\"a\",\"propensity\":2,\"reward\":1}\n", 2, "propensity")]
    [InlineData("{\"arm\":\"a\",\"propensity\":0.5,\"reward\":1}\n[]\n", 2, "not a JSON object")]
    [InlineData("{\"arm\":\"a\",\"propensity\":0.5}\n", 1, "reward")]
    [InlineData("{\"arm\":\"a\",\"propensity\":0.5,\"reward\":1\n", 1, "not valid JSON")]
    [InlineData("{\"arm\":\"\\ud800\",\"propensity\":0.5,\"reward\":1}\n", 1, "not valid Unicode")]
    public async Task A_bad_file_is_refused_with_its_name_and_line(string text, int line, string words)
    {
        var error = await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(text));

        error.Diagnostics[0].File.ShouldBe("log.csv");
        error.Diagnostics[0].Line.ShouldBe(line);
        error.Diagnostics[0].Message.ShouldContain(words);
    }

    [Fact]
    public async Task A_longer_log_than_allowed_is_refused() =>
        (await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(Csv, new DecisionLogOptions { MaxRows = 1 }))).Diagnostics[0].Line.ShouldBe(3);

    [Fact]
    public async Task A_policy_gets_its_fields_in_its_order_and_others_are_passed_over() =>
        (await ReadAsync(Csv, new DecisionLogOptions { ContextFields = ["visits"] })).Contexts.Values.ToArray().ShouldBe([2, 3]);

    [Fact]
    public async Task Ignored_columns_are_no_context() =>
        (await ReadAsync(Csv, new DecisionLogOptions { Ignore = ["age"] })).ContextFields.ShouldBe(["visits"]);

    private static async IAsyncEnumerable<DecisionLog> RowsOf(DecisionLog log)
    {
        for (var row = 0; row < log.Count; row++)
        {
            await Task.Yield();
            yield return log with
            {
                Contexts = new DenseMatrix(1, log.ContextFields.Length, log.Contexts.Row(row).ToArray()),
                Chosen = [log.Chosen[row]],
                Propensities = [log.Propensities[row]],
                Rewards = [log.Rewards[row]],
                Ids = [log.Ids[row]],
                Times = [log.Times[row]],
            };
        }
    }

    private static Task<DecisionLog> ReadAsync(string text, DecisionLogOptions? options = null) => DecisionLogFile.ReadAsync(
        new NamedStream(new MemoryStream(Encoding.UTF8.GetBytes(text)), "log.csv"), options, TestContext.Current.CancellationToken);
}
