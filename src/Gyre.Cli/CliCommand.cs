using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Gyre.Cli;

/// <summary>Small helps for writing a command in one file.</summary>
internal static class CliCommand
{
    /// <summary>How the answer is written.</summary>
    private static readonly Option<OutputFormat> Format = new("--format")
    {
        Description = "Output format: text, or json for scripts (data on stdout, messages on stderr).",
        HelpName = "text|json",
        DefaultValueFactory = static _ => OutputFormat.Text,
        CustomParser = static result =>
        {
            switch (result.Tokens.Count == 1 ? result.Tokens[0].Value : "")
            {
                case "text":
                    return OutputFormat.Text;
                case "json":
                    return OutputFormat.Json;
                default:
                    result.AddError($"'{result.Tokens[0].Value}' is not a valid format. Use text or json.");
                    return OutputFormat.Text;
            }
        },
        Recursive = true,
    };

    /// <summary>Gives a command <c>--format</c>.</summary>
    public static void AddFormat(Command command) => command.Options.Add(Format);

    /// <summary>Whether a program reads the answer.</summary>
    public static bool IsJson(ParseResult result) => result.GetValue(Format) == OutputFormat.Json;

    /// <summary>An argument that takes exactly one word.</summary>
    public static Argument<string> Word(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        RefuseOptions(argument);
        return argument;
    }

    /// <summary>An argument that takes one word or none.</summary>
    public static Argument<string?> OptionalWord(string name, string description)
    {
        var argument = new Argument<string?>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };
        RefuseOptions(argument);
        return argument;
    }

    /// <summary>An option that takes a text.</summary>
    public static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    /// <summary>An option that is there or not.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    /// <summary>Whether an option stands on the command line. A validator must not ask for values: they may be the ones that are wrong.</summary>
    public static bool IsGiven(SymbolResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>The number of entries a list shows.</summary>
    public static Option<int> Limit(int otherwise)
    {
        var option = new Option<int>("--limit")
        {
            Description = "Maximum number of entries to show, 1 to 1000.",
            HelpName = "N",
            DefaultValueFactory = _ => otherwise,
        };
        option.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is >= 1 and <= 1000))
                result.AddError($"'{token.Value}' is not a valid value for --limit. Use a whole number from 1 to 1000.");
        });
        return option;
    }

    /// <summary>Without this, a mistyped option would be taken for a file name.</summary>
    /// <summary>A count from 1.</summary>
    public static Option<int?> Count(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1))
                result.AddError($"'{token.Value}' is not a valid count. Use a whole number, 1 or greater.");
        });
        return option;
    }

    private static void RefuseOptions(Argument argument) => argument.Validators.Add(static result =>
    {
        if (result.Tokens is [var token] && token.Value.StartsWith("--", StringComparison.Ordinal))
            result.AddError($"Unknown option '{token.Value}'.");
    });
}

/// <summary>How an answer is written.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs.</summary>
    Json,
}
