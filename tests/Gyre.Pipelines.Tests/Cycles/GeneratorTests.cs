using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines.Cycles;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Cycles;

public sealed class GeneratorTests
{
    [Fact]
    public void The_same_seed_and_turn_give_the_same_values_and_another_turn_others()
    {
        var cycle = With(new SampleGenerator { Kind = SampleKind.LogUniform, Min = 1e-4, Max = 0.1, Count = 3 });
        Draw(cycle, 1).ShouldBe(Draw(cycle, 1));
        Draw(cycle, 1).ShouldNotBe(Draw(cycle, 2));
        Draw(cycle with { Seed = 18 }, 1).ShouldNotBe(Draw(cycle, 1));
    }

    [Fact]
    public void One_parameter_more_changes_no_other()
    {
        var cycle = With(new SampleGenerator { Kind = SampleKind.Uniform, Max = 1 });
        var more = cycle with { Next = cycle.Next.Insert(0, new NextParameter(new ParameterTarget("a", "other"), new SampleGenerator { Kind = SampleKind.Uniform, Max = 1 })) };
        Draw(more, 3).ShouldBe(Draw(cycle, 3));
    }

    [Fact]
    public void Integers_stay_in_their_range_ends_included_and_differ_while_they_can()
    {
        var cycle = With(new SampleGenerator { Kind = SampleKind.Integer, Min = 3, Max = 6, Count = 4 });
        foreach (var turn in Enumerable.Range(1, 50))
            Draw(cycle, turn).ShouldBeOfType<ListValue>().Items.Select(value => (int)((IntegerValue)value).Number).Order().ShouldBe([3, 4, 5, 6]);
        Draw(With(new SampleGenerator { Kind = SampleKind.Integer, Min = 3, Max = 4, Count = 5 }), 1).ShouldBeOfType<ListValue>().Items.Length.ShouldBe(5);
    }

    [Fact]
    public void Floats_have_six_digits_and_stay_in_their_range()
    {
        var cycle = With(new SampleGenerator { Kind = SampleKind.LogUniform, Min = 1e-5, Max = 1e-1 });
        var values = Enumerable.Range(1, 300).Select(turn => ((FloatValue)Draw(cycle, turn)).Number).ToList();
        values.ShouldAllBe(value => value >= 1e-5 && value <= 1e-1);
        values.ShouldAllBe(value => NumberText.Of(value).Replace("0.", "", StringComparison.Ordinal).Split('e', StringSplitOptions.None)[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length <= 6);
        // Even in the logarithm: about a quarter in each decade.
        values.Count(value => value < 1e-4).ShouldBeInRange(45, 105);
    }

    [Fact]
    public void A_choice_is_one_of_the_list()
    {
        var cycle = With(new SampleGenerator { Kind = SampleKind.Choice, Choices = [Value.Of("sgd"), Value.Of("adam")] });
        Enumerable.Range(1, 40).Select(turn => Draw(cycle, turn).ToString()).Distinct().Order().ShouldBe(["adam", "sgd"]);
    }

    [Fact]
    public void A_step_grows_from_turn_to_turn_up_to_its_end()
    {
        var cycle = With(new StepGenerator(100, 300) { Max = 800, Integer = true });
        Enumerable.Range(1, 4).Select(turn => Draw(cycle, turn)).ShouldBe([Value.Of(400), Value.Of(700), Value.Of(800), Value.Of(800)]);
        Draw(With(new StepGenerator(1, -0.25) { Min = 0.5 }), 3).ShouldBe(Value.Of(0.5));
    }

    [Fact]
    public void A_copy_takes_what_the_turn_before_had_and_nothing_when_it_had_nothing()
    {
        var cycle = With(new CopyGenerator("j.metadata.best"));
        Generators.Next(cycle, [Turn(1, ("j.metadata.best", Value.Of("model-3")))]).Find("a.x").ShouldBe(Value.Of("model-3"));
        Generators.Next(cycle, [Turn(1)]).Entries.ShouldBeEmpty();
    }

    [Fact]
    public void A_constant_stays() => Draw(With(new ValueGenerator(Value.Of(3))), 9).ShouldBe(Value.Of(3));

    [Fact]
    public void A_suggestion_moves_to_where_the_turns_were_good()
    {
        var cycle = With(new SuggestGenerator { Kind = SampleKind.Uniform, Min = 0, Max = 10 }) with { Objective = new Objective("j.metadata.loss", Direction.Minimize) };
        var turns = new List<TurnOutcome>();
        for (var turn = 1; turn <= 40; turn++)
        {
            var x = turns.Count == 0 ? 9.0 : ((FloatValue)Generators.Next(cycle, turns).Find("a.x")!).Number;
            x.ShouldBeInRange(0, 10);
            turns.Add(Turn(turn, ("a.parameter.x", Value.Of(x)), ("j.metadata.loss", Value.Of((x - 2) * (x - 2)))));
        }
        turns.Skip(30).Average(turn => ((FloatValue)turn.Values["a.parameter.x"]).Number).ShouldBeInRange(1, 3);
    }

    private static Cycle With(Generator generator) => new()
    {
        Name = "c",
        Pipeline = "p",
        MaxIterations = 10,
        Seed = 17,
        Next = [new NextParameter(new ParameterTarget("a", "x"), generator)],
    };

    private static Value Draw(Cycle cycle, int turns) => Generators.Next(cycle, [.. Enumerable.Range(1, turns).Select(number => Turn(number))]).Find("a.x")!;

    private static TurnOutcome Turn(int number, params (string Name, Value Value)[] values) => new()
    {
        Number = number,
        State = RunState.Succeeded,
        Values = values.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal),
    };
}
