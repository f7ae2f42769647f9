using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Supervision;

/// <summary>A command that failed though it did not decide.</summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="Status">Its exit status.</param>
internal readonly record struct EarlierFailure(int Number, int Status);

/// <summary>
/// Turns an order into a program with arguments. Commands become one script for one shell, so that a folder changed or a variable set by one is
/// seen by the next, and the last one decides. Between them stands a call of a function that notes a failure and hands the status on.
/// </summary>
internal sealed class CommandScript(AttemptOrder order, AttemptFolder folder, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Linux refuses a single argument above 128 KiB; a longer script goes into a file.</summary>
    private const int MaxArgumentBytes = 100 * 1024;

    private string ScriptFile => Path.Join(folder.Root, "script");

    private string FailuresFile => Path.Join(folder.Root, "failures");

    /// <summary>What to start.</summary>
    /// <exception cref="LaunchException">The program is not there.</exception>
    public LaunchSpec Build()
    {
        if (order.Arguments.Length > 0)
            return Direct();
        if (order.Commands.Length == 0)
            throw new LaunchException("The step has no command.");
        if (order.Commands[0].StartsWith("#!", StringComparison.Ordinal))
            return WithInterpreter();
        var shell = Find("bash") ?? Find("sh") ?? throw new LaunchException(
            "Neither 'bash' nor 'sh' is on the PATH. Install one of them.");
        var script = order.Commands.Length == 1 ? order.Commands[0] : Joined();
        if (Encoding.UTF8.GetByteCount(script) <= MaxArgumentBytes)
            return Spec(shell, ["-c", script]);
        File.WriteAllText(ScriptFile, script);
        return Spec(shell, [ScriptFile]);
    }

    /// <summary>Commands before the last one that failed, once the script has ended.</summary>
    public IEnumerable<EarlierFailure> ReadFailures()
    {
        if (order.Commands.Length < 2 || !File.Exists(FailuresFile))
            yield break;
        foreach (var line in File.ReadLines(FailuresFile).Take(1000))
        {
            var parts = line.Split(' ');
            if (parts.Length == 2 && Number(parts[0]) is { } number && Number(parts[1]) is { } status)
                yield return new EarlierFailure(number, status);
        }
    }

    /// <summary>Removes what was written for the start.</summary>
    public void Clean()
    {
        File.Delete(ScriptFile);
        File.Delete(FailuresFile);
    }

    private LaunchSpec Direct()
    {
        var program = order.Arguments[0];
        var path = program.Contains('/', StringComparison.Ordinal) ? program : Find(program);
        return Spec(path ?? throw new LaunchException($"The program '{program}' was not found on the PATH of the step."), [.. order.Arguments.Skip(1)]);
    }

    /// <summary>The first line names the interpreter, as the kernel reads it: a program and at most one argument.</summary>
    private LaunchSpec WithInterpreter()
    {
        var script = string.Join('\n', order.Commands) + "\n";
        var line = script[2..script.IndexOf('\n', StringComparison.Ordinal)].Trim();
        var space = line.IndexOfAny([' ', '\t']);
        var program = space < 0 ? line : line[..space];
        if (!File.Exists(program))
            throw new LaunchException($"The first command uses the interpreter '{program}', which does not exist.");
        File.WriteAllText(ScriptFile, script);
        return Spec(program, space < 0 ? [ScriptFile] : [line[space..].Trim(), ScriptFile]);
    }

    private string Joined()
    {
        var script = new StringBuilder();
        var onFailure = order.StrictCommands ? "exit \"$__gyre_status\"" : $"printf '%s %s\\n' \"$1\" \"$__gyre_status\" >>{Quote(FailuresFile)}";
        script.Append("__gyre_after() { __gyre_status=$?; if [ \"$__gyre_status\" -ne 0 ]; then ").Append(onFailure).Append("; fi; return \"$__gyre_status\"; }\n");
        // Whoever is interrupted may save its work and end well; the commands after it must not begin then.
        script.Append("trap 'exit 130' INT\n");
        var scanner = new ShellScanner();
        for (var i = 0; i < order.Commands.Length; i++)
        {
            script.Append(order.Commands[i]).Append('\n');
            var complete = scanner.IsCompleteAfter(order.Commands[i] + "\n");
            // As the left side of && a failing call neither ends a script under 'set -e' nor loses the status.
            if (complete && i + 1 < order.Commands.Length)
                script.Append(CultureInfo.InvariantCulture, $"__gyre_after {i + 1} && :\n");
        }
        return script.ToString();
    }

    private LaunchSpec Spec(string program, ImmutableArray<string> arguments) => new(program, arguments, environment, folder.Repository);

    private string? Find(string name) => Programs.Find(name, environment["PATH"]);

    private static string Quote(string text) => $"'{text.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
