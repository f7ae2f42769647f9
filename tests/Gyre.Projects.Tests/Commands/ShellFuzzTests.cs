using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Testing;

namespace Gyre.Projects.Tests.Commands;

/// <summary>Random values go through the command builder and a real shell; the program at the other end must see them unchanged.</summary>
public sealed class ShellFuzzTests
{
    private const int PerScript = 2000;

    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/bin/bash")]
    public async Task A_shell_reads_back_every_value_as_it_was(string shell)
    {
        Assert.SkipUnless(File.Exists(shell), $"{shell} is not installed");
        var random = new SeededRandom(2026);
        var strings = Budget.Texts(20_000);
        for (var done = 0; done < strings / 2; done += PerScript)
            await RunAsync(shell, [.. Enumerable.Range(0, Math.Min(PerScript, strings / 2 - done)).Select(_ => Case(random))]);
    }

    /// <summary>One command for one or several random values, with the words it must become.</summary>
    private static (string Command, IReadOnlyList<string> Words) Case(SeededRandom random)
    {
        var first = Text(random);
        var second = Text(random);
        switch (random.NextInt(0, 5))
        {
            case 0:
                return (Build("say {parameter-value:p}", MultipleMode.None, Value.Of(first)), [first]);
            case 1:
                return (Build("say {parameter:p}", MultipleMode.None, Value.Of(first)), [$"--p={first}"]);
            case 2:
                return (Build("say {parameters}", MultipleMode.Repeat, Value.Of([Value.Of(first), Value.Of(second)])), [$"--p={first}", $"--p={second}"]);
            case 3:
                return (Build("say {parameters} end", MultipleMode.Separate, Value.Of([Value.Of(first), Value.Of(second)])), [$"--p={first},{second}", "end"]);
            default:
                return (Build("say {parameter:p} end", MultipleMode.None, Value.Of(first), "-p {v}"), ["-p", first, "end"]);
        }
    }

    private static string Build(string template, MultipleMode multiple, Value value, string? passAs = null)
    {
        var step = new Step { Name = "s", Commands = [template], Parameters = [new ParameterDefinition { Name = "p", Multiple = multiple, PassAs = passAs }] };
        return CommandBuilder.Build(step, new Dictionary<string, Value> { ["p"] = value }).Commands[0];
    }

    private static string Text(SeededRandom random)
    {
        const string Awkward = "'\"\\$`!*?[]{}()<>|&;#~=%^ \t\n\r-+,.:/@\u00e4\u20ac\u2028\ufeff\u0001\u007f";
        var text = new StringBuilder();
        for (var length = random.NextInt(0, 12); length > 0; length--)
        {
            switch (random.NextInt(0, 4))
            {
                case 0:
                    text.Append((char)random.NextInt(0x20, 0x7F));
                    break;
                case 1:
                    text.Append(new Rune(random.NextInt(0x1F300, 0x1F5FF)).ToString());
                    break;
                case 2:
                    text.Append((char)random.NextInt(0x1, 0xD7FF));
                    break;
                default:
                    text.Append(Awkward[random.NextInt(0, Awkward.Length)]);
                    break;
            }
        }
        return text.ToString();
    }

    private static async Task RunAsync(string shell, IReadOnlyList<(string Command, IReadOnlyList<string> Words)> cases)
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, $"say() {{ printf '%s\\0' \"$@\"; printf 'END\\0'; }}\n{string.Join('\n', cases.Select(item => item.Command))}\n", new UTF8Encoding(false), TestContext.Current.CancellationToken);
        using var process = Process.Start(new ProcessStartInfo(shell, [script]) { RedirectStandardOutput = true, StandardOutputEncoding = new UTF8Encoding(false), Environment = { ["LC_ALL"] = "C" } })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.Delete(script);
        var words = Encoding.UTF8.GetString(output.ToArray()).Split('\0');
        var at = 0;
        foreach (var (command, expected) in cases)
        {
            foreach (var word in expected.Append("END"))
            {
                if (words[at++] != word)
                    Assert.Fail($"{command} gave '{words[at - 1]}' in the place of '{word}'");
            }
        }
        at.ShouldBe(words.Length - 1);
    }
}
