using Gyre.Core.Loops;

namespace Gyre.Serving;

/// <summary>Decisions that were answered have not been written for longer than their deployment allows; no further ones are given until they are.</summary>
/// <param name="window">The window.</param>
public sealed class DecisionsBehindException(TimeSpan window)
    : Exception($"Decisions that were answered have not been written for more than {window}."), IOutageException
{
    /// <inheritdoc/>
    public string Reason => "the decision log is behind";
}
