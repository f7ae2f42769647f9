using Gyre.Core;

namespace Gyre.Execution.Tests.Components;

public sealed class ComponentResultTests : ComponentFixture
{
    [Theory]
    [InlineData(ParameterType.String, "a\\n", "\"a\\n\"")]
    [InlineData(ParameterType.String, "", "\"\"")]
    [InlineData(ParameterType.Integer, " 12\\n", "12")]
    [InlineData(ParameterType.Float, "2\\n", "2.0")]
    [InlineData(ParameterType.Float, "1e3", "1000.0")]
    [InlineData(ParameterType.Flag, "True\\n", "true")]
    [InlineData(ParameterType.Flag, "f", "false")]
    [InlineData(ParameterType.List, "[1, 2.5]\\n", "[1,2.5]")]
    [InlineData(ParameterType.Map, "{\"a\": NaN}", "{\"a\": {\"$float\": \"nan\"}}")]
    public async Task A_value_file_is_read_by_the_declared_type(ParameterType type, string written, string expected) =>
        (await SucceedAsync(Order(Writing(type, written)))).Results.ShouldBe((MapValue)Of($"{{\"out\": {expected}}}"));

    [Theory]
    [InlineData(ParameterType.Integer, "1.5", "an integer, but the component returned: 1.5")]
    [InlineData(ParameterType.Float, "x", "a number, but the component returned: x")]
    [InlineData(ParameterType.Flag, "yes", "true or false")]
    [InlineData(ParameterType.List, "{}", "a list")]
    [InlineData(ParameterType.Map, "[", "a map")]
    [InlineData(ParameterType.String, "\\377", "UTF-8")]
    public async Task A_value_of_another_type_fails_with_the_name_of_the_output(ParameterType type, string written, string reason) =>
        (await FailAsync(Order(Writing(type, written)), reason)).Reason!.ShouldContain("'out'");

    [Fact]
    public async Task The_beginning_of_a_long_wrong_value_is_enough() =>
        (await FailAsync(Order(Shell("head -c 5000 /dev/zero | tr '\\0' x > \"$1\"", [To], Output("out", ParameterType.Integer))), "xxx...")).Reason!.Length.ShouldBeLessThan(200);

    [Fact]
    public async Task The_report_comes_before_the_file_and_a_value_nowhere_is_an_error()
    {
        var both = Shell("echo 1 > \"$1\"; echo '{\"parameterValues\": {\"out\": 2, \"other\": 3}, \"unknown\": [1]}' > \"$2\"", [To, Report], Output("out", ParameterType.Integer));
        var result = await SucceedAsync(Order(both));
        result.Results.ShouldBe((MapValue)Of("""{"out": 2}"""));
        result.Outputs.ShouldBeEmpty();
        result.Warnings.ShouldHaveSingleItem().ShouldContain("'other'");
        await FailAsync(Order(Shell("true", [], Output("out", ParameterType.String))), "no value for its output 'out'");
        await FailAsync(Order(Shell("echo '{\"parameterValues\": {\"out\": null}}' > \"$1\"", [Report], Output("out", ParameterType.String))), "no value for its output 'out'");
    }

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "The document must be an object")]
    [InlineData("{\"parameterValues\": []}", "'parameterValues' must be an object")]
    [InlineData("{\"parameterValues\": {\"out\": \"5\"}}", "an integer, but the component returned: 5")]
    [InlineData("{\"artifacts\": {\"a\": {\"artifacts\": {}}}}", "must be a list")]
    [InlineData("{\"artifacts\": {\"a\": {\"artifacts\": [{\"uri\": 1}]}}}", "'uri' of artifact 'a' must be a string")]
    public async Task A_report_that_is_none_fails(string report, string reason) =>
        await FailAsync(Order(Shell("printf '%s' \"$2\" > \"$1\"", [Report, Template(report)], Output("out", ParameterType.Integer), OutputArtifact("a"))), reason);

    [Fact]
    public async Task A_report_too_deep_too_large_or_no_file_fails()
    {
        var deep = "{\"parameterValues\": {\"out\": " + new string('[', 5000) + new string(']', 5000) + "}}";
        await FailAsync(
            Order(Shell("printf '%s' \"$2\" > \"$1\"", [Report, Template(deep)], Output("out", ParameterType.List))), "not valid JSON");
        await FailAsync(Order(Shell("truncate -s 9M \"$1\"", [Report], Output("out", ParameterType.List))), "larger than 8388608 bytes");
        await FailAsync(Order(Shell("truncate -s 9M \"$1\"", [To], Output("out", ParameterType.List))), "larger than 8388608 bytes");
        await FailAsync(Order(Shell("ln -s /etc/passwd \"$1\"", [To], Output("out", ParameterType.String))), "not a regular file");
        await FailAsync(Order(Shell("mkfifo \"$1\"", [Report], Output("out", ParameterType.String))), "not a regular file");
    }

    [Fact]
    public async Task A_failed_attempt_gives_no_results_but_keeps_its_files()
    {
        var component = Shell("echo 1 > \"$1\"; echo x > \"$2\"; exit 3", [To, Template(At(PlaceholderKind.OutputPath, "a"))], Output("out", ParameterType.Integer), OutputArtifact("a"));
        var result = await FailAsync(Order(component), "exited with code 3");
        result.Outputs.ShouldHaveSingleItem().Path.ShouldBe("a");
    }

    [Fact]
    public async Task A_cancelled_component_gives_no_results()
    {
        var place = Home.Place("started");
        var order = Order(Shell($"echo 1 > \"$1\"; {Tell(place)}; while :; do sleep 1; done", [To], Output("out", ParameterType.Integer)));
        await Executor.SubmitAsync(order, Cancel);
        await AppearsAsync(place);
        await Executor.CancelAsync(order.Attempt, "enough", Cancel);
        var result = await Notices.EndOfAsync(order.Attempt, Cancel);
        result.Outcome.ShouldBe(AttemptOutcome.Cancelled);
        result.Results.Entries.ShouldBeEmpty();
        Directory.Exists(Home.Folder(order.Attempt).Values).ShouldBeFalse();
    }

    private static ArgumentTemplate To => Template(At(PlaceholderKind.OutputValueFile, "out"));

    private static ArgumentTemplate Report => Template(At(PlaceholderKind.ReportFile));

    private static Component Writing(ParameterType type, string text) => Shell("printf \"$2\" > \"$1\"", [To, Template(text)], Output("out", type));
}
