using System.Text;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Transforms;
using Gyre.Projects;
using static Gyre.Experiments.Tests.SampleRows;

namespace Gyre.Experiments.Tests.Transforms;

public sealed class TrialTransformTests
{
    private static readonly TrialRows Training = new SampleRows().Input("x", ElementType.Float, Numbers(1, 3, null))
        .Input("n", ElementType.Integer, Whole(5, 5, 5))
        .Input("c", ElementType.Category, Texts("b", "a", "b")).Input("t", ElementType.Text, Texts("one two", "three", null))
        .Lists("v", ElementType.Float, List(0, 4), List(8), null).Output("y", ElementType.Category, Texts("q", "p", "q")).Rows();

    [Fact]
    public async Task Selection_keeps_the_named_inputs_and_all_else()
    {
        var kept = await ApplyAsync("select-features", Training, ("features", List("c", "x")));
        kept.Schema.Elements.Select(static element => element.Name).ShouldBe(["x", "c", "y"]);
        kept.Examples[1].Values.ShouldBe([Value.Of(3.0), Value.Of("a"), Value.Of("p")]);
        (await ApplyAsync("select-features", Training)).Schema.Elements.ShouldBe(Training.Schema.Elements);
    }

    [Fact]
    public async Task The_scaler_uses_the_population_deviation_and_leaves_missing_values_missing()
    {
        var scaled = await ApplyAsync("standard-scaler", Training);
        Column(scaled, "x").ShouldBe([Value.Of(-1.0), Value.Of(1.0), null]);
        Column(scaled, "n").ShouldBe([Value.Of(0.0), Value.Of(0.0), Value.Of(0.0)]);
        scaled.Schema.Elements[1].Type.ShouldBe(ElementType.Float);
        Column(scaled, "y").ShouldBe(Column(Training, "y"));
    }

    [Fact]
    public async Task The_scaler_scales_lists_item_by_item()
    {
        var scaled = await ApplyAsync("standard-scaler", Training, ("features", Value.Of("v")));
        var deviation = Math.Sqrt(32 / 3.0);
        Column(scaled, "v").ShouldBe([List(-4 / deviation, 0), List(4 / deviation), null]);
        Column(scaled, "x").ShouldBe(Column(Training, "x"));
    }

    [Fact]
    public async Task Min_max_brings_numbers_between_0_and_1_and_others_beyond()
    {
        await using var transform = Create("min-max");
        await transform.FitAsync(Training, Token);
        var other = FirstWith(0, Value.Of(5.0));
        Column(await transform.ApplyAsync(Training, Token), "x").ShouldBe([Value.Of(0.0), Value.Of(1.0), null]);
        Column(await transform.ApplyAsync(other, Token), "x").ShouldBe([Value.Of(2.0)]);
    }

    [Fact]
    public async Task One_hot_makes_truth_values_of_the_labels_of_the_training_examples()
    {
        await using var transform = Create("one-hot");
        await transform.FitAsync(Training, Token);
        var made = await transform.ApplyAsync(Training, Token);
        made.Schema.Elements.Select(static element => element.Name).ShouldBe(["x", "n", "c_0", "c_1", "t", "v", "y"]);
        made.Schema.Elements[3].Description.ShouldBe("c = b");
        made.Examples[0].Values[2..4].ShouldBe([Value.False, Value.True]);
        var unseen = FirstWith(2, Value.Of("z"));
        (await transform.ApplyAsync(unseen, Token)).Examples[0].Values[2..4].ShouldBe([Value.False, Value.False]);
    }

    [Fact]
    public async Task One_hot_avoids_names_that_are_taken_and_refuses_too_many_labels()
    {
        var rows = new SampleRows().Input("c", ElementType.Category, Texts("a", "b")).Input("c_1", ElementType.Float, Numbers(1, 2)).Rows();
        (await ApplyAsync("one-hot", rows)).Schema.Elements.Select(static element => element.Name).ShouldBe(["c_0", "c_1_", "c_1"]);
        (await RefusedAsync("one-hot", rows, ("max_categories", Value.Of(1)))).ShouldContain("2 labels, more than 1");
    }

