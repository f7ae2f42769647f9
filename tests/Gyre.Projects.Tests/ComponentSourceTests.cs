using Gyre.Core;

namespace Gyre.Projects.Tests;

public sealed class ComponentSourceTests
{
    [Fact]
    public void A_source_is_a_name_python_a_command_or_a_type()
    {
        ComponentSource.Parse("mlp").ShouldBe(new BuiltInSource("mlp"));
        ComponentSource.Parse("python").ShouldBe(new PythonSource());
        ComponentSource.Parse("command: [\"./a b\", \"--x\", \"\"]").ShouldBe(new CommandSource(["./a b", "--x", ""]));
        ComponentSource.Parse("assembly: lib/My.dll#My.Space.Outer+Model`1").ShouldBe(
            new AssemblySource(SafePath.Parse("lib/My.dll"), "My.Space.Outer+Model`1"));
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("python")]
    [InlineData("""command: ["python3","a \"b\".py"]""")]
    [InlineData("assembly: lib/My.dll#My.Model")]
    public void A_source_is_written_as_it_is_read(string text) => ComponentSource.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("my model")]
    [InlineData("command: python3 a.py")]
    [InlineData("command: []")]
    [InlineData("command: [\"\"]")]
    [InlineData("command: [\"a\", 1]")]
    [InlineData("command: [\"a\\u0000\"]")]
    [InlineData("assembly: My.dll")]
    [InlineData("assembly: ../My.dll#My.Model")]
    [InlineData("assembly: /lib/My.dll#My.Model")]
    [InlineData("assembly: My.dll#My.Model, Other")]
    [InlineData("assembly: My.dll#A#B")]
    public void Anything_else_is_refused(string text) => Should.Throw<InvalidInputException>(() => ComponentSource.Parse(text))
        .Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("plan.component");
}
