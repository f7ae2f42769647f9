using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What happens to the files that runs leave behind.</summary>
public static class CatalogEvents
{
    /// <summary>An alias points to another file.</summary>
    public static EventType AliasMoved { get; } = new(
        "alias.moved", "alias/NAME", "An alias of a file points to a different file.",
        Project, Run, Path, Text("alias", "the alias"), Id("file", "the file it points to"),
        Id("before", "the file it pointed to before").Optional);

    /// <summary>A dataset version came to be.</summary>
    public static EventType DatasetVersionCreated { get; } = new(
        "dataset.version-created", "dataset/NAME",
        "A version of a dataset was created: by a run, by a push, or from the log of a deployment.",
        Project, Run.Optional, Path.Optional, Text("deployment", "the deployment whose log it is").Optional,
        Text("dataset", "the dataset"), Text("version", "the version's name"), Id("id", "the version's id"));

    /// <summary>A property that a step gave to a file was not taken.</summary>
    public static EventType FilePropertyRefused { get; } = new(
        "file.property-refused", "run/ID", "A property that a step set for one of its files was rejected.",
        Project, Run, Path, Text("name", "the file or the dataset version"), Text("problem", "the problem"));

    internal static EventType[] All => [AliasMoved, DatasetVersionCreated, FilePropertyRefused];

    private static EventField Project => Text("project", "the project");

    private static EventField Run => Id("run", "the run that produced the file");

    private static EventField Path => Text("path", "the path of the node run");
}

/// <summary>What happens to the results of earlier runs.</summary>
public static class CacheEvents
{
    /// <summary>A result was found damaged.</summary>
    public static EventType Damaged { get; } = new(
        "cache.damaged", "run/ID", "A cached result was deleted because some of its content is missing or damaged.",
        Text("path", "the path of the node run that produced the result"), Text("output", "the output file"),
        Content("digest", "the content that is missing or damaged"));

    internal static EventType[] All => [Damaged];
}
