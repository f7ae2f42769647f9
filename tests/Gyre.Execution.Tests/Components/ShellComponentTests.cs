using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Execution.Tests.Components;

public sealed class ShellComponentTests : ComponentFixture
{
    /// <summary>Each argument of the script in a file of its own, NUL for NUL.</summary>
    private const string TellAll = "out=$1; shift; printf '%s\\0' \"$@\" > \"$out\"";

    private static readonly ArgumentTemplate To = Template(At(PlaceholderKind.OutputPath, "told"));

    [Fact]
    public async Task Values_arrive_as_they_are_and_are_not_looked_through()
    {
        const string Odd = "it's \"q\"\nline 2\t$HOME `id` \\ {{$.inputs.parameters['n']}} {{$}} ünï ☃ ";
        var values = JsonSerializer.Serialize(new { text = Odd, n = 3 });
        var told = await ToldAsync([Template("a ", In("text"), " b ", In("n")), Template(In("text")), Template("{{x}}")], values);
        told.ShouldBe([$"a {Odd} b 3", Odd, "{{x}}"]);
    }

    [Fact]
    public async Task Values_have_the_text_of_their_type()
    {
        var names = new[] { "i", "f", "whole", "small", "large", "yes", "list", "map", "empty" };
        var told = await ToldAsync(
            names.Select(name => Template(In(name))),
            """{"i": 12345678901234567890, "f": 0.1, "whole": 2.0, "small": 1.5e-7, "large": 1e21, "yes": true, "list": [1, 2.0, "a\"ü", null], "map": {"a": {"b": false}}, "empty": ""}""");
        told.ShouldBe(["12345678901234567890", "0.1", "2", "0.00000015", "1000000000000000000000", "true", """[1,2.0,"a\"ü",null]""", """{"a":{"b":false}}""", ""]);
    }

    [Fact]
    public async Task An_argument_that_depends_on_an_input_is_none_one_or_several()
    {
        PresentPart If(string input, ArgumentTemplate[] then, params ArgumentTemplate[] otherwise) => new(input, [.. then], [.. otherwise]);
        var arguments = new[]
        {
            Template(If("given", [Template("--given"), Template(In("given"))])),
            Template(If("null", [Template("never")])),
            Template(If("absent", [Template("never")], Template("--else"), Template("1 ", In("given")))),
            Template(If("defaulted", [Template("--default=", In("defaulted"))])),
            Template("joined:", If("given", [Template("a"), Template(In("given"))]), If("null", [Template("x")], Template("b"))),
            Template(If("given", [Template(If("absent", [Template("never")])), Template("nested")])),
        };
        var told = await ToldAsync(arguments, """{"given": "g", "null": null}""", Input("defaulted", ParameterType.Integer, Value.Of(5)), Input("null", ParameterType.String));
        told.ShouldBe(["--given", "g", "--else", "1 g", "--default=5", "joined:agb", "nested"]);
    }

    [Fact]
    public async Task A_hundred_thousand_bytes_are_an_argument_and_more_than_the_system_allows_is_refused_by_name()
    {
        (await ToldAsync([Template(In("x"))], $$"""{"x": "{{new string('y', 100_000)}}"}"""))[0].Length.ShouldBe(100_000);
        var component = Shell("true", [Template("a", In("x"))]);
        await SucceedAsync(Order(component, $$"""{"x": "{{new string('y', 131_070)}}"}"""));
        await FailAsync(Order(component, $$"""{"x": "{{new string('y', 131_071)}}"}"""), "Argument 4 of 'shell' has 131072 bytes; the system allows 131071");
        await FailAsync(Order(component, """{"x": "a\u0000b"}"""), "a NUL character");
    }