    [Fact]
    public async Task Imputation_fills_with_mean_median_most_frequent_or_a_constant()
    {
        var rows = new SampleRows().Input("x", ElementType.Float, Numbers(1, 2, 9, double.NaN))
            .Input("n", ElementType.Integer, [.. Whole(4, 1, 4), null])
            .Input("c", ElementType.Category, Texts("b", "a", null, "a")).Rows();
        Column(await ApplyAsync("impute", rows), "x")[3].ShouldBe(Value.Of(4.0));
        var median = await ApplyAsync("impute", rows, ("strategy", Value.Of("median")));
        (Column(median, "x")[3], Column(median, "n")[3], Column(median, "n")[1]).ShouldBe((Value.Of(2.0), Value.Of(4.0), Value.Of(1.0)));
        (median.Schema.Elements[1].Type, median.Schema.Elements[1].IsRequired, median.Schema.Elements[2].Type)
            .ShouldBe((ElementType.Float, true, ElementType.Category));
        var frequent = await ApplyAsync("impute", rows, ("strategy", Value.Of("most_frequent")));
        (Column(frequent, "x")[3], Column(frequent, "n")[3], Column(frequent, "c")[2])
            .ShouldBe((Value.Of(1.0), Value.Of(4), Value.Of("a")));
        var constant = await ApplyAsync("impute", rows, ("strategy", Value.Of("constant")), ("fill_value", Value.Of(-1)));
        (Column(constant, "x")[3], Column(constant, "n")[3], Column(constant, "c")[2]).ShouldBe((Value.Of(-1.0), Value.Of(-1), null));
    }

    [Fact]
    public async Task Imputation_needs_a_value_to_learn_from()
    {
        var rows = new SampleRows().Input("x", ElementType.Float, Numbers(null, null)).Rows();
        (await RefusedAsync("impute", rows)).ShouldContain("has no value in the training examples");
        Should.Throw<InvalidInputException>(() =>
            Create("impute", ("strategy", Value.Of("constant")))).Message.ShouldContain("'fill_value'");
    }

    [Fact]
    public async Task Texts_are_hashed_to_lists_of_numbers()
    {
        var hashed = await ApplyAsync("hash-text", Training, ("width", Value.Of(8)));
        (hashed.Schema.Elements[3].Type, hashed.Schema.Elements[3].MultiValue).ShouldBe((ElementType.Float, MultiValue.Ordered));
        var numbers = Column(hashed, "t")[0].ShouldBeOfType<ListValue>().Items.Select(static item => ((FloatValue)item).Number).ToList();
        (numbers.Count, Column(hashed, "t")[2]).ShouldBe((8, null));
        numbers.Sum(static number => number * number).ShouldBe(1, 1e-12);
    }

    [Fact]
    public async Task Outputs_keep_their_labels_and_the_codes_stand_in_the_document()
    {
        await using var transform = Create("encode-outputs", ("outputs", List("y")));
        await transform.FitAsync(Training, Token);
        (await transform.ApplyAsync(Training, Token)).ShouldBe(Training);
        ValueJson.Write(await transform.SaveAsync(Token)).ShouldContain("""[{"name":"y","labels":["q","p"]}]""");
        (await RefusedAsync("encode-outputs", Training, ("outputs", Value.Of("z")))).ShouldContain("There is no output \"z\"");
    }

    [Theory]
    [InlineData("standard-scaler", "c", "is not a number")]
    [InlineData("min-max", "y", "There is no input \"y\"")]
    [InlineData("one-hot", "x", "is not a category")]
    [InlineData("hash-text", "c", "is not a text")]
    [InlineData("impute", "v", "is not a number")]
    [InlineData("select-features", "X1", "The inputs are: x, n, c, t, v.")]
    public async Task Wrong_features_are_refused(string component, string feature, string problem) =>
        (await RefusedAsync(component, Training, ("features", List(feature)))).ShouldContain(problem);

    [Theory]
    [MemberData(nameof(Components))]
    public async Task What_is_saved_does_the_same(string component)
    {
        await using var first = Create(component);
        await first.FitAsync(Training, Token);
        var json = ValueJson.Write(await first.SaveAsync(Token));
        await using var second = Create(component);
        await second.LoadAsync(ValueJson.Parse(json), Token);
        ValueJson.Write(await second.SaveAsync(Token)).ShouldBe(json);
        var (expected, actual) = (await first.ApplyAsync(Training, Token), await second.ApplyAsync(Training, Token));
        actual.Schema.Elements.ShouldBe(expected.Schema.Elements);
        actual.Examples.SelectMany(static example => example.Values)
            .ShouldBe(expected.Examples.SelectMany(static example => example.Values));
    }

