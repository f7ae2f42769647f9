using System.Text.Json.Serialization;

namespace Gyre.Contracts;

/// <summary>A value for a variable of a project.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PutVariableRequest
{
    /// <summary>The value; at most 64 KiB.</summary>
    public required string Value { get; init; }

    /// <summary>Whether it is stored encrypted, masked, and never shown again. Null or absent: false.</summary>
    public bool? Secret { get; init; }
}

/// <summary>A variable of a project.</summary>
public sealed record VariableInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its value is encrypted and never shown.</summary>
    public required bool Secret { get; init; }

    /// <summary>Its value; null for a secret.</summary>
    public string? Value { get; init; }

    /// <summary>When it was last set.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who set it.</summary>
    public required string ChangedBy { get; init; }
}

/// <summary>Variables by project and name.</summary>
public sealed record VariableList
{
    /// <summary>Values of secrets are left out.</summary>
    public required IReadOnlyList<VariableInfo> Variables { get; init; }
}
