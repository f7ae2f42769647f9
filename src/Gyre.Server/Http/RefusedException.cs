namespace Gyre.Server.Http;

/// <summary>Ends a request with a refusal from any depth of the work for it.</summary>
/// <param name="problem">The refusal.</param>
internal sealed class RefusedException(ProblemResult problem) : Exception(problem.Problem.Detail)
{
    public ProblemResult Problem { get; } = problem;
}
