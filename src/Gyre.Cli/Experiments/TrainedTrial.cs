using System.Globalization;
using Gyre.Cli.Models;
using Gyre.Experiments;
using Gyre.Tracking;

namespace Gyre.Cli.Experiments;

/// <summary>A trial on a dataset that has ended well, with the tracking run that has its model.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Run">Id of the tracking run.</param>
internal sealed record TrainedTrial(TrialProgress Trial, string Run)
{
    /// <summary>What a move of an alias may have as evidence.</summary>
    private const int MostEvidence = 100;

    /// <summary>For people.</summary>
    public string Title => $"Trial '{Trial.Trial}' on '{Trial.Dataset}'";

    /// <summary>Where its model is.</summary>
    public string Source => $"runs:/{Run}/model";

    /// <summary>Its figures.</summary>
    public IReadOnlyList<(string Name, double Value)> Figures =>
    [
        .. Trial.Figures.Where(static figure => double.IsFinite(figure.Value.Mean)).Take(MostEvidence)
            .Select(static figure => (figure.Key, figure.Value.Mean)),
    ];

    /// <summary>Makes its model a version of a registered model, with its figures as tags.</summary>
    public async Task<ModelVersion> RegisterAsync(TrackingStore tracking, string model, CancellationToken cancellationToken)
    {
        await ModelWriteCommands.EnsureAsync(tracking, model, cancellationToken);
        var asked = new NewModelVersion
        {
            Source = Source,
            RunId = Run,
            Description = Title,
            Tags = [.. Figures.Select(static figure => new Tag(figure.Name, figure.Value.ToString("R", CultureInfo.InvariantCulture)))],
        };
        return await tracking.ModelVersions.CreateAsync(model, asked, cancellationToken);
    }

    /// <summary>Moves an alias to the version, with the figures as evidence.</summary>
    public async Task<ModelVersion> PromoteAsync(
        TrackingStore tracking, ModelVersion version, string alias, CancellationToken cancellationToken)
    {
        var move = new NewAliasMove
        {
            Alias = alias,
            Version = version.Version,
            Reason = Title,
            Evidence = [.. Figures.Select(static figure => new AliasEvidence(figure.Name, figure.Value, null))],
        };
        await tracking.Registry.MoveAliasAsync(version.Name, move, cancellationToken);
        return await tracking.ModelVersions.GetAsync(version.Name, version.Version, cancellationToken);
    }
}
