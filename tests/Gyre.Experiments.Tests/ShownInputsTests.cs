using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Setup;
using Gyre.Experiments.Steps;

namespace Gyre.Experiments.Tests;

/// <summary>Examples as an experience shows them.</summary>
public sealed class ShownInputsTests
{
    private static readonly DatasetSchema Schema = new("pixels", "",
    [
        new DatasetElement("name", ElementRole.Input, ElementType.Text),
        new DatasetElement("a", ElementRole.Input, ElementType.Integer), new DatasetElement("b", ElementRole.Input, ElementType.Integer),
        new DatasetElement("c", ElementRole.Input, ElementType.Integer), new DatasetElement("d", ElementRole.Input, ElementType.Integer),
        new DatasetElement("label", ElementRole.Output, ElementType.Integer),
    ]);

    private static readonly InputView View = new(["a", "b", "c", "d"]);

    [Fact]
    public void Numbers_are_shown_in_another_order_and_the_rest_stays() =>
        Shown(View with { Order = [3, 0, 1, 2] }, 1, 2, 3, 4).ShouldBe(["x", "4", "1", "2", "3", "9"]);

    [Theory]
    [InlineData(90, "2", "4", "1", "3")] // 1 2 over 3 4, turned to the left
    [InlineData(180, "4", "3", "2", "1")]
    [InlineData(-90, "3", "1", "4", "2")]
    [InlineData(360, "1", "2", "3", "4")]
    public void Right_angles_move_every_number_as_it_is(double degrees, params string[] expected) =>
        Shown(View with { Width = 2, Degrees = degrees }, 1, 2, 3, 4)[1..^1].ShouldBe(expected);

    [Fact]
    public void Other_angles_mix_neighbours_and_whole_numbers_stay_whole() =>
        Shown(View with { Width = 2, Degrees = 45 }, 8, 8, 8, 8)[1..^1].ShouldBe(["6", "6", "6", "6"]);

    [Fact]
    public void An_input_of_several_numbers_is_shown_whole()
    {
        var schema = new DatasetSchema("vectors", "",
            [new DatasetElement("v", ElementRole.Input, ElementType.Float) { MultiValue = MultiValue.Ordered }]);
        var example = new DatasetExample(Guid.Empty, [new ListValue([Value.Of(1.5), Value.Of(2.5), Value.Of(3.5)])]);
        new ShownInputs(schema, new InputView(["v"]) { Order = [2, 0, 1] }).Show(example).Values[0]!.ToString()
            .ShouldBe(new ListValue([Value.Of(3.5), Value.Of(1.5), Value.Of(2.5)]).ToString());
    }

    [Fact]
    public void What_is_no_number_is_refused_by_name()
    {
        ShownInputs.ElementsOf(Schema, []).ShouldBe(["a", "b", "c", "d"]);
        Should.Throw<InvalidInputException>(() => ShownInputs.ElementsOf(Schema, ["name"])).Message.ShouldContain("'name'");
        Should.Throw<InvalidInputException>(() => ShownInputs.ElementsOf(Schema, ["label"])).Message.ShouldContain("'label'");
        Should.Throw<InvalidInputException>(() => Shown(View with { Order = [1, 0] }, 1, 2, 3, 4))
            .Message.ShouldContain("4 numbers instead of 2");
    }

    private static string[] Shown(InputView view, params long[] pixels)
    {
        var example = new DatasetExample(
            Guid.Empty, [Value.Of("x"), .. pixels.Select(Value.Of), Value.Of(9L)]);
        return [.. new ShownInputs(Schema, view).Show(example).Values.Select(static value => value!.ToString())];
    }
}
