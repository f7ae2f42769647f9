using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>The commands of a step for the values it got.</summary>
internal static class StepCommands
{
    public static bool TryBuild(Step step, MapValue values, out ImmutableArray<string> commands, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            commands = CommandBuilder.Build(step, values.Entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal)).Commands;
            problem = null;
            return true;
        }
        catch (InvalidInputException exception)
        {
            commands = [];
            problem = exception.Diagnostics[0].Message;
            return false;
        }
    }
}
