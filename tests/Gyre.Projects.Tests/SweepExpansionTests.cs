using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Projects.Tests;

public class SweepExpansionTests
{
    private static readonly Dictionary<string, ImmutableArray<Value>> NoEdges = [];

    [Fact]
    public void A_grid_is_the_product_with_the_last_parameter_fastest() =>
        Show(Sweep(SweepKind.Grid, ("a", SweepStyle.Multiple, """{"items": [1, 2]}"""), ("b", SweepStyle.Single, """{"value": 0.5}"""), ("c", SweepStyle.Multiple, """{"items": ["x", true]}""")))
            .ShouldBe("""{"a":1,"b":0.5,"c":"x"} {"a":1,"b":0.5,"c":true} {"a":2,"b":0.5,"c":"x"} {"a":2,"b":0.5,"c":true}""");

    [Theory]
    [InlineData("""{"start": 0, "end": 10, "step": 5}""", "0 5 10")]
    [InlineData("""{"start": 0, "end": 9, "step": 5}""", "0 5")]
    [InlineData("""{"start": 0, "end": 1, "step": 0.1}""", "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0")]
    [InlineData("""{"start": 3, "end": 1, "step": -1}""", "3 2 1")]
    [InlineData("""{"start": 25, "end": 25, "step": 1}""", "25")]
    [InlineData("""{"start": 0.4, "end": 1.6, "step": 0.4, "integerify": true}""", "0 1 1 2")]
    public void Linear_goes_from_start_to_end_without_adding_up_errors(string rules, string values) => Values(SweepStyle.Linear, rules).ShouldBe(values);

    [Theory]
    [InlineData("""{"start": -3, "end": -1, "count": 3, "base": 10}""", "0.001 0.01 0.1")]
    [InlineData("""{"min": 0, "max": 3, "count": 4, "base": 2, "integerify": true}""", "1 2 4 8")]
    public void Logspace_takes_powers_at_even_steps(string rules, string values) => Values(SweepStyle.LogSpace, rules).ShouldBe(values);

    [Fact]
    public void Texts_become_numbers_when_asked() => Values(SweepStyle.Multiple, """{"items": ["1", "0.5", "x"], "numberify": true}""").ShouldBe("1 0.5 x");

    [Fact]
    public void Sets_are_taken_as_they_are() =>
        Show(Sweep(SweepKind.Manual) with { ParameterSets = [(MapValue)ValueJson.Parse("""{"a": 1}"""), (MapValue)ValueJson.Parse("""{"b": 2}""")] }).ShouldBe("""{"a":1} {"b":2}""");

    [Fact]
    public void Edges_take_the_place_of_rules_and_bring_parameters_of_their_own()
    {
        var sweep = Sweep(SweepKind.Grid, ("lr", SweepStyle.Multiple, """{"items": [9]}"""));
        var edges = new Dictionary<string, ImmutableArray<Value>> { ["lr"] = [Value.Of(0.1), Value.Of(0.2)], ["epochs"] = [Value.Of(1), Value.Of(2)] };
        string.Join(' ', SweepExpansion.Trials(sweep, edges, 0).Trials).ShouldBe("""{"lr":0.1,"epochs":1} {"lr":0.1,"epochs":2} {"lr":0.2,"epochs":1} {"lr":0.2,"epochs":2}""");
    }

    [Fact]
    public void Draws_depend_on_the_seed_alone_and_stay_in_range()
    {
        var sweep = Sweep(SweepKind.Random, ("a", SweepStyle.Random, """{"min": 1, "max": 5, "integerify": true}"""), ("b", SweepStyle.Random, """{"min": 0.001, "max": 0.1, "distribution": "log-uniform"}""")) with { ExecutionCount = 200 };
        var first = SweepExpansion.Trials(sweep, NoEdges, 7).Trials;
        SweepExpansion.Trials(sweep, NoEdges, 7).Trials.ShouldBe(first);
        SweepExpansion.Trials(sweep, NoEdges, 8).Trials.ShouldNotBe(first);
        first.Select(trial => ((IntegerValue)trial.Find("a")!).Number).Distinct().Count().ShouldBe(5);
        first.ShouldAllBe(trial => ((FloatValue)trial.Find("b")!).Number >= 0.001 && ((FloatValue)trial.Find("b")!).Number <= 0.1);
        first.Count(trial => ((FloatValue)trial.Find("b")!).Number < 0.01).ShouldBeInRange(70, 130);
        var one = sweep with { Parameters = [sweep.Parameters[1]] };
        SweepExpansion.Trials(one, NoEdges, 7).Trials.Select(trial => trial.Find("b")).ShouldBe(first.Select(trial => trial.Find("b")), "another parameter does not change the draws");
    }

    [Fact]
    public void Members_have_equal_parameters() =>
        Show(Sweep(SweepKind.Distributed, ("a", SweepStyle.Multiple, """{"items": [1, 2]}""")) with { ExecutionCount = 3 }).ShouldBe("""{"a":1} {"a":1} {"a":1}""");

    [Theory]
    [InlineData("""{"start": 0, "end": 1000000000000, "step": 1}""", "1000000000001")]
    [InlineData("""{"start": 0, "end": 1e300, "step": 1e-300}""", "the maximum is 10000")]
    public void Too_many_trials_are_refused_with_the_count(string rules, string named) => SweepExpansion.Trials(Sweep(SweepKind.Grid, ("a", SweepStyle.Linear, rules)), NoEdges, 0).Problem.ShouldNotBeNull().ShouldContain(named);

    [Fact]
    public void An_edge_without_values_is_refused() =>
        SweepExpansion.Trials(Sweep(SweepKind.Grid), new Dictionary<string, ImmutableArray<Value>> { ["a"] = [] }, 0).Problem.ShouldNotBeNull().ShouldContain("'a'");

    [Theory]
    [InlineData(SweepStyle.Linear, """{"start": 0}""")]
    [InlineData(SweepStyle.Linear, """{"start": 0, "end": 1, "step": -1}""")]
    [InlineData(SweepStyle.LogSpace, """{"start": 0, "end": 400, "count": 2}""")]
    [InlineData(SweepStyle.LogSpace, """{"start": 0, "end": 1, "count": 0}""")]
    [InlineData(SweepStyle.Random, """{"min": 1, "max": 0}""")]
    [InlineData(SweepStyle.Random, """{"min": {"$float": "nan"}, "max": 0}""")]
    [InlineData(SweepStyle.Multiple, "{}")]
    public void Rules_that_give_no_values_are_refused(SweepStyle style, string rules) => SweepExpansion.Trials(Sweep(SweepKind.Grid, ("a", style, rules)), NoEdges, 0).Diagnostics.Single().Code.ShouldBe("task.rules");

    private static Sweep Sweep(SweepKind kind, params (string Name, SweepStyle Style, string Rules)[] parameters) => new()
    {
        Name = "t",
        Step = "s",
        Kind = kind,
        Parameters = [.. parameters.Select(item => new SweepParameter { Name = item.Name, Style = item.Style, Rules = (MapValue)ValueJson.Parse(item.Rules) })],
    };

    private static string Show(Sweep sweep) => string.Join(' ', SweepExpansion.Trials(sweep, NoEdges, 0).Trials);

    private static string Values(SweepStyle style, string rules) => string.Join(' ', SweepExpansion.Trials(Sweep(SweepKind.Grid, ("a", style, rules)), NoEdges, 0).Trials.Select(trial => trial.Find("a")));
}
