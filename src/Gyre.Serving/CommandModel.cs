using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Serving;

/// <summary>A file that a program finds when it is started.</summary>
/// <param name="Path">Where, relative to its folder, with <c>/</c>.</param>
/// <param name="Digest">Its content in the artifact store.</param>
/// <param name="Executable">Whether it may be run.</param>
public sealed record CommandFile(string Path, Digest Digest, bool Executable = false);

/// <summary>
/// A program of the user's that answers over HTTP, on this machine. It is started with the shell in a folder of its own with its files,
/// once for each replica, and is told where to listen by <c>PORT</c>, <c>AIP_HTTP_PORT</c> and <c>VALOHAI_PORT</c>.
/// </summary>
/// <remarks>
/// It also sees <c>AIP_PREDICT_ROUTE</c>, <c>AIP_HEALTH_ROUTE</c> and <c>AIP_STORAGE_URI</c> (its folder), as containers for Vertex AI
/// do. Of the environment of the server it sees what steps see.
/// </remarks>
public sealed record CommandModel
{
    /// <summary>The most replicas.</summary>
    public const int MaxReplicas = 16;

    /// <summary>The most files.</summary>
    public const int MaxFiles = 10_000;

    /// <summary>Lines for the shell, one after the other; the first that fails ends it. <c>{port}</c> is the port to listen on.</summary>
    public required ImmutableArray<string> Commands { get; init; }

    /// <summary>Files in its folder.</summary>
    public ImmutableArray<CommandFile> Files { get; init; } = [];

    /// <summary>Further variables.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// A port that the lines name, 1 to 65,535, where they were written for one: each whole number of this value in them is replaced by
    /// the port that the replica has. Null for none.
    /// </summary>
    public int? Port { get; init; }

    /// <summary>Where it takes requests for predictions. Default <c>/predict</c>.</summary>
    public string PredictPath { get; init; } = "/predict";

    /// <summary>Where it says that it is ready: any status below 500. Default <c>/</c>.</summary>
    public string HealthPath { get; init; } = "/";

    /// <summary>How many run; 1 to <see cref="MaxReplicas"/>, default 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>A JSON document that is sent to <see cref="PredictPath"/> before a replica gets requests; null for none.</summary>
    public string? WarmUp { get; init; }

    /// <summary>How long a replica may take until it is ready; 1 second to 1 hour, default 2 minutes.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long it may take to answer; 0.1 seconds to 1 hour, default 1 minute.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromMinutes(1);
}
