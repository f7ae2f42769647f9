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
        "model.renamed", Subject, "A model has another name.", Name, Prompt, Text("new_name", "the new name"));

    /// <summary>A model was deleted.</summary>
    public static EventType Deleted { get; } = new("model.deleted", Subject, "A model was deleted with its versions.", Name, Prompt);

    /// <summary>A tag of a model was set.</summary>
    public static EventType TagSet { get; } = new("model.tag-set", Subject, "A tag of a model was set.", Name, Prompt, Key, TagValue);

    /// <summary>A tag of a model was deleted.</summary>
    public static EventType TagDeleted { get; } = new("model.tag-deleted", Subject, "A tag of a model was deleted.", Name, Prompt, Key);

    /// <summary>An alias of a model points to a version.</summary>
    public static EventType AliasMoved { get; } = new(
        "model.alias-moved", Subject, "An alias of a model points to another version.",
        Name, Prompt, Alias, Version, Integer("previous", "the version it pointed to").Optional, Run);

    /// <summary>An alias of a model was deleted.</summary>
    public static EventType AliasDeleted { get; } = new(
        "model.alias-deleted", Subject, "An alias of a model was deleted.", Name, Prompt, Alias);

    /// <summary>A version of a model was made.</summary>
    public static EventType VersionCreated { get; } = new(
        "model.version-created", Subject, "A version of a model was made.",
        Name, Prompt, Version, Text("source", "where its files come from"),
        Text("run_id", "the tracking run that made it; empty for none"),
        Text("description", "its description").Optional, Tags, Run);

    /// <summary>The description of a version changed.</summary>
    public static EventType VersionUpdated { get; } = new(
        "model.version-updated", Subject, "The description of a version changed.",
        Name, Prompt, Version, Text("description", "the new description").Optional);

    /// <summary>A version was deleted.</summary>
    public static EventType VersionDeleted { get; } = new(
        "model.version-deleted", Subject, "A version was deleted.", Name, Prompt, Version);

    /// <summary>A version is in another stage.</summary>
    public static EventType VersionMoved { get; } = new(
        "model.version-moved", Subject, "A version was moved to another stage.",
        Name, Prompt, Version, Text("from", "the stage it left"), Text("to", "the stage it is in"),
        Flag("archived_others", "whether others in that stage were archived"));

    /// <summary>A tag of a version was set.</summary>
    public static EventType VersionTagSet { get; } = new(
        "model.version-tag-set", Subject, "A tag of a version was set.", Name, Prompt, Version, Key, TagValue);

    /// <summary>A tag of a version was deleted.</summary>
    public static EventType VersionTagDeleted { get; } = new(
        "model.version-tag-deleted", Subject, "A tag of a version was deleted.", Name, Prompt, Version, Key);

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

    private static EventField Run => Text("run", "the pipeline run that made the version, when one did").Optional;
}
