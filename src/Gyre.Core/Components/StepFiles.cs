using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gyre.Core;

/// <summary>One input of a step with its files.</summary>
public sealed record InputOrder(string Name, ImmutableArray<InputFile> Files)
{
    /// <summary>The files are not laid out: the step asks for them by the API when it wants them.</summary>
    public bool OnDemand { get; init; }

    /// <summary>By which the step asks for its files.</summary>
    public Guid IdIn(AttemptId attempt) => GuidIds.FromNames(attempt.ToString(), Name);
}

/// <summary>A file of an input.</summary>
public sealed record InputFile
{
    /// <summary>Place under the input's folder; may have sub-folders.</summary>
    public required string Name { get; init; }

    /// <summary>Where it comes from, as shown to the step.</summary>
    public required string Uri { get; init; }

    /// <summary>Its content, in the artifact store.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Its size.</summary>
    public required long SizeInBytes { get; init; }

    /// <summary>Its MD5 in hexadecimal digits, shown to the step; null when it was not taken.</summary>
    public string? Md5 { get; init; }

    /// <summary>Its SHA-1 in hexadecimal digits, shown to the step; null when it was not taken.</summary>
    public string? Sha1 { get; init; }

    /// <summary>
    /// Whether it is a folder: its content names the files. They are read-only, and other steps of the machine see the same ones.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsTree { get; init; }

    /// <summary>Properties its producer gave it, or null.</summary>
    public Value? Metadata { get; init; }
}

/// <summary>A file a step left behind.</summary>
public sealed record OutputFile
{
    /// <summary>Path under the outputs folder, with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its content.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Its size.</summary>
    public required long SizeInBytes { get; init; }

    /// <summary>Its MD5 in hexadecimal digits, for programs that compare by it; null when it was not taken.</summary>
    public string? Md5 { get; init; }

    /// <summary>Its SHA-1 in hexadecimal digits, for programs that compare by it; null when it was not taken.</summary>
    public string? Sha1 { get; init; }

    /// <summary>Properties from its sidecar, or null.</summary>
    public Value? Metadata { get; init; }
}
