namespace Gyre.Learning;

/// <summary>Logged rows to learn from, one per decision whose reward is known.</summary>
public sealed record PolicyRows
{
    /// <summary>Rows x context fields; finite, at most 1e50 in size.</summary>
    public required DenseMatrix Contexts { get; init; }

    /// <summary>Index of the arm of each row. Ignored by a shared model, and may then be empty.</summary>
    public ReadOnlyMemory<int> Arms { get; init; }

    /// <summary>For a shared model, rows x arm fields: the features of the arm that was chosen. Otherwise null.</summary>
    public DenseMatrix? ArmFeatures { get; init; }

    /// <summary>What each row brought, higher is better; finite, at most 1e50 in size.</summary>
    public required ReadOnlyMemory<double> Rewards { get; init; }

    /// <summary>How often each row counts, from 0 to 1e50; empty counts each once.</summary>
    public ReadOnlyMemory<double> Weights { get; init; }
}
