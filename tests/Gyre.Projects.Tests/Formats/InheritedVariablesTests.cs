using Gyre.Core;

namespace Gyre.Projects.Tests.Formats;

/// <summary>Whether a posted step gets the variables of its project.</summary>
public sealed class InheritedVariablesTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData(""", "inherit_environment_variables": true""", true)]
    [InlineData(""", "inherit-environment-variables": false""", false)]
    [InlineData(""", "inherit_environment_variables": null""", true)]
    public void A_template_may_turn_them_off(string more, bool inherits) => Read(more).InheritVariables.ShouldBe(inherits);

    [Fact]
    public void What_is_no_truth_value_is_refused() =>
        Should.Throw<InvalidInputException>(() =>
            Read(""", "inherit_environment_variables": "no" """)).Message.ShouldContain("true or false");

    private static Step Read(string more)
    {
        var body = (MapValue)ValueJson.Parse($$"""{"step": "train", "command": "python train.py"{{more}}}""");
        var read = PostedDocuments.ReadExecution(body, new Project());
        return read.Pipeline.Graph.Nodes.OfType<ExecutionNode>().Single().Step;
    }
}
