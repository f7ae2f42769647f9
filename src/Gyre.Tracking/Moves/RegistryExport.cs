using System.Runtime.CompilerServices;
using Gyre.Storage;
using Gyre.Tracking.Formats.Mlflow;
using Gyre.Tracking.Registry;

namespace Gyre.Tracking.Moves;

/// <summary>Registered models and their versions, for those who read this store piece by piece.</summary>
internal sealed class RegistryExport(IDatabase database)
{
    private const int PerPage = 100;
    private const string ModelSource = "models:/";

    public async IAsyncEnumerable<ForeignRegisteredModel> ModelsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var numbers = await database.ReadAsync(session => session.Query<long>("SELECT number FROM registry_models ORDER BY name"), cancellationToken);
        foreach (var chunk in numbers.Chunk(PerPage))
        {
            foreach (var model in await database.ReadAsync(session => ModelTable.Read(session, chunk), cancellationToken))
                yield return Shape(model);
        }
    }

    public async IAsyncEnumerable<ForeignModelVersion> VersionsAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Numbers = "SELECT v.number FROM registry_versions v JOIN registry_models m ON m.number = v.model WHERE m.name = @name ORDER BY v.version";
        var numbers = await database.ReadAsync(session => session.Query<long>(Numbers, new { name }), cancellationToken);
        foreach (var chunk in numbers.Chunk(PerPage))
        {
            foreach (var version in await database.ReadAsync(session => VersionTable.Read(session, chunk), cancellationToken))
                yield return Shape(version);
        }
    }

    private static ForeignRegisteredModel Shape(RegisteredModel model) => new()
    {
        Name = model.Name,
        Description = model.Description,
        CreatedAt = model.CreatedAt.ToUnixTimeMilliseconds(),
        UpdatedAt = model.UpdatedAt.ToUnixTimeMilliseconds(),
        Tags = StoreExport.Map(model.Tags),
        Aliases = model.Aliases.ToDictionary(alias => alias.Alias, alias => checked((int)alias.Version), StringComparer.Ordinal),
    };

    private static ForeignModelVersion Shape(ModelVersion version) => new()
    {
        Name = version.Name,
        Version = checked((int)version.Version),
        Stage = version.Stage.ToString(),
        Description = version.Description,
        // Where an imported version once was means nothing in a folder that is written from here.
        Source = version.Source.StartsWith(ModelSource, StringComparison.Ordinal) ? version.Source : version.Location,
        StorageLocation = version.Location,
        RunId = version.RunId,
        RunLink = version.RunLink.Length > 0 ? version.RunLink : null,
        ModelId = version.Source.StartsWith(ModelSource + "m-", StringComparison.Ordinal) ? version.Source[ModelSource.Length..] : null,
        CreatedAt = version.CreatedAt.ToUnixTimeMilliseconds(),
        UpdatedAt = version.UpdatedAt.ToUnixTimeMilliseconds(),
        Tags = StoreExport.Map(version.Tags),
    };
}
