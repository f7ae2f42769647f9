using System.Text;
using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Execution.Tests.Components;

/// <summary>Components as the SDK compiles them from Python functions.</summary>
public abstract class PythonFixture : ComponentFixture
{
    private const string Header = "\nimport kfp\nfrom kfp import dsl\nfrom kfp.dsl import *\nfrom typing import *\n\n";

    protected const string Prelude =
        "\nif ! [ -x \"$(command -v pip)\" ]; then\n    python3 -m ensurepip || python3 -m ensurepip --user || apt-get install python3-pip\nfi\n\n" +
        "PIP_DISABLE_PIP_VERSION_CHECK=1 python3 -m pip install --quiet --no-warn-script-location 'kfp==2.14.3' '--no-deps' 'typing-extensions>=3.7.4,<5; python_version<\"3.9\"'{0} && \"$0\" \"$@\"\n";

    private const string Program =
        "program_path=$(mktemp -d)\n\nprintf \"%s\" \"$0\" > \"$program_path/ephemeral_component.py\"\n_KFP_RUNTIME=true python3 -m kfp.dsl.executor_main" +
        "                         --component_module_path                         \"$program_path/ephemeral_component.py\"                         \"$@\"\n";

    /// <summary>A function as a component.</summary>
    /// <param name="source">Its definition; the name follows the first <c>def</c>.</param>
    /// <param name="outputs">What it gives.</param>
    protected static Component Function(string source, params ComponentOutput[] outputs) => Compiled(Header + source, outputs);

    /// <summary>The same with packages to install.</summary>
    protected static Component Function(string source, string packages, params ComponentOutput[] outputs)
    {
        var component = Function(source, outputs);
        var prelude = Prelude.Replace("{0}", $" && python3 -m pip install --quiet --no-warn-script-location {packages}", StringComparison.Ordinal);
        return component with { Command = component.Command.SetItem(2, Template(prelude)) };
    }

    /// <summary>A function of the conformance data, with the shell texts that stand there.</summary>
    protected static Component Published(string file, string function, params ComponentOutput[] outputs)
    {
        var yaml = File.ReadAllText(Path.Join(ConformanceData.Folder("kfp"), "ir", file));
        var definition = yaml.IndexOf($"def {function}(", StringComparison.Ordinal);
        var source = Scalar(yaml, yaml.LastIndexOf("- \"\\nimport kfp", definition, StringComparison.Ordinal) + 3);
        var prelude = Scalar(yaml, yaml.IndexOf("- \"\\nif ! [", StringComparison.Ordinal) + 3);
        var component = Compiled(source, outputs);
        return component with { Command = component.Command.SetItem(2, Template(prelude)) };
    }

    protected static Component WithoutPrelude(Component component) => component with { Command = component.Command[3..] };

    protected static ArtifactType Type(string title) => new(title, "0.0.1");

    private static Component Compiled(string source, ComponentOutput[] outputs)
    {
        var name = source[(source.IndexOf("\ndef ", StringComparison.Ordinal) + 5)..];
        return new Component
        {
            Name = name[..name.IndexOf('(', StringComparison.Ordinal)],
            Command =
            [
                Template("sh"), Template("-c"), Template(Prelude.Replace("{0}", "", StringComparison.Ordinal)), Template("sh"), Template("-ec"),
                Template(Program), Template(source), Template("--executor_input"), Template(At(PlaceholderKind.WholeInput)),
                Template("--function_to_execute"), Template(name[..name.IndexOf('(', StringComparison.Ordinal)]),
            ],
            Outputs = [.. outputs],
        };
    }

    /// <summary>A scalar of YAML in double quotes, of the few escapes that stand in these files.</summary>
    private static string Scalar(string yaml, int at)
    {
        var text = new StringBuilder();
        for (var i = at; yaml[i] != '"'; i++)
        {
            if (yaml[i] == '\n')
            {
                i = Skip(yaml, i + 1) - 1;
                text.Append(' ');
            }
            else if (yaml[i] != '\\')
            {
                text.Append(yaml[i]);
            }
            else if (yaml[++i] == '\n')
            {
                i = Skip(yaml, i + 1) - 1;
            }
            else
            {
                text.Append(yaml[i] switch { 'n' => '\n', 't' => '\t', var other => other });
            }
        }
        return text.ToString();
    }

    private static int Skip(string yaml, int at)
    {
        while (yaml[at] == ' ')
            at++;
        return at;
    }
}
