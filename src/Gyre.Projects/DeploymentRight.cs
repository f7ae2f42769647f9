using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>What steps may do to a deployment. Without a declaration they do nothing.</summary>
public enum DeploymentRight
{
    /// <summary>Read it, its versions, its decisions and its books.</summary>
    Read,

    /// <summary>Add versions and promote them.</summary>
    Deploy,
}

/// <summary>The words of project files for rights on deployments: <c>- deployment: {name, steps-may}</c>.</summary>
public static class DeploymentRights
{
    /// <summary>The key behind which the words stand.</summary>
    internal const string Key = "steps-may";

    /// <summary>The words, in the order of the enumeration.</summary>
    public static ImmutableArray<string> Words { get; } = ["read", "deploy"];

    /// <summary>The word for a right.</summary>
    public static string WordOf(DeploymentRight right) => Words[(int)right];

    /// <summary>What a project's file allows its steps to do to a deployment; nothing without a project.</summary>
    public static ImmutableArray<DeploymentRight> Of(Project? project, string deployment) =>
    [
        .. (project?.Deployments ?? []).Where(declared => declared.Name == deployment).SelectMany(static declared => WordsOf(declared.Definition))
            .Where(static word => Words.Contains(word)).Select(static word => (DeploymentRight)Words.IndexOf(word)).Distinct(),
    ];

    private static IEnumerable<string> WordsOf(MapValue definition) => definition.Find(Key) switch
    {
        ListValue list => list.Items.OfType<TextValue>().Select(static word => word.Text),
        TextValue word => [word.Text],
        _ => [],
    };
}
