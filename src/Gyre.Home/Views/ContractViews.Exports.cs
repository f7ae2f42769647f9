using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Exports;
using Gyre.Serving;

namespace Gyre.Home.Views;

/// <summary>Logs as versions of datasets.</summary>
public static partial class ContractViews
{
    /// <summary>An export.</summary>
    public static DecisionExportInfo Of(DatasetExport export)
    {
        ArgumentNullException.ThrowIfNull(export);
        var version = export.Version;
        return new DecisionExportInfo
        {
            Id = version.Id,
            Project = version.Project,
            Dataset = version.Dataset,
            Version = version.Version,
            Uri = $"dataset://{version.Dataset}/{version.Version}",
            CreatedAt = version.CreatedAt,
            IsNew = export.IsNew,
            File = export.File,
            Digest = export.Digest,
            Size = export.SizeInBytes,
            Deployment = version.Origin?.Name ?? "",
            Origin = version.Origin?.Details ?? new MapValue([]),
        };
    }

    /// <summary>What is to be exported.</summary>
    /// <exception cref="InvalidInputException">A word is unknown.</exception>
    public static ExportOrder Of(ExportDecisionsRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ExportOrder
        {
            Project = request.Project,
            Dataset = request.Dataset,
            Version = request.DatasetVersion,
            Format = ServingRequests.Word("format", request.Format, ExportFormat.Csv),
            Decisions = new DecisionQuery
            {
                Outcome = request.Outcome is { } outcome ? ServingRequests.Word("outcome", outcome, DecisionOutcome.Joined) : null,
                Arm = request.Arm,
                Version = request.Version,
                From = request.From,
                To = request.To,
            },
        };
    }
}
