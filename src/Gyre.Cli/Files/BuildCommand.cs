using System.Collections.Immutable;
using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Files;

/// <summary><c>gyre command</c>: the command line a step would run.</summary>
internal static class BuildCommand
{
    public static Command Create(CliHost host)
    {
        var file = CliCommand.Word("FILE", "A gyre.yaml or valohai.yaml file, or the folder that contains it.");
        var step = new Option<string>("--step") { Description = "Name of the step.", HelpName = "NAME", Required = true };
        var allDefaults = CliCommand.Switch(
            "--all-defaults", "Pass every default value, including those of flags, as if given explicitly.");
        var values = CliCommand.Text("--values", "FILE", "JSON file that maps parameter names to values; null is allowed.");
        var command = new Command(
            "command",
            """
            Prints the commands that a step runs for the given parameter values.

            Without --all-defaults or --values, no parameter has a value.

            Example:
              gyre command gyre.yaml --step train-model --all-defaults
              gyre command valohai.yaml --step train --values values.json --format json
            """)
        {
            file, step, allDefaults, values,
        };
        command.Validators.Add(result =>
        {
            if (CliCommand.IsGiven(result, allDefaults) && CliCommand.IsGiven(result, values))
                result.AddError("--all-defaults and --values cannot be used together.");
        });
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var found = FindStep((await ProjectFiles.LoadAsync(host, result.GetRequiredValue(file), cancellationToken)).Project, result.GetRequiredValue(step));
            if (found.Component is not null)
                throw new InvalidInputException(
                    "step.component",
                    $"Step '{Shown.Short(found.Name, 200)}' uses a component, which runs without a shell.",
                    $"Run 'gyre component show {CommandHints.Word(found.Name)}' to see its command.");
            var given = result.GetValue(values) is { } path ? Warn(host, found, await TextFiles.ReadObjectAsync(host, path, cancellationToken))
                : result.GetValue(allDefaults) ? CommandBuilder.AllDefaults(found)
                : ImmutableDictionary<string, Value>.Empty;
            Print(host, CommandBuilder.Build(found, given), CliCommand.IsJson(result));
            return CliExitCodes.Done;
        });
        return command;
    }

    private static Step FindStep(Project project, string name) =>
        project.Steps.FirstOrDefault(step => string.Equals(step.Name, name, StringComparison.Ordinal))
        ?? throw new InvalidInputException(
            "step.unknown",
            $"Step '{Shown.Short(name, 200)}' was not found.",
            Shown.Clean(NearestWords.Question(name, project.Steps.Select(step => step.Name)))
                + $"Available steps: {string.Join(", ", project.Steps.Select(step => step.Name))}.");

    /// <summary>A name that the step does not declare may be meant for a placeholder, or be a slip of the pen.</summary>
    private static Dictionary<string, Value> Warn(CliHost host, Step step, MapValue given)
    {
        foreach (var (name, _) in given.Entries)
        {
            if (!step.Parameters.Any(parameter => string.Equals(parameter.Name, name, StringComparison.Ordinal)))
                host.Say(
                    $"warning parameter.unknown: Step '{Shown.Clean(step.Name)}' has no parameter "
                        + $"'{Shown.Short(Shown.Clean(name), 200)}'. "
                        + Shown.Clean(NearestWords.Question(name, step.Parameters.Select(parameter => parameter.Name))).TrimEnd());
        }
        return given.Entries.ToDictionary(StringComparer.Ordinal);
    }

    private static void Print(CliHost host, BuiltCommand built, bool json)
    {
        if (json)
        {
            Shape.WriteTo(host.Out, Shape.Object(("commands", Shape.List(built.Commands, Value.Of)), ("script", Value.Of(built.Script))));
            return;
        }
        foreach (var line in built.Commands)
            host.Out.WriteLine(line);
    }
}
