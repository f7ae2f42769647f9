using System.CommandLine;

namespace Gyre.Cli.Options;

/// <summary>The name that stands beside an answer: said on this machine, and that of the token on a server.</summary>
internal static class AnswerName
{
    private static readonly Option<string?> Name = new("--as")
    {
        Description = "Name to record with the answer. A server records the name of the token instead.",
        HelpName = "NAME",
    };

    /// <summary>Gives a command the option, which is needed without a server and refused with one.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Name);
        command.Validators.Add(static result =>
        {
            var isGiven = result.GetValue(Name) is { Length: > 0 };
            if (!isGiven && !ServerOptions.IsGiven(result))
                result.AddError("Option '--as' is required.");
            else if (isGiven && ServerOptions.IsGiven(result))
                result.AddError("Options '--as' and '--server' cannot be used together: a server records the name of the token.");
        });
    }

    /// <summary>The name; null for that of the token.</summary>
    public static string? Of(ParseResult result) => result.GetValue(Name);
}
