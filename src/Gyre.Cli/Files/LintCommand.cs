using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Home;
using Gyre.Projects;

namespace Gyre.Cli.Files;

/// <summary>Checks a project file.</summary>
internal static class LintCommand
{
    public static Command Create(CliHost host)
    {
        var file = CliCommand.OptionalWord(
            "FILE", "A gyre.yaml or valohai.yaml file, the folder that contains it, or a compiled pipeline. Default: the current folder.");
        var command = new Command(
            "lint",
            """
            Checks a project file and reports problems with their location.

            Exits with 2 if the file is not valid. Warnings and hints do not affect the exit code.

            Example:
              gyre lint
              gyre lint valohai.yaml --format json
              gyre lint pipeline.yaml
            """)
        {
            file,
        };
        LimitOptions.AddPools(command, "the runs that are meant");
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            host, result.GetValue(file) ?? ".", PoolsOf(result, host), CliCommand.IsJson(result), cancellationToken));
        return command;
    }

    /// <summary>The pools of the home, and those that a run brings.</summary>
    private static Dictionary<string, int> PoolsOf(ParseResult result, CliHost host) =>
        HomeLimits.Load(HomeOptions.Read(result, host).Home).With(LimitOptions.Read(result)).Pools
            .ToDictionary(static pool => pool.Name, static pool => pool.Size, StringComparer.Ordinal);

    private static async Task<int> RunAsync(
        CliHost host, string path, IReadOnlyDictionary<string, int> pools, bool json, CancellationToken cancellationToken)
    {
        var (file, diagnostics) = await CheckAsync(host, path, pools, cancellationToken);
        var valid = diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error);
        if (json)
            Shape.WriteTo(host.Out, Describe(diagnostics, valid, diagnostic => ComponentOf(host, file, diagnostic)));
        else
            Print(host, path, file, diagnostics, valid);
        return valid ? CliExitCodes.Done : CliExitCodes.BadInput;
    }

    /// <summary>A file that cannot be read is as invalid as one that cannot be understood.</summary>
    private static async Task<(string? File, IReadOnlyList<Diagnostic> Diagnostics)> CheckAsync(
        CliHost host, string path, IReadOnlyDictionary<string, int> pools, CancellationToken cancellationToken)
    {
        string? file = null;
        try
        {
            file = ProjectFiles.Find(host, path);
            var reading = await ProjectFiles.ReadAsync(host, file, cancellationToken, pools: pools);
            var missing = MissingFiles(reading.Project, Path.GetDirectoryName(file)!);
            return (file, [.. reading.Diagnostics.Concat(missing).Select(AsHere)]);
        }
        catch (InvalidInputException exception)
        {
            return (file, exception.Diagnostics);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, [new Diagnostic(Severity.Error, "file.unreadable", exception.Message)]);
        }
    }

    /// <summary>Files of declared deployments may be made by a run before they are deployed, so that their absence is only odd.</summary>
    private static IEnumerable<Diagnostic> MissingFiles(Project? project, string folder) =>
        from declared in project?.DeclaredDeployments ?? []
        from content in (DeclaredContent?[])
            [declared.Content, .. declared.Canaries?.Select(static one => one.Content) ?? [], .. declared.Shadows ?? []]
        where content is not null
        from problem in DeclaredFiles.Check(content, folder)
        select problem with { Severity = Severity.Warning };

    /// <summary>What another home may have is odd when a file is read, and an error for people who ask whether it can run here.</summary>
    private static Diagnostic AsHere(Diagnostic diagnostic) => diagnostic is { Code: "executor.unknown", Severity: Severity.Warning }
        ? diagnostic with { Severity = Severity.Error }
        : diagnostic;

    private static MapValue Describe(IReadOnlyList<Diagnostic> diagnostics, bool valid, Func<Diagnostic, string?> componentOf)
    {
        return Shape.Object(("valid", Value.Of(valid)), ("errors", Of(Severity.Error)), ("warnings", Of(Severity.Warning)), ("hints", Of(Severity.Hint)));

        Value Of(Severity severity) => Shape.List(diagnostics.Where(diagnostic => diagnostic.Severity == severity), diagnostic => Describe(diagnostic, componentOf(diagnostic)));
    }

    /// <summary>A component file is named; where there is no name, the project file is meant.</summary>
    private static MapValue Describe(Diagnostic diagnostic, string? component)
    {
        var described = Shape.Object(
            ("code", Value.Of(diagnostic.Code)),
            ("message", Value.Of(diagnostic.Remedy is { } remedy ? $"{diagnostic.Message} {remedy}" : diagnostic.Message)),
            ("path", Value.Of(diagnostic.Path)),
            ("line", Value.Of(diagnostic.Line)),
            ("column", Value.Of(diagnostic.Column)));
        return component is null ? described : new MapValue(described.Entries.Add(new("file", Value.Of(component))));
    }

    private static void Print(CliHost host, string path, string? file, IReadOnlyList<Diagnostic> diagnostics, bool valid)
    {
        var excerpts = new SourceExcerpts(file);
        var name = file is null || host.Resolve(path) == file ? path : Path.GetRelativePath(host.WorkingFolder, file);
        foreach (var diagnostic in diagnostics)
            PrintOne(host, name, excerpts, diagnostic, ComponentOf(host, file, diagnostic));
        var errors = diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Error);
        var warnings = diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Warning);
        host.Out.WriteLine(valid
            ? $"{Shown.Clean(name)} is valid{(warnings > 0 ? $", with {Count(warnings, "warning")}" : "")}."
            : $"{Shown.Clean(name)} is not valid: {Count(errors, "error")}{(warnings > 0 ? $", {Count(warnings, "warning")}" : "")}.");
    }

    /// <summary>The component file of the project that it is about, or null.</summary>
    private static string? ComponentOf(CliHost host, string? file, Diagnostic diagnostic) => file is not null && diagnostic.File is { } other && host.Resolve(other) != file ? other : null;

    /// <param name="host">The world.</param>
    /// <param name="name">The project file's name.</param>
    /// <param name="excerpts">Its lines.</param>
    /// <param name="diagnostic">What to print.</param>
    /// <param name="component">Name of the component file that it is about, or null.</param>
    private static void PrintOne(CliHost host, string name, SourceExcerpts excerpts, Diagnostic diagnostic, string? component)
    {
        var color = host.OutIsTerminal && host.Color;
        var (word, style) = diagnostic.Severity switch
        {
            Severity.Error => ("error", Style.Bad),
            Severity.Warning => ("warning", Style.Note),
            _ => ("hint", Style.Good),
        };
        var place = diagnostic.Line > 0 ? $"{component ?? name}:{diagnostic.Line}:{diagnostic.Column}" : component ?? name;
        host.Out.WriteLine($"{Shown.Clean(place)}: {Style.Of(style, word, color)} {diagnostic.Code}: {Shown.Clean(diagnostic.Message)}");
        foreach (var line in component is null ? excerpts.At(diagnostic.Line, diagnostic.Column) : [])
            host.Out.WriteLine(line);
        if (diagnostic.Path.Length > 0)
            host.Out.WriteLine($"    at {Shown.Clean(diagnostic.Path)}");
        if (diagnostic.Remedy is { } remedy)
            host.Out.WriteLine($"    {Shown.Clean(remedy)}");
    }

    private static string Count(int number, string word) => $"{number} {word}{(number == 1 ? "" : "s")}";
}
