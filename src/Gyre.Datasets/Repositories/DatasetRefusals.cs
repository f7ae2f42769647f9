using Gyre.Core;

namespace Gyre.Datasets.Repositories;

/// <summary>Refusals that several places share.</summary>
internal static class DatasetRefusals
{
    public static InvalidInputException Taken(string dataset, string version) => new(
        "dataset.version.taken", $"Version '{version}' of dataset '{dataset}' exists with other files. A version never changes.",
        "Choose another name, or leave the name out.");

    public static InvalidInputException Unknown(string dataset, string version, string place) => new(
        "dataset.version.unknown", version == RepositoryNames.Latest
            ? $"There is no dataset '{dataset}' in {place}."
            : $"Dataset '{dataset}' in {place} has no version or tag '{version}'.",
        $"'gyre dataset list' and 'gyre dataset versions {dataset}' show what there is.");
}
