using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What happens to registered models and their versions.</summary>
public static class RegistryEvents
{
    private const string Subject = "model/NAME";

    /// <summary>A model was registered.</summary>
    public static EventType Registered { get; } = new(
        "model.registered", Subject, "A model was registered.",
        Name, Prompt, Text("description", "its description").Optional, Tags);

    /// <summary>The description of a model changed.</summary>
    public static EventType Updated { get; } = new(
        "model.updated", Subject, "The description of a model changed.",
        Name, Prompt, Text("description", "the new description").Optional);

    /// <summary>A model has another name.</summary>
    public static EventType Renamed { get; } = new(
        "model.renamed", Subject, "A model was renamed.", Name, Prompt, Text("new_name", "the new name"));

    /// <summary>A model was deleted.</summary>
    public static EventType Deleted { get; } = new("model.deleted", Subject, "A model was deleted with its versions.", Name, Prompt);

    /// <summary>A tag of a model was set.</summary>
    public static EventType TagSet { get; } = new("model.tag-set", Subject, "A tag of a model was set.", Name, Prompt, Key, TagValue);

    /// <summary>A tag of a model was deleted.</summary>
    public static EventType TagDeleted { get; } = new("model.tag-deleted", Subject, "A tag of a model was deleted.", Name, Prompt, Key);

    /// <summary>An alias of a model points to a version.</summary>
    public static EventType AliasMoved { get; } = new(
        "model.alias-moved", Subject, "An alias of a model points to a different version.",
        Name, Prompt, Alias, Version, Integer("previous", "the version it pointed to before").Optional, Run);

    /// <summary>An alias of a model was deleted.</summary>
    public static EventType AliasDeleted { get; } = new(
        "model.alias-deleted", Subject, "An alias of a model was deleted.", Name, Prompt, Alias);

    /// <summary>A version of a model was made.</summary>
    public static EventType VersionCreated { get; } = new(
        "model.version-created", Subject, "A model version was created.",
        Name, Prompt, Version, Text("source", "the source of its files"),
        Text("run_id", "the tracking run that produced it; empty if none"),
        Text("description", "its description").Optional, Tags, Run);

    /// <summary>The description of a version changed.</summary>
    public static EventType VersionUpdated { get; } = new(
        "model.version-updated", Subject, "The description of a model version changed.",
        Name, Prompt, Version, Text("description", "the new description").Optional);

    /// <summary>A version was deleted.</summary>
    public static EventType VersionDeleted { get; } = new(
        "model.version-deleted", Subject, "A model version was deleted.", Name, Prompt, Version);

    /// <summary>A version is in another stage.</summary>
    public static EventType VersionMoved { get; } = new(
        "model.version-moved", Subject, "A model version was moved to another stage.",
        Name, Prompt, Version, Text("from", "the previous stage"), Text("to", "the new stage"),
        Flag("archived_others", "whether other versions in that stage were archived"));

    /// <summary>A tag of a version was set.</summary>
    public static EventType VersionTagSet { get; } = new(
        "model.version-tag-set", Subject, "A tag of a model version was set.", Name, Prompt, Version, Key, TagValue);

    /// <summary>A tag of a version was deleted.</summary>
    public static EventType VersionTagDeleted { get; } = new(
        "model.version-tag-deleted", Subject, "A tag of a model version was deleted.", Name, Prompt, Version, Key);

    internal static EventType[] All =>
    [
        Registered, Updated, Renamed, Deleted, TagSet, TagDeleted, AliasMoved, AliasDeleted, VersionCreated, VersionUpdated, VersionDeleted,
        VersionMoved, VersionTagSet, VersionTagDeleted,
    ];

    private static EventField Name => Text("name", "the model's name");

    private static EventField Prompt => Flag("prompt", "true when the model is a prompt").Optional;

    private static EventField Version => Integer("version", "the version, from 1");

    private static EventField Alias => Text("alias", "the alias");

    private static EventField Key => Text("key", "the tag's key");

    private static EventField TagValue => Text("value", "the tag's value");

    private static EventField Tags => Map("tags", "its tags");

    private static EventField Run => Text("run", "the pipeline run that produced the version, if any").Optional;
}
