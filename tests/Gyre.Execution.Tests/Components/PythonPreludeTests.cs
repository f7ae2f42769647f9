using System.Collections.Immutable;
using Gyre.Execution.Formats.Kubeflow;

namespace Gyre.Execution.Tests.Components;

public sealed class PythonPreludeTests
{
    private const string Rest = " && \"$0\" \"$@\"";

    [Fact]
    public void Installations_before_the_rest_are_recognised()
    {
        ImmutableArray<string> arguments = ["sh", "-c", "\nPIP_DISABLE_PIP_VERSION_CHECK=1 python3 -m pip install --quiet 'kfp==2.0' 'a;b' && python3 -m pip install --index-url https://x/simple 'c d'" + Rest + "\n", "sh", "-ec", "x"];
        var found = PythonPrelude.Installations(arguments, out var rest).ShouldNotBeNull();
        found.Select(words => string.Join('|', words)).ShouldBe(["install|--quiet|kfp==2.0|a;b", "install|--index-url|https://x/simple|c d"]);
        rest.ShouldBe(["sh", "-ec", "x"]);
    }

    [Theory]
    [InlineData("python3 -m pip install a; evil" + Rest)]
    [InlineData("python3 -m pip install a || true" + Rest)]
    [InlineData("python3 -m pip install $X" + Rest)]
    [InlineData("python3 -m pip install \"a\"" + Rest)]
    [InlineData("python3 -m pip install `a`" + Rest)]
    [InlineData("python3 -m pip install a & b" + Rest)]
    [InlineData("python3 -m pip install a > b" + Rest)]
    [InlineData("python3 -m pip install 'a" + Rest)]
    [InlineData("python3 -m pip install a\necho b" + Rest)]
    [InlineData("python3 -m pip install a '&&' b && echo c" + Rest)]
    [InlineData("X=1 python3 -m pip install a" + Rest)]
    [InlineData("python3 -m pip uninstall a" + Rest)]
    [InlineData("&& python3 -m pip install a" + Rest)]
    [InlineData("\"$0\" \"$@\"")]
    [InlineData("python3 -m pip install a")]
    public void Any_other_text_is_left_to_the_shell(string script)
    {
        ImmutableArray<string> arguments = ["sh", "-c", script, "sh", "-ec", "x"];
        PythonPrelude.Installations(arguments, out var rest).ShouldBeNull();
        rest.ShouldBe(arguments);
    }

    [Fact]
    public void A_program_that_differs_in_a_word_is_left_to_the_shell()
    {
        const string Program = "program_path=$(mktemp -d)\n\nprintf \"%s\" \"$0\" > \"$program_path/ephemeral_component.py\"\n_KFP_RUNTIME=true python3 -m kfp.dsl.executor_main  --component_module_path \"$program_path/ephemeral_component.py\"   \"$@\"\n";
        PythonPrelude.Source(["sh", "-ec", Program, "source", "a"], out var rest).ShouldBe("source");
        rest.ShouldBe(["a"]);
        PythonPrelude.Source(["sh", "-ec", Program + "echo", "source"], out _).ShouldBeNull();
        PythonPrelude.Source(["sh", "-c", Program, "source"], out _).ShouldBeNull();
    }
}
