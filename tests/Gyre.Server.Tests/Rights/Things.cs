using Gyre.Core;

namespace Gyre.Server.Tests.Rights;

/// <summary>One of everything that a project and a run of it can have.</summary>
internal sealed record Things
{
    public required string Project { get; init; }

    public required RunId PipelineRun { get; init; }

    public required AttemptId Attempt { get; init; }

    public required Guid File { get; init; }

    public required long Experiment { get; init; }

    public required string ExperimentName { get; init; }

    public required string Run { get; init; }

    public required string LoggedModel { get; init; }

    public required string Trace { get; init; }

    public required string Assessment { get; init; }

    public required string Model { get; init; }

    public required string Upload { get; init; }

    public required string UploadTag { get; init; }

    /// <summary>A text that is in everything of the project and in no request.</summary>
    public string Mark => MarkOf(Project);

    public string Artifacts => $"{Experiment}/{Run}/artifacts";

    public static string MarkOf(string project) => $"mark-of-{project}";
}