    [Fact]
    public async Task Facts_of_the_run_are_known()
    {
        PlaceholderKind[] kinds =
        [
            PlaceholderKind.RunName, PlaceholderKind.RunResource, PlaceholderKind.RunId, PlaceholderKind.RunCreated, PlaceholderKind.RunScheduled, PlaceholderKind.TaskName,
            PlaceholderKind.TaskId, PlaceholderKind.Root, PlaceholderKind.Workspace,
        ];
        var order = Order(Shell(TellAll, [To, .. kinds.Select(kind => Template(At(kind)))], OutputArtifact("told")));
        var told = Split(await ContentAsync(await SucceedAsync(order), "told"));
        told[..6].ShouldBe(["pipeline-1", "pipeline-1", order.Run.ToString(), "1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z", "task"]);
        Guid.TryParse(told[6], out _).ShouldBeTrue();
        told[7..].ShouldAllBe(path => path.StartsWith(Home.Folder(order.Attempt).Root, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Variables_build_on_earlier_ones_and_secrets_stay_hidden()
    {
        var component = Shell("echo \"$A|$B|$C|$D|$TOKEN\"; printf '%s' \"$TOKEN\" > \"$1\"", [Template(At(PlaceholderKind.OutputValueFile, "out"))], Output("out", ParameterType.String)) with
        {
            Environment =
            [
                new("A", Template("1", In("x"))), new("B", Template("$(A)/$(NONE)/$$(A)/$HOME-$(")), new("C", Template("$(OUTER)")), new("D", Template("x", In("dollar"))),
                new("TOKEN", Template("not this")),
            ],
        };
        var order = Order(component, """{"x": "$(OUTER)", "dollar": "$$"}""") with
        {
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("OUTER", "outer").Add("A", "shadowed"),
            Secrets = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", "hunter2-secret"),
        };
        var result = await SucceedAsync(order);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldContain("O 1$(OUTER)|1$(OUTER)/$(NONE)/$(A)/$HOME-$(|outer|x$$|***");
        result.Results.Find("out").ShouldBe(Value.Of("***"));
        result.Warnings.ShouldContain(warning => warning.Contains("secret", StringComparison.Ordinal));
        (await File.ReadAllTextAsync(Home.Folder(order.Attempt).Result, Cancel)).ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task What_a_command_cannot_be_made_of_is_said()
    {
        await FailAsync(Order(Shell("true", [Template(In("x"))])), "The command of 'shell' uses the input 'x', which has no value");
        await FailAsync(Order(Shell("true", [Template(At(PlaceholderKind.InputPath, "data"))])), "The input 'data'");
        await FailAsync(Order(Shell("true", [Template(At(PlaceholderKind.OutputPath, "gone"))])), "The command of 'shell' refers to the output 'gone'");
        await FailAsync(Order(Shell("true", [Template(At(PlaceholderKind.OutputMetadata, "o", "k"))], OutputArtifact("o"))), "uses the property 'k'");
        await FailAsync(Order(Shell("true", []) with { Command = [] }), "but no command");
        await FailAsync(Order(Shell("true", []) with { Command = [Template("no-such-program")] }), "no-such-program");
        await FailAsync(Order(Shell("true", [], OutputArtifact("../out"))), "'../out'");
        await FailAsync(Order(Shell("true", [], OutputArtifact("executor_output.json"))), "is not a valid file name");
    }

    [Fact]
    public async Task Everything_given_is_one_document()
    {
        var one = await StoredAsync("one", "1", """{"rows": 3}""");
        var component = Shell(TellAll, [To, Template(At(PlaceholderKind.WholeInput))], OutputArtifact("told") with { Metadata = (MapValue)Of("""{"start": 1}""") }, Output("v", ParameterType.Integer));
        component = component with { Command = [.. component.Command[..2], Template(TellAll + "; echo 1 > \"${out%/outputs/*}/values/v\""), .. component.Command[3..]] };
        var order = Order(component, """{"i": 1, "f": 2.0, "list": [1], "none": null, "empty": {}}""", new NamedArtifacts("data", [one]));
        var text = Split(await ContentAsync(await SucceedAsync(order), "told"))[0];
        var root = Home.Folder(order.Attempt).Root;
        text.ShouldBe("""
            {"inputs":{"parameterValues":{"i":1,"f":2.0,"list":[1],"empty":{}},"artifacts":{"data":{"artifacts":[{"name":"one","type":{"schemaTitle":"system.Dataset","schemaVersion":"0.0.1"},"uri":"{{{root}}}/inputs/data/0/one","metadata":{"rows":3}}]}}},"outputs":{"parameters":{"v":{"outputFile":"{{{root}}}/values/v"}},"artifacts":{"told":{"artifacts":[{"name":"told","type":{"schemaTitle":"system.Dataset","schemaVersion":"0.0.1"},"uri":"{{{root}}}/outputs/told","metadata":{"start":1}}]}},"outputFile":"{{{root}}}/outputs/executor_output.json"}}
            """.Replace("{{{root}}}", root, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fixed_folders_and_an_earlier_kind_of_order_change_nothing()
    {
        var order = Order(Shell("test -d \"$VH_OUTPUTS_DIR\"", [])) with { FixedFolders = true };
        (await SucceedAsync(order)).FixedFoldersMissing.ShouldBeFalse();
        ExecutionJson.Parse<AttemptResult>("""{"attempt":"00000000-0000-0000-0000-000000000001","outcome":"Succeeded","startedAt":"2026-01-01T00:00:00Z","endedAt":"2026-01-01T00:00:00Z"}"""u8)
            .Artifacts.ShouldBeEmpty();
    }

    private async Task<string[]> ToldAsync(IEnumerable<ArgumentTemplate> arguments, string values, params ComponentInput[] inputs)
    {
        var component = Shell(TellAll, [To, .. arguments], OutputArtifact("told")) with { Inputs = [.. inputs] };
        return Split(await ContentAsync(await SucceedAsync(Order(component, values)), "told"));
    }

    private static string[] Split(string text) => text.Split('\0')[..^1];
}
