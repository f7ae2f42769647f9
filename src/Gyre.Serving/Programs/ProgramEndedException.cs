using Gyre.Core.Loops;

namespace Gyre.Serving.Programs;

/// <summary>A program of the user's ended, or did not become ready. It is started again after a while.</summary>
/// <param name="reason">What happened, in words that anybody may read.</param>
internal sealed class ProgramEndedException(string reason) : Exception($"The program {reason}."), IOutageException
{
    public string Reason { get; } = $"the program {reason}";
}
