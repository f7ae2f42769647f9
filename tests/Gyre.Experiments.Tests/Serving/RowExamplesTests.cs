using System.Text;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Serving;

namespace Gyre.Experiments.Tests.Serving;

public sealed class RowExamplesTests
{
    private static readonly DatasetSchema Schema = new(
        "counts", "", [new DatasetElement("n", ElementRole.Input, ElementType.Integer) { IsRequired = true }]);

    [Theory]
    [InlineData("3")]
    [InlineData("3.0")]
    [InlineData("\"3\"")]
    public void A_whole_number_is_an_integer_however_it_is_written(string number)
    {
        var example = Rows($$"""[{"n": {{number}}}]""").Examples.ShouldHaveSingleItem();
        example.Values[0].ShouldBe(Value.Of(3));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("1e300")]
    public void Another_number_is_none(string number)
    {
        var refusal = Should.Throw<InvalidInputException>(() => Rows($$"""[{"n": {{number}}}]""")).Diagnostics[0];
        (refusal.Path, refusal.Code).ShouldBe(("instances/0/n", "predict.row"));
        refusal.Message.ShouldContain("is not of the type integer");
    }

    private static TrialRows Rows(string json) =>
        new RowExamples(Schema).Of((ListValue)ValueJson.Parse(Encoding.UTF8.GetBytes(json)));
}
