using System.Collections.Immutable;

namespace Gyre.Projects;

/// <summary>What happens to a question that nobody answers.</summary>
public enum ApprovalExpiry
{
    /// <summary>It counts as refused.</summary>
    Refuse,

    /// <summary>It counts as approved.</summary>
    Approve,
}

/// <summary>Who answers a node that waits for a person, and until when.</summary>
public sealed record ApprovalRule
{
    /// <summary>How long it waits; null for as long as it takes.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>What happens then.</summary>
    public ApprovalExpiry OnExpiry { get; init; }

    /// <summary>Names of those who may answer; empty for everybody.</summary>
    public ImmutableArray<string> Approvers { get; init; } = [];
}
