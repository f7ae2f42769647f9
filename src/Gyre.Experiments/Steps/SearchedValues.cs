using Gyre.Core;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>Parameters of a model in place of those of the plan.</summary>
internal static class SearchedValues
{
    /// <summary>Name of the input with the best candidate, and of the folder that it comes from.</summary>
    public const string Input = "best";

    /// <summary>What is learned with the parameters that the search found; they are params of the tracking run.</summary>
    public static async Task<LearnSetup> ApplyAsync(
        LearnSetup setup, StepFolders folders, StepLog log, CancellationToken cancellationToken)
    {
        var best = NextDocument.Read(
            await File.ReadAllTextAsync(Path.Join(folders.Inputs, Input, NextDocument.FileName), cancellationToken));
        Tell(best.Values, log);
        return With(setup, best.Values);
    }

    public static LearnSetup With(LearnSetup setup, MapValue values) => setup with
    {
        IsSearched = null,
        Model = setup.Model with { Parameters = With(setup.Model.Parameters, values) },
    };

    public static MapValue With(MapValue parameters, MapValue values) => new(
        [.. parameters.Entries.Where(entry => values.Find(entry.Key) is null), .. values.Entries]);

    public static void Tell(MapValue values, StepLog log) =>
        log.Texts(values.Entries.Select(static entry => ($"mdl_{entry.Key}", entry.Value.ToString())));
}
