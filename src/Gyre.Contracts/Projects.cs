using System.Text.Json.Serialization;

namespace Gyre.Contracts;

/// <summary>Registers a folder of the server's machine.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RegisterProjectRequest
{
    /// <summary>Absolute path of a folder with a project file.</summary>
    public required string Folder { get; init; }

    /// <summary>Name; default the folder's.</summary>
    public string? Name { get; init; }
}

/// <summary>A registered project.</summary>
public sealed record ProjectInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder on the server's machine.</summary>
    public required string Folder { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Names of its steps; empty in lists.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Its pipelines; empty in lists.</summary>
    public IReadOnlyList<PipelineInfo> Pipelines { get; init; } = [];

    /// <summary>Names of its cycles; empty in lists.</summary>
    public IReadOnlyList<string> Cycles { get; init; } = [];

    /// <summary>What its file says that works, but probably not as meant; empty in lists.</summary>
    public IReadOnlyList<ProblemPlace> Warnings { get; init; } = [];

    /// <summary>Why its file cannot be used now; empty when it can, and in lists.</summary>
    public IReadOnlyList<ProblemPlace> Errors { get; init; } = [];
}

/// <summary>A pipeline of a project.</summary>
public sealed record PipelineInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Names of its nodes.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>Names of its own parameters.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }
}

/// <summary>Registered projects by name.</summary>
public sealed record ProjectList
{
    /// <summary>The projects.</summary>
    public required IReadOnlyList<ProjectInfo> Projects { get; init; }
}
