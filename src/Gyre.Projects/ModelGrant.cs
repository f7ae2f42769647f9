using System.Collections.Immutable;

namespace Gyre.Projects;

/// <summary>What steps may do to a registered model beyond adding versions.</summary>
public enum ModelRight
{
    /// <summary>Set, move and delete its aliases, and move versions to stages.</summary>
    MoveAliases,

    /// <summary>Rename it, delete it, and delete its versions.</summary>
    Delete,
}

/// <summary>A registered model that steps of a project may do more to than add versions.</summary>
/// <param name="Name">The model's name. It has to belong to the project or to none.</param>
/// <param name="StepsMay">What they may do.</param>
public sealed record ModelGrant(string Name, ImmutableArray<ModelRight> StepsMay);

/// <summary>The words of project files for rights.</summary>
public static class ModelRights
{
    /// <summary>The words, in the order of the enumeration.</summary>
    public static ImmutableArray<string> Words { get; } = ["move-aliases", "delete"];

    /// <summary>The word for a right.</summary>
    public static string WordOf(ModelRight right) => Words[(int)right];
}
