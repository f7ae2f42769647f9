using Gyre.Core;
using Gyre.Datasets;
using Gyre.Serving;

namespace Gyre.Home.Exports;

/// <summary>Logs of deployments as versions of datasets, which runs read as <c>dataset://NAME/VERSION</c>. Thread-safe.</summary>
public interface IDecisionExports
{
    /// <summary>
    /// Makes a version of a dataset from the decisions with a final reward, as they are at one moment, with what it was made from. The
    /// same rows for the same dataset give the same version, however often they are exported. Null when there is no such deployment.
    /// </summary>
    /// <exception cref="InvalidInputException">The order is refused, or no decision fits it; nothing was made.</exception>
    /// <exception cref="ServingConflictException">The version is there with other rows.</exception>
    Task<DatasetExport?> ExportAsync(string deployment, ExportOrder order, CancellationToken cancellationToken);

    /// <summary>The newest 1,000 exports of a deployment, newest first.</summary>
    Task<IReadOnlyList<DatasetExport>> ListAsync(string deployment, CancellationToken cancellationToken);
}

/// <summary>Decisions to keep as a version of a dataset.</summary>
public sealed record ExportOrder
{
    /// <summary>The project whose runs read it; 1 to 200 characters.</summary>
    public required string Project { get; init; }

    /// <summary>The dataset; 1 to 200 characters without <c>/</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Name of the version; null to name it by the last decision and the content.</summary>
    public string? Version { get; init; }

    /// <summary>The form of its file. Default CSV.</summary>
    public ExportFormat Format { get; init; } = ExportFormat.Csv;

    /// <summary>Which decisions; its page is ignored.</summary>
    public DecisionQuery Decisions { get; init; } = new();
}

/// <summary>A version of a dataset that was made from the log of a deployment.</summary>
/// <param name="Version">The version.</param>
/// <param name="File">Path of its file: <c>log.csv</c>, <c>log.jsonl</c> or <c>log.parquet</c>.</param>
/// <param name="Digest">Its content.</param>
/// <param name="SizeInBytes">Its size.</param>
public sealed record DatasetExport(DatasetVersion Version, string File, Digest Digest, long SizeInBytes)
{
    /// <summary>Whether this call made it; false when it was there before.</summary>
    public bool IsNew { get; init; }
}
