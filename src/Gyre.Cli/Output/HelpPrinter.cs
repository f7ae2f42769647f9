using System.CommandLine;
using System.CommandLine.Invocation;

namespace Gyre.Cli.Output;

/// <summary>
/// Prints what a command is, how it is written, and an example. A description's first paragraph says what the command does; the rest,
/// which ends with an example, is shown only on its own page.
/// </summary>
internal sealed class HelpPrinter : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult) =>
        Print(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);

    /// <summary>Prints a command's page.</summary>
    public static int Print(Command command, TextWriter writer)
    {
        var (words, example) = Split(command.Description ?? "");
        writer.WriteLine(words);
        writer.WriteLine();
        writer.WriteLine("Usage:");
        writer.WriteLine($"  {Usage(command)}");
        Section(writer, "Arguments", command.Arguments.Where(argument => !argument.Hidden).Select(argument => (argument.Name, argument.Description)));
        Section(writer, "Commands", command.Subcommands.Where(child => !child.Hidden).Select(child => (child.Name, (string?)FirstParagraph(child))));
        Section(writer, "Options", Options(command).Where(option => !option.Hidden).Select(option => (Spelling(option), option.Description)));
        if (example.Length > 0)
        {
            writer.WriteLine();
            writer.WriteLine(example);
        }
        return CliExitCodes.Done;
    }

    /// <summary>How a command is written, in one line.</summary>
    public static string Usage(Command command)
    {
        var names = Ancestors(command).Reverse().Select(ancestor => ancestor is RootCommand ? "gyre" : ancestor.Name);
        var arguments = command.Arguments.Where(argument => !argument.Hidden).Select(Placeholder);
        var child = command.Subcommands.Any(child => !child.Hidden) ? [command.Action is null ? "COMMAND" : "[COMMAND]"] : Enumerable.Empty<string>();
        var required = Options(command).Where(option => option.Required).Select(option => $"{option.Name} {option.HelpName ?? "VALUE"}");
        return string.Join(' ', [.. names, .. child, .. arguments, .. required, "[options]"]);
    }

    private static string Placeholder(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static IEnumerable<Command> Ancestors(Command command)
    {
        yield return command;
        while (command.Parents.OfType<Command>().FirstOrDefault() is { } parent)
            yield return command = parent;
    }

    /// <summary>The options that a command takes, also those of the commands that it is one of; what must be given first.</summary>
    public static IEnumerable<Option> Options(Command command) => command.Options
        .Concat(Ancestors(command).Skip(1).SelectMany(ancestor => ancestor.Options.Where(option => option.Recursive)))
        .OrderByDescending(option => option.Required);

    private static string Spelling(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias is not "/h" and not "/?").Order(StringComparer.Ordinal).Append(option.Name));
        return option.ValueType == typeof(bool) || option.ValueType == typeof(void) ? names : $"{names} {option.HelpName ?? "VALUE"}";
    }

    private static string FirstParagraph(Command command)
    {
        var (words, _) = Split(command.Description ?? "");
        var end = words.IndexOf("\n\n", StringComparison.Ordinal);
        return (end < 0 ? words : words[..end]).ReplaceLineEndings(" ");
    }

    private static (string Words, string Example) Split(string description)
    {
        var text = description.ReplaceLineEndings("\n");
        var at = text.IndexOf("Example:", StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at].TrimEnd(), text[at..].TrimEnd());
    }

    private static void Section(TextWriter writer, string title, IEnumerable<(string Name, string? Description)> rows)
    {
        (string Name, string? Description)[] all = [.. rows];
        if (all.Length == 0)
            return;
        var width = all.Max(row => row.Name.Length);
        writer.WriteLine();
        writer.WriteLine($"{title}:");
        foreach (var (name, description) in all)
            writer.WriteLine($"  {name.PadRight(width)}  {description}".TrimEnd());
    }
}
