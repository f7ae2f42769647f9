using System.Collections.Immutable;

namespace Gyre.Core;

/// <summary>
/// Variables of the environment of the user who runs the engine, as far as projects may have them. A project only names what it wants:
/// without
/// a rule it could name the keys
/// of the store and hand them to a step of its own.
/// </summary>
public sealed class HostVariables
{
    private static readonly string[] NeverPrefixes = ["GYRE_"];
    private static readonly string[] StorePrefixes = ["AWS_", "PG", "DOTNET_", "ASPNETCORE_"];

    private readonly Func<string, string?> _read;
    private readonly ImmutableHashSet<string> _allowed;
    private readonly bool _ownEnvironment;

    private HostVariables(Func<string, string?> read, IEnumerable<string> allowed, bool ownEnvironment)
    {
        _read = read;
        _allowed = ImmutableHashSet.CreateRange(StringComparer.Ordinal, allowed);
        _ownEnvironment = ownEnvironment;
    }

    /// <summary>Nothing is given out.</summary>
    public static HostVariables None { get; } = new(static _ => null, [], ownEnvironment: false);

    /// <summary>
    /// The environment of the user who starts runs: all of it, except what belongs to Gyre and to the stores (<c>GYRE_*</c>,
    /// <c>AWS_*</c>, <c>PG*</c>, <c>DOTNET_*</c>).
    /// </summary>
    /// <param name="read">The environment.</param>
    /// <param name="allowed">Names that are given out also when they belong to the stores; never <c>GYRE_*</c>.</param>
    public static HostVariables OfUser(Func<string, string?> read, IEnumerable<string> allowed) =>
        new(read, allowed, ownEnvironment: true);

    /// <summary>The environment of a server, which works for others: only these names, and never <c>GYRE_*</c>.</summary>
    public static HostVariables OfServer(Func<string, string?> read, IEnumerable<string> allowed) =>
        new(read, allowed, ownEnvironment: false);

    /// <summary>The value; null when there is none or the name is not given out.</summary>
    public string? Find(string name) => IsAllowed(name) ? _read(name) : null;

    /// <summary>Whether there is a value that the name's rule keeps back.</summary>
    public bool IsKeptBack(string name) => !IsAllowed(name) && _read(name) is not null;

    /// <summary>What to do to get a variable that is kept back.</summary>
    public static string RemedyFor(string name) => Begins(name, NeverPrefixes)
        ? $"'{name}' belongs to Gyre and is never passed on. Use another name."
        : $"Allow it with 'gyre serve --allow-secret {name}' or with \"allow-secrets\": [\"{name}\"] in HOME/home.json, "
            + $"or set it for the project with 'gyre env set --secret {name}'.";

    private bool IsAllowed(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Begins(name, NeverPrefixes))
            return false;
        return _allowed.Contains(name) || (_ownEnvironment && !Begins(name, StorePrefixes));
    }

    private static bool Begins(string name, string[] prefixes) =>
        prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
