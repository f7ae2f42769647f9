using Gyre.Core;

namespace Gyre.Server.Security;

/// <summary>Who asks.</summary>
/// <param name="Id">Stable; never a secret.</param>
/// <param name="Name">For people.</param>
internal abstract record Caller(string Id, string Name);

/// <summary>Somebody on this machine, while no token was ever made.</summary>
internal sealed record LocalCaller() : Caller("local", "local");

/// <summary>Holder of a token.</summary>
internal sealed record UserCaller(Guid Token, string TokenName, TokenScope Scope) : Caller($"token/{Token:D}", TokenName);

/// <summary>A step at work.</summary>
internal sealed record StepCaller(RunId Run, string NodePath, AttemptId Attempt,
    string Project) : Caller($"attempt/{Attempt}", $"{NodePath} of run {Run}");

/// <summary>What a route asks of its caller.</summary>
internal enum Right
{
    /// <summary>Nothing: the route is open.</summary>
    None,

    /// <summary>May look.</summary>
    Read,

    /// <summary>May change.</summary>
    Change,
}

internal static class Callers
{
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The route was reached without an authorization check.");

    /// <summary>Judges what a step touches; null for users.</summary>
    public static StepJudge? Judge(this HttpContext context) => context.RequestServices.GetRequiredService<CallerScope>().Judge;
}
