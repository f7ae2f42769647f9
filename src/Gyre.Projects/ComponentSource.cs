using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>
/// Where a component of a trial comes from, as plans and files of aliases write it: a name (<c>mlp</c>), <c>python</c> for the class
/// itself, <c>command: ["./train", "--fast"]</c> or <c>assembly: My.dll#My.Model</c>.
/// </summary>
public abstract partial record ComponentSource
{
    private const string Command = "command:";
    private const string Assembly = "assembly:";
    private const int MostArguments = 1000;
    private const string Code = "plan.component";

    private protected ComponentSource()
    {
    }

    /// <summary>Reads a source.</summary>
    /// <param name="text">See the type.</param>
    /// <exception cref="InvalidInputException">It is none; code <c>plan.component</c>.</exception>
    public static ComponentSource Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(Command, StringComparison.Ordinal))
            return ParseCommand(text[Command.Length..].Trim());
        if (text.StartsWith(Assembly, StringComparison.Ordinal))
            return ParseAssembly(text[Assembly.Length..].Trim());
        if (!Name().IsMatch(text))
            throw Refuse($"'{Short(text)}' is not a component.");
        return text == "python" ? new PythonSource() : new BuiltInSource(text);
    }

    private static CommandSource ParseCommand(string text)
    {
        try
        {
            if (ValueJson.Parse(text) is ListValue { Items: { Length: > 0 and <= MostArguments } items } && items.All(IsArgument)
                && ((TextValue)items[0]).Text.Length > 0)
                return new CommandSource([.. items.Select(static item => ((TextValue)item).Text)]);
        }
        catch (JsonException)
        {
            // Said below.
        }
        throw Refuse($"'{Short(text)}' is not a JSON list of texts that begins with a program.");

        static bool IsArgument(Value item) => item is TextValue one && !one.Text.Contains('\0', StringComparison.Ordinal);
    }

    private static AssemblySource ParseAssembly(string text)
    {
        if (text.Split('#') is not [{ Length: > 0 } file, { Length: > 0 } type] || !TypeName().IsMatch(type))
            throw Refuse($"'{Short(text)}' does not name a file and a type.");
        if (!SafePath.TryParse(file, out var path, out var reason))
            throw Refuse($"The file '{Short(file)}' is not valid: {reason}.");
        return new AssemblySource(path, type);
    }

    private static InvalidInputException Refuse(string message) => new(
        Code, message,
        "Write the name of a built-in component, 'python', 'command: [\"program\", \"argument\"]' or 'assembly: FILE.dll#Full.Type'.");

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "...";

    [GeneratedRegex("^[a-z][a-z0-9-]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[\p{L}_][\w.+`]{0,499}$", RegexOptions.CultureInvariant)]
    private static partial Regex TypeName();
}

/// <summary>A component that comes with this program.</summary>
/// <param name="Name">Its name.</param>
public sealed record BuiltInSource(string Name) : ComponentSource
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>The Python class itself.</summary>
public sealed record PythonSource : ComponentSource
{
    /// <inheritdoc/>
    public override string ToString() => "python";
}

/// <summary>A program that keeps the contract of docs/reference/component-commands.md.</summary>
/// <param name="Arguments">The program and its arguments; at least the program.</param>
public sealed record CommandSource(ImmutableArray<string> Arguments) : ComponentSource
{
    /// <inheritdoc/>
    public bool Equals(CommandSource? other) => other is not null && Arguments.AsSpan().SequenceEqual(other.Arguments.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Arguments.Aggregate(0, static (hash, one) => HashCode.Combine(hash, one));

    /// <inheritdoc/>
    public override string ToString() => $"command: {ValueJson.Write(Value.Of(Arguments.Select(Value.Of)))}";
}

/// <summary>A type of an assembly.</summary>
/// <param name="File">Below the folder of the plan's code.</param>
/// <param name="Type">Its full name, as reflection writes it.</param>
public sealed record AssemblySource(SafePath File, string Type) : ComponentSource
{
    /// <inheritdoc/>
    public override string ToString() => $"assembly: {File}#{Type}";
}
