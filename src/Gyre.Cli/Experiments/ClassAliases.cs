using System.Collections.Immutable;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Experiments;

/// <summary>
/// A file that says which component does the work of a Python class: lines <c>my_pkg.MyModel: mlp</c>, with any
/// <see cref="ComponentSource"/> behind the colon.
/// </summary>
internal static class ClassAliases
{
    private const int MostBytes = 1024 * 1024;

    /// <param name="host">Resolves the path.</param>
    /// <param name="file">As the user named it; null for no aliases.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">The file is not there, too large, or a line is not a name with a component.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(CliHost host, string? file, CancellationToken cancellationToken)
    {
        if (file is null)
            return ImmutableDictionary<string, string>.Empty;
        var source = new FileInfo(host.Resolve(file));
        if (!source.Exists || source.Length > MostBytes)
            throw Refuse(file, 0, source.Exists ? "The file is too large." : "The file does not exist.");
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (index, line) in (await File.ReadAllLinesAsync(source.FullName, cancellationToken)).Index())
        {
            var text = WithoutComment(line).Trim();
            if (text.Length == 0)
                continue;
            if (text.Split(':', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } component])
                throw Refuse(file, index + 1, $"'{Shown.Short(Shown.Clean(text), 100)}' is not a class with a component.");
            Check(file, index + 1, component);
            if (!aliases.TryAdd(name, component))
                throw Refuse(file, index + 1, $"'{Shown.Short(Shown.Clean(name), 100)}' is there twice.");
        }
        return aliases;
    }

    /// <summary>
    /// A comment begins with <c>#</c> at the start or after a blank, not within quotes: <c>#</c> also stands before the type of an
    /// assembly.
    /// </summary>
    private static string WithoutComment(string line)
    {
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (isQuoted && line[i] == '\\')
                i++;
            else if (line[i] == '"')
                isQuoted = !isQuoted;
            else if (line[i] == '#' && !isQuoted && (i == 0 || char.IsWhiteSpace(line[i - 1])))
                return line[..i];
        }
        return line;
    }

    private static void Check(string file, int line, string component)
    {
        try
        {
            _ = ComponentSource.Parse(component);
        }
        catch (InvalidInputException exception)
        {
            throw new InvalidInputException(
            [
                .. exception.Diagnostics.Select(
                    one => one with { Message = Shown.Clean(one.Message), File = file, Line = line, Column = 1 }),
            ]);
        }
    }

    private static InvalidInputException Refuse(string file, int line, string message) => new(
    [
        new Diagnostic(Severity.Error, "plan.aliases", message)
        {
            File = file, Line = line, Column = line > 0 ? 1 : 0, Remedy = "Write lines such as 'my_pkg.my_model.MyModel: mlp'.",
        },
    ]);
}