    [Theory]
    [MemberData(nameof(Components))]
    public async Task Foreign_documents_are_refused(string component)
    {
        await using var transform = Create(component);
        foreach (var json in new[] { "null", "{}", """{"schemaVersion":1,"kind":"other"}""",
            $$"""{"schemaVersion":2,"kind":"{{component}}"}""" })
            await Should.ThrowAsync<InvalidInputException>(() => transform.LoadAsync(ValueJson.Parse(json), Token));
    }

    [Theory]
    [MemberData(nameof(Components))]
    public async Task A_transform_does_not_look_at_what_it_is_applied_to(string component)
    {
        await using var transform = Create(component);
        await transform.FitAsync(Training, Token);
        var before = await transform.SaveAsync(Token);
        var together = await transform.ApplyAsync(Training, Token);
        foreach (var (i, example) in Training.Examples.Index())
            (await transform.ApplyAsync(Training with { Examples = [example] }, Token)).Examples[0].Values.ShouldBe(
                together.Examples[i].Values);
        (await transform.SaveAsync(Token)).ShouldBe(before);
    }

    [Theory]
    [InlineData("octopuscl.data.transforms.FeatureSelection")]
    [InlineData("octopuscl.data.transforms.StandardScaler")]
    [InlineData("octopuscl.data.transforms.OutputEncoder")]
    [InlineData("gyre.transforms.OneHot")]
    [InlineData("gyre.transforms.Impute")]
    [InlineData("gyre.transforms.HashText")]
    [InlineData("gyre.transforms.MinMax")]
    public void Plans_can_name_them(string name)
    {
        var plan = $$"""
            name: E
            description: ""
            datasets: {names: [d], location: datasets}
            max_workers: 1
            splits: {from_dir: s}
            trials:
            - name: T
              description: ""
              host: local
              data_loaders:
                d: {class: octopuscl.data.loaders.PyTorchDataLoader}
              pipeline:
                model: {class: gyre.models.Mlp}
                transforms:
                - class: {{name}}
            """;
        var reading = ExperimentPlans.Read([("a.yaml", Encoding.UTF8.GetBytes(plan))], new PlanLanguage());
        var trial = reading.Plan.ShouldNotBeNull(string.Join(' ', reading.Diagnostics)).Experiments.Single().Trials.Single();
        TrialTransforms.Create(trial.Transforms.Single().Block.Component, Context([])).ShouldNotBeNull();
    }

    [Fact]
    public void Other_names_are_not_known() => TrialTransforms.Create("octopuscl", Context([])).ShouldBeNull();

    public static TheoryData<string> Components => [.. TrialTransforms.Names.Order(StringComparer.Ordinal)];

    /// <summary>The first training example with another value.</summary>
    private static TrialRows FirstWith(int column, Value value) => Training with
    {
        Examples = [Training.Examples[0] with { Values = Training.Examples[0].Values.SetItem(column, value) }],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<TrialRows> ApplyAsync(string component, TrialRows rows, params (string Name, Value Value)[] parameters)
    {
        await using var transform = Create(component, parameters);
        await transform.FitAsync(rows, Token);
        return await transform.ApplyAsync(rows, Token);
    }

    private static async Task<string> RefusedAsync(string component, TrialRows rows, params (string Name, Value Value)[] parameters) =>
        (await Should.ThrowAsync<InvalidInputException>(() => ApplyAsync(component, rows, parameters))).Message;

    private static ITrialTransform Create(string component, params (string Name, Value Value)[] parameters) =>
        TrialTransforms.Create(component, Context(parameters)).ShouldNotBeNull();

    private static TrialContext Context((string Name, Value Value)[] parameters) => new()
    {
        Parameters = Map(parameters),
        Schema = Training.Schema,
        Output = Training.Schema.Outputs.First(),
        ScratchFolder = "",
        CodeFolder = "",
        Log = new SilentLog(),
    };

    private static Value?[] Column(TrialRows rows, string name)
    {
        var column = rows.Schema.Elements.Select(static element => element.Name).ToList().IndexOf(name);
        return [.. rows.Examples.Select(example => example.Values[column])];
    }

    private static Value?[] Whole(params long[] numbers) => [.. numbers.Select(static number => Value.Of(number))];

    private sealed class SilentLog : ITrialLog
    {
        public void Metric(string name, double value, long step)
        {
        }

        public void Say(string line)
        {
        }
    }
}
