using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>
/// Registered models. What is refused changes nothing (<see cref="TrackingException"/>); each change is an event whose type begins with <c>model.</c> and whose
/// subject is <c>model/NAME</c>.
/// </summary>
public interface IModelRegistry
{
    /// <summary>Makes one.</summary>
    /// <param name="name">1 to 500 characters, without <c>/</c> and <c>:</c>; none may have it.</param>
    /// <param name="description">For people; may be empty.</param>
    /// <param name="tags">Its first tags.</param>
    /// <param name="cancellationToken">Gives up while nothing is written.</param>
    Task<RegisteredModel> CreateAsync(string name, string description, IReadOnlyList<Tag> tags, CancellationToken cancellationToken);

    /// <summary>One with its latest versions.</summary>
    Task<RegisteredModel> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Describes it anew; null takes the description away.</summary>
    Task<RegisteredModel> UpdateAsync(string name, string? description, CancellationToken cancellationToken);

    /// <summary>Gives it another name; versions, tags and aliases follow.</summary>
    Task<RegisteredModel> RenameAsync(string name, string newName, CancellationToken cancellationToken);

    /// <summary>Deletes it with all its versions.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>A page of models.</summary>
    Task<Page<RegisteredModel>> SearchAsync(RegistryQuery query, CancellationToken cancellationToken);

    /// <summary>The newest version of each stage.</summary>
    /// <param name="name">The model's.</param>
    /// <param name="stages">Only of these, in any case; empty for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ImmutableArray<ModelVersion>> LatestVersionsAsync(string name, IReadOnlyList<string> stages, CancellationToken cancellationToken);

    /// <summary>Sets a tag.</summary>
    Task SetTagAsync(string name, Tag tag, CancellationToken cancellationToken);

    /// <summary>Takes a tag away; one that is not there is fine.</summary>
    Task DeleteTagAsync(string name, string key, CancellationToken cancellationToken);

    /// <summary>Points an alias to a version, or moves it there, and keeps who did it and why.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="move">Which alias comes to which version, and why.</param>
    /// <param name="cancellationToken">Gives up while nothing is written.</param>
    /// <returns>The move as it is kept. One to the version it points to already is kept only when it has a reason.</returns>
    Task<AliasMove> MoveAliasAsync(string name, NewAliasMove move, CancellationToken cancellationToken);

    /// <summary>Moves and removals of a model's aliases since they are kept, the newest first.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="alias">Only of this alias; null for all.</param>
    /// <param name="limit">At most so many, from 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ImmutableArray<AliasMove>> AliasMovesAsync(string name, string? alias, int limit, CancellationToken cancellationToken);

    /// <summary>Points an alias to a version, or moves it there, without a reason.</summary>
    Task SetAliasAsync(string name, string alias, long version, CancellationToken cancellationToken);

    /// <summary>Takes an alias away; one that is not there is fine.</summary>
    Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken);

    /// <summary>The version that an alias points to; <c>latest</c> is the first of the latest versions.</summary>
    Task<ModelVersion> GetByAliasAsync(string name, string alias, CancellationToken cancellationToken);
}

/// <summary>Versions of registered models. What is refused changes nothing (<see cref="TrackingException"/>).</summary>
public interface IModelVersions
{
    /// <summary>Makes one; its number is one more than the last that the model ever had.</summary>
    Task<ModelVersion> CreateAsync(string name, NewModelVersion version, CancellationToken cancellationToken);

    /// <summary>One with its aliases.</summary>
    Task<ModelVersion> GetAsync(string name, long version, CancellationToken cancellationToken);

    /// <summary>Describes it anew; null takes the description away.</summary>
    Task<ModelVersion> UpdateAsync(string name, long version, string? description, CancellationToken cancellationToken);

    /// <summary>Deletes it.</summary>
    Task DeleteAsync(string name, long version, CancellationToken cancellationToken);

    /// <summary>Moves it to a stage.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The version's number.</param>
    /// <param name="stage">The name of a <see cref="ModelStage"/>, in any case.</param>
    /// <param name="archiveOthers">Whether the versions there are archived; only for staging and production.</param>
    /// <param name="cancellationToken">Gives up while nothing is written.</param>
    Task<ModelVersion> MoveToStageAsync(string name, long version, string stage, bool archiveOthers, CancellationToken cancellationToken);

    /// <summary>A page of versions of all models; their aliases are left out.</summary>
    Task<Page<ModelVersion>> SearchAsync(RegistryQuery query, CancellationToken cancellationToken);

    /// <summary>Sets a tag.</summary>
    Task SetTagAsync(string name, long version, Tag tag, CancellationToken cancellationToken);

    /// <summary>Takes a tag away; one that is not there is fine.</summary>
    Task DeleteTagAsync(string name, long version, string key, CancellationToken cancellationToken);
}
