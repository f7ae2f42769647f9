using System.Globalization;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Datasets;
using Gyre.Pipelines;
using Gyre.Projects.Formats.Valohai;
using Gyre.Serving;
using Gyre.Storage;

namespace Gyre.Home.Exports;

/// <summary>
/// See <see cref="IDecisionExports"/>. It stands where the modules meet: deployments, the catalog of files, and datasets.
/// </summary>
/// <param name="store">With the tables of the engine and of datasets.</param>
/// <param name="blobs">Where the files go.</param>
/// <param name="decisions">The logs.</param>
/// <param name="clock">When versions were made.</param>
public sealed class DecisionExports(IStore store, IBlobStore blobs, IDecisions decisions, TimeProvider clock) : IDecisionExports
{
    /// <summary>The kind of origin of the versions that are made here.</summary>
    public const string OriginKind = "deployment";

    private const int NameDigits = 12;

    /// <inheritdoc/>
    public async Task<DatasetExport?> ExportAsync(string deployment, ExportOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(order);
        Check(order);
        // A wait that is over must not keep a decision out because no loop came by.
        await decisions.SettleAsync(cancellationToken);
        await using var log = await decisions.OpenLogAsync(deployment, order.Decisions, cancellationToken);
        if (log is null)
            return null;
        if (log.Count == 0)
        {
            throw Refuse(
                "export.empty", "decisions", $"No decision of '{deployment}' with a final reward fits the filters.",
                "Choose a longer time, or wait until the waits of more decisions are over.");
        }
        var blob = await PutAsync(log, order.Format, cancellationToken);
        var version = VersionOf(deployment, order, log, blob.Digest);
        return await store.Database.WriteAsync(session => Keep(session, deployment, version, order, blob), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DatasetExport>> ListAsync(string deployment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return store.Database.ReadAsync<IReadOnlyList<DatasetExport>>(
            session =>
            [
                .. DatasetLedger.MadeFrom(session, OriginKind, deployment)
                    .Select(version => CatalogLedger.Find(session, version.Files[0]) is { } file ? ExportOf(version, file) : null)
                    .OfType<DatasetExport>(),
            ],
            cancellationToken);
    }

    private static void Check(ExportOrder order)
    {
        if (!FileProperties.TryReadVersion($"dataset://{order.Project}/1", out _, out _))
        {
            throw Refuse(
                "export.project", "project", "The name of the project is empty, too long or has control characters.",
                "Use 1 to 200 characters.");
        }
        if (!FileProperties.TryReadVersion($"dataset://{order.Dataset}/1", out _, out _)
            || order.Dataset.Contains('/', StringComparison.Ordinal))
        {
            throw Refuse(
                "export.dataset", "dataset", "The name of the dataset is empty, too long, or has a slash or control characters.",
                "Use 1 to 200 characters without '/'.");
        }
        if (order.Version is { } version
            && (version == "latest" || version.Contains('/', StringComparison.Ordinal)
                || !FileProperties.TryReadVersion($"dataset://d/{version}", out _, out _)))
        {
            throw Refuse(
                "export.version", "datasetVersion",
                "The name of the version is empty, too long, 'latest', or has a slash or control characters.",
                "Use 1 to 200 characters without '/', or leave it out.");
        }
    }

    private async Task<BlobInfo> PutAsync(IDecisionExport log, ExportFormat format, CancellationToken cancellationToken)
    {
        await using var file = TemporaryFile.Create("gyre-export");
        await ExportFile.WriteAsync(log.PartsAsync(cancellationToken), file, format, cancellationToken);
        file.Position = 0;
        return await blobs.PutAsync(file, cancellationToken);
    }

    private DatasetVersion VersionOf(string deployment, ExportOrder order, IDecisionExport log, Digest digest)
    {
        var name = order.Version ?? string.Create(CultureInfo.InvariantCulture, $"{log.Last}-{digest.Hex[..NameDigits]}");
        var id = DatasetVersion.IdOf(order.Project, order.Dataset, name);
        return new DatasetVersion
        {
            Id = id,
            Project = order.Project,
            Dataset = order.Dataset,
            Version = name,
            CreatedAt = clock.GetUtcNow(),
            Origin = new DatasetOrigin(OriginKind, deployment, Details(order, log)),
            Files = [GuidIds.FromNames("decision-export", id.ToString("D"))],
        };
    }

    private static MapValue Details(ExportOrder order, IDecisionExport log)
    {
        var query = order.Decisions;
        var entries = new List<KeyValuePair<string, Value>>
        {
            new("format", Value.Of(KebabCase.Of(order.Format))),
            new("rows", Value.Of(log.Count)),
            new("first", Value.Of(log.First!.Value)),
            new("last", Value.Of(log.Last!.Value)),
        };
        if (query.Outcome is { } outcome)
            entries.Add(new("outcome", Value.Of(KebabCase.Of(outcome))));
        if (query.Arm is { } arm)
            entries.Add(new("arm", Value.Of(arm)));
        if (query.Version is { } version)
            entries.Add(new("version", Value.Of(version)));
        if (query.From is { } from)
            entries.Add(new("from", Value.Of(from.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))));
        if (query.To is { } to)
            entries.Add(new("to", Value.Of(to.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))));
        return new MapValue([.. entries]);
    }

    private static DatasetExport Keep(IDbSession session, string deployment, DatasetVersion version, ExportOrder order, BlobInfo blob)
    {
        if (DatasetLedger.Find(session, version.Project, version.Dataset, version.Version) is { } known)
        {
            return known.Files is [var only] && CatalogLedger.Find(session, only) is { } file && file.Digest == blob.Digest
                ? ExportOf(known, file)
                : throw new ServingConflictException(
                    "export.version-taken", $"Version '{version.Version}' of dataset '{version.Dataset}' exists with other content.",
                    "Choose another name, or leave the name out.");
        }
        var made = new CatalogFile
        {
            Id = version.Files[0],
            Project = version.Project,
            Path = ExportFile.NameOf(order.Format),
            Digest = blob.Digest,
            SizeInBytes = blob.SizeInBytes,
            Metadata = version.Origin!.Details,
            CreatedAt = version.CreatedAt,
        };
        CatalogLedger.Add(session, made);
        DatasetLedger.Add(session, version);
        session.Append(new NewEvent(CatalogEvents.DatasetVersionCreated, $"dataset/{version.Dataset}", version.CreatedAt, new MapValue(
        [
            new("project", Value.Of(version.Project)),
            new("deployment", Value.Of(deployment)),
            new("dataset", Value.Of(version.Dataset)),
            new("version", Value.Of(version.Version)),
            new("id", Value.Of(version.Id.ToString("D"))),
        ])));
        return ExportOf(version, made) with { IsNew = true };
    }

    private static DatasetExport ExportOf(DatasetVersion version, CatalogFile file) =>
        new(version, file.Path, file.Digest, file.SizeInBytes);

    private static InvalidInputException Refuse(string code, string field, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { Path = field, Remedy = remedy }]);
}
