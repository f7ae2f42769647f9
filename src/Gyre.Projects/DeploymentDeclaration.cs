using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>Where something stands in a document.</summary>
/// <param name="File">The document's file as the user named it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Path">Keys and indexes from the document's root.</param>
public sealed record DocumentPlace(string File, int Line, int Column, string Path)
{
    /// <summary>An error at this place.</summary>
    public Diagnostic Error(string code, string message, string? remedy = null) => new(Severity.Error, code, message)
    {
        File = File,
        Line = Line,
        Column = Column,
        Path = Path,
        Remedy = remedy,
    };
}

/// <summary>A deployment as a project file declares it, without what it says about steps.</summary>
public sealed record DeploymentDeclaration
{
    /// <summary>The deployment: 1 to 100 lowercase letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, a letter or digit first.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is declared.</summary>
    public required DocumentPlace Place { get; init; }

    /// <summary>Description of the versions that it makes; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>What the champion is; null when that is not declared.</summary>
    public DeclaredContent? Content { get; init; }

    /// <summary>Whether <see cref="Content"/> is only for the first version, and others come from elsewhere. Default false.</summary>
    public bool FirstOnly { get; init; }

    /// <summary>The registered model whose alias follows the champion; null leaves it as it is.</summary>
    public string? Model { get; init; }

    /// <summary>The alias that follows; null leaves it as it is.</summary>
    public string? Alias { get; init; }

    /// <summary>All settings; null leaves them as they are.</summary>
    public DeclaredSettings? Settings { get; init; }

    /// <summary>All canaries; null leaves them as they are.</summary>
    public ImmutableArray<DeclaredCanary>? Canaries { get; init; }

    /// <summary>All shadows; null leaves them as they are.</summary>
    public ImmutableArray<DeclaredContent>? Shadows { get; init; }
}

/// <summary>What a version serves: exactly one of a policy file, a model file and a program.</summary>
public sealed record DeclaredContent
{
    /// <summary>Where it is declared.</summary>
    public required DocumentPlace Place { get; init; }

    /// <summary>A policy file.</summary>
    public DeclaredFile? Policy { get; init; }

    /// <summary>A model file of Gyre or ONNX.</summary>
    public DeclaredFile? ModelFile { get; init; }

    /// <summary>A program.</summary>
    public DeclaredProgram? Program { get; init; }

    /// <summary>The version of the registered model that it is; null when it is none.</summary>
    public long? ModelVersion { get; init; }

    /// <summary>The files that it names.</summary>
    public IEnumerable<DeclaredFile> Files => Program?.Files ?? [(Policy ?? ModelFile)!];
}

/// <summary>A file or folder of the project.</summary>
/// <param name="Path">Relative to the project's folder.</param>
/// <param name="Place">Where it is named.</param>
public sealed record DeclaredFile(string Path, DocumentPlace Place);

/// <summary>A program that answers over HTTP.</summary>
public sealed record DeclaredProgram
{
    /// <summary>Lines for the shell.</summary>
    public required ImmutableArray<string> Commands { get; init; }

    /// <summary>Files under their names, and folders whose content is put into the folder of the program.</summary>
    public ImmutableArray<DeclaredFile> Files { get; init; } = [];

    /// <summary>Further variables.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A port that the lines name; null for none.</summary>
    public int? Port { get; init; }

    /// <summary>Where it takes predictions; null for the default.</summary>
    public string? PredictPath { get; init; }

    /// <summary>Where it says that it is ready; null for the default.</summary>
    public string? HealthPath { get; init; }

    /// <summary>How many run; null for the default.</summary>
    public int? Replicas { get; init; }

    /// <summary>A request that it must answer first; null for none.</summary>
    public Value? WarmUp { get; init; }

    /// <summary>How long it may take until it is ready; null for the default.</summary>
    public TimeSpan? StartTime { get; init; }

    /// <summary>How long it may take to answer; null for the default.</summary>
    public TimeSpan? AnswerTime { get; init; }
}

/// <summary>A version that gets a share of the decisions.</summary>
/// <param name="Content">What it serves.</param>
/// <param name="Share">Its share; above 0 and below 1.</param>
public sealed record DeclaredCanary(DeclaredContent Content, double Share);

/// <summary>How a deployment decides; null stands for the default.</summary>
public sealed record DeclaredSettings
{
    /// <summary><c>before</c> or <c>after</c>.</summary>
    public string? Durability { get; init; }

    /// <summary>How old an answered decision may grow that is not written.</summary>
    public TimeSpan? DurabilityWindow { get; init; }

    /// <summary>Share of the decisions spread evenly over the arms.</summary>
    public double? ExplorationFloor { get; init; }

    /// <summary>How long rewards are waited for.</summary>
    public TimeSpan? RewardWait { get; init; }

    /// <summary>How long after its wait a decision is remembered.</summary>
    public TimeSpan? RewardMemory { get; init; }

    /// <summary>Reward of a decision that got none.</summary>
    public double? RewardDefault { get; init; }

    /// <summary><c>first last sum max mean</c>.</summary>
    public string? RewardAggregation { get; init; }

    /// <summary><c>drop count correct</c>.</summary>
    public string? LateRewards { get; init; }

    /// <summary>The lowest reward that is accepted.</summary>
    public double? RewardLow { get; init; }

    /// <summary>The highest reward that is accepted.</summary>
    public double? RewardHigh { get; init; }

    /// <summary>How canaries are judged by their rewards; null for not at all.</summary>
    public DeclaredCanaryRule? CanaryRule { get; init; }

    /// <summary>Until when the callers' own choices are answered; null for not at all.</summary>
    public DeclaredApprentice? Apprentice { get; init; }
}

/// <summary>When a deployment decides by itself instead of answering with its callers' choices; null stands for the default.</summary>
public sealed record DeclaredApprentice
{
    /// <summary>The share of the rewards of the callers' choices that its champion would have brought at least.</summary>
    public double? Share { get; init; }

    /// <summary>Of how many decisions.</summary>
    public int? MinDecisions { get; init; }
}

/// <summary>When a canary is taken out or promoted by its rewards; null stands for the default.</summary>
public sealed record DeclaredCanaryRule
{
    /// <summary>Loss per decision that is tolerated.</summary>
    public double? Margin { get; init; }

    /// <summary>Level of the bounds.</summary>
    public double? Level { get; init; }

    /// <summary>Whether a canary that is not worse becomes the champion.</summary>
    public bool? Promote { get; init; }

    /// <summary>Share that a champion keeps when another takes its place.</summary>
    public double? HoldBack { get; init; }

    /// <summary>Decisions after which the canary ends.</summary>
    public long? MaxDecisions { get; init; }
}
