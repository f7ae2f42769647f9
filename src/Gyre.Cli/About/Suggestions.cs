using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;

namespace Gyre.Cli.About;

/// <summary>Finds out what may stand at the end of an unfinished command line, from the commands themselves.</summary>
/// <param name="host">The world.</param>
/// <param name="root">The command line with all commands.</param>
internal sealed class Suggestions(CliHost host, RootCommand root)
{
    /// <summary>Stands for the names of files, which the shell knows best.</summary>
    public const string Files = ":files";

    private const int MaxRuns = 20;
    private static readonly string[] FileNames = ["FILE", "FOLDER", "DIR", "PATH", "PLACE"];

    /// <summary>What may take the place of the last word.</summary>
    /// <param name="words">The words behind <c>gyre</c>, the last one unfinished, or empty when a new one begins.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var current = words.Count > 0 ? words[^1] : "";
        var line = Read(words.Take(words.Count - 1));
        IEnumerable<string> all;
        if (line.Open is { } option)
            all = await ValuesOfAsync(option.HelpName ?? "", option.Name, line, cancellationToken);
        else if (current.StartsWith('-'))
            all = OptionsOf(line.Command).Where(known => !known.Hidden).SelectMany(known => known.Aliases.Append(known.Name))
                .Where(static name => name.StartsWith('-'));
        else
            all = await WordsAsync(line, cancellationToken);
        return [.. all.Where(word => word == Files || word.StartsWith(current, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }

    private Line Read(IEnumerable<string> words)
    {
        var line = new Line(root);
        foreach (var word in words)
        {
            if (line.Open is not null)
                line = line with { Open = null, Values = [.. line.Values, (line.Open.Name, word)] };
            else if (word.StartsWith('-') && word.Length > 1)
                line = line with { Open = word.Contains('=', StringComparison.Ordinal) ? null : TakesValue(line.Command, word) };
            else if (line.Positional.Count == 0 && line.Command.Subcommands.FirstOrDefault(child => child.Name == word) is { } child)
                line = line with { Command = child };
            else
                line = line with { Positional = [.. line.Positional, word] };
        }
        return line;
    }

    private static Option? TakesValue(Command command, string word) => OptionsOf(command).FirstOrDefault(option =>
        (option.Name == word || option.Aliases.Contains(word)) && option.ValueType != typeof(bool) && option.ValueType != typeof(void));

    private static IEnumerable<Option> OptionsOf(Command command)
    {
        foreach (var option in command.Options)
            yield return option;
        for (var above = Above(command); above is not null; above = Above(above))
        {
            foreach (var option in above.Options.Where(static option => option.Recursive))
                yield return option;
        }
    }

    private static Command? Above(Command command) => command.Parents.OfType<Command>().FirstOrDefault();

    private async Task<IEnumerable<string>> WordsAsync(Line line, CancellationToken cancellationToken)
    {
        var commands = line.Positional.Count == 0 ? line.Command.Subcommands.Where(static child => !child.Hidden)
            .Select(static child => child.Name) : [];
        var argument = line.Command.Arguments.Where(static argument => !argument.Hidden).ElementAtOrDefault(line.Positional.Count);
        return argument is null ? commands : commands.Concat(await ValuesOfAsync(argument.Name, argument.Name, line, cancellationToken));
    }

    private async Task<IEnumerable<string>> ValuesOfAsync(string kind, string name, Line line, CancellationToken cancellationToken)
    {
        if (kind.Contains('|', StringComparison.Ordinal))
            return kind.Split('|');
        if (FileNames.Contains(kind, StringComparer.Ordinal))
            return [Files];
        try
        {
            return (kind, name) switch
            {
                ("RUN", _) => await RunsAsync(line, cancellationToken),
                ("NODE", _) when line.Positional is [var run, ..] => await NodesAsync(line, run, cancellationToken),
                ("SHELL", _) => CompletionScripts.Shells,
                (_, "--pipeline") => (await ProjectAsync(line, cancellationToken)).Pipelines.Select(static pipeline => pipeline.Name),
                (_, "--cycle") => (await ProjectAsync(line, cancellationToken)).Cycles.Select(static cycle => cycle.Name),
                (_, "--step") => (await ProjectAsync(line, cancellationToken)).Steps.Select(static step => step.Name),
                _ => [],
            };
        }
        catch (Exception exception) when (exception is InvalidInputException or IOException or UnauthorizedAccessException)
        {
            // Nothing can be offered; what is wrong is said when the command is run.
            return [];
        }
    }

    private async Task<IEnumerable<string>> RunsAsync(Line line, CancellationToken cancellationToken)
    {
        await using var home = await OpenAsync(line, cancellationToken);
        if (home is null)
            return [];
        return (await home.Runs.ListAsync(MaxRuns, null, cancellationToken)).Select(static run => run.Id.ToString()).Append("last");
    }

    private async Task<IEnumerable<string>> NodesAsync(Line line, string run, CancellationToken cancellationToken)
    {
        await using var home = await OpenAsync(line, cancellationToken);
        if (home is null)
            return [];
        var view = await Ids.RunAsync(home, run, cancellationToken);
        return (await home.Runs.NodesAsync(view.Id, cancellationToken)).Select(static node => node.Path);
    }

    /// <summary>The home that the command would use; null when there is none, or it is a server's.</summary>
    private async Task<IHome?> OpenAsync(Line line, CancellationToken cancellationToken)
    {
        if (line.ValueOf("--server") is not null || line.ValueOf("--store") is not null)
            return null;
        var folder = line.ValueOf("--home") is { } given ? host.Resolve(given) : HomeOptions.Otherwise(host);
        if (!Directory.Exists(folder))
            return null;
        var storage = new Storage.StorageOptions
        {
            Home = folder,
            Store = host.Variable("GYRE_STORE"),
            Artifacts = host.Variable("GYRE_ARTIFACTS"),
        };
        return await host.OpenHome(storage, cancellationToken);
    }

    private async Task<Projects.Project> ProjectAsync(Line line, CancellationToken cancellationToken)
    {
        var file = ProjectFiles.Find(host, line.Positional is [var path, ..] ? path : ".");
        return (await ProjectFiles.ReadAsync(host, file, cancellationToken)).Project ?? new Projects.Project();
    }

    /// <param name="Command">The command so far.</param>
    private sealed record Line(Command Command)
    {
        /// <summary>An option whose value comes next.</summary>
        public Option? Open { get; init; }

        /// <summary>Words that are no commands and no options.</summary>
        public IReadOnlyList<string> Positional { get; init; } = [];

        /// <summary>Options with the values given.</summary>
        public IReadOnlyList<(string Option, string Value)> Values { get; init; } = [];

        public string? ValueOf(string option) => Values.LastOrDefault(given => given.Option == option).Value;
    }
}
