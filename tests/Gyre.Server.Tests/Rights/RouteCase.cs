namespace Gyre.Server.Tests.Rights;

/// <summary>What a user's token needs, as people decided it; the server's table is not asked.</summary>
internal enum UserRight
{
    Open,
    Read,
    Change,
}

/// <summary>What a step is to be allowed, as people decided it.</summary>
internal enum StepRight
{
    /// <summary>No step has any business there.</summary>
    Never,

    /// <summary>Nothing of anybody's is touched.</summary>
    Always,

    /// <summary>A search: it answers, and shows nothing of others.</summary>
    Finds,

    /// <summary>What belongs to its project.</summary>
    Project,

    /// <summary>What its own run made.</summary>
    Own,

    /// <summary>Nothing, unless the project's file says so: then what belongs to its project.</summary>
    Declared,
}

/// <summary>A request.</summary>
/// <param name="Path">With its query.</param>
/// <param name="Json">The body; null for none.</param>
/// <param name="Experiment">Sent as a header; null for none.</param>
internal sealed record Asked(string Path, string? Json = null, long? Experiment = null);

/// <summary>A route, who may use it, and a request that uses it on something.</summary>
/// <param name="Route">First method and pattern.</param>
/// <param name="User">Which users.</param>
/// <param name="Step">Which steps.</param>
/// <param name="Ask">The request about some of these things; the second ones are always the step's own.</param>
internal sealed record RouteCase(string Route, UserRight User, StepRight Step, Func<Things, Things, Asked> Ask)
{
    /// <summary>A status that means that the step was let in, beside those of success.</summary>
    public int AlsoLetIn { get; init; }

    /// <summary>What of the route the request is about, where there is more than one.</summary>
    public string About { get; init; } = "";

    public override string ToString() => About.Length == 0 ? Route : $"{Route} ({About})";
}
