using System.Collections.Frozen;
using System.Collections.Immutable;
using Gyre.Projects;
using Gyre.Server.Http;

namespace Gyre.Server.Security;

/// <summary>
/// The one table of rights: for each route, what the token of a user needs, and how near to a step the things have to be that the route
/// touches. A route that is not in it is closed to everybody; a thing that a row does not name is closed to steps.
/// </summary>
internal sealed partial class RouteTable
{
    private readonly FrozenDictionary<string, RouteRule> _rules;

    private RouteTable(IEnumerable<RouteRule> rules)
    {
        Rules = [.. rules];
        _rules = Rules.ToFrozenDictionary(static rule => rule.Key, StringComparer.Ordinal);
    }

    /// <summary>The rows of the program's own routes.</summary>
    public static RouteTable Standard { get; } = new([.. Native(), .. Tracking(), .. Compatible()]);

    public ImmutableArray<RouteRule> Rules { get; }

    public RouteTable With(IEnumerable<RouteRule> more) => new([.. Rules, .. more]);

    /// <summary>The same with another row in the place of the one for the same route.</summary>
    public RouteTable Replace(RouteRule rule) => new(Rules.Select(known => known.Key == rule.Key ? rule : known));

    /// <summary>The same without the row of a route.</summary>
    public RouteTable Without(RouteRule rule) => new(Rules.Where(known => known.Key != rule.Key));

    public RouteRule? Find(string method, string pattern) => _rules.GetValueOrDefault($"{method} {pattern}");

    /// <summary>Gives every route that is mapped to the result its row.</summary>
    public IEndpointRouteBuilder Guard(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("");
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint is not RouteEndpointBuilder route || RoutePatterns.Of(route.RoutePattern) is not { } pattern)
                return;
            var method = route.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods is [var first, ..] ? first : "GET";
            if (Find(method, pattern) is { } rule)
                route.Metadata.Add(rule);
        });
        return group;
    }

    /// <summary>For everybody, also without a token.</summary>
    private static RouteRule Open(string route) => Row(route, Right.None, []);

    /// <summary>For users that may look.</summary>
    private static RouteRule Read(string route) => Row(route, Right.Read, null);

    /// <summary>For users that may change.</summary>
    private static RouteRule Change(string route) => Row(route, Right.Change, null);

    /// <summary>For users that may look, and for steps.</summary>
    private static RouteRule Read(string route, params ImmutableArray<Need> steps) => Row(route, Right.Read, steps);

    /// <summary>For users that may change, and for steps.</summary>
    private static RouteRule Change(string route, params ImmutableArray<Need> steps) => Row(route, Right.Change, steps);

    private static RouteRule Row(string route, Right right, ImmutableArray<Need>? steps)
    {
        var space = route.IndexOf(' ', StringComparison.Ordinal);
        return new RouteRule(route[..space], route[(space + 1)..], right, steps);
    }

    private static Need Any(Thing thing) => new(thing, Reach.Anything);

    private static Need Own(Thing thing) => new(thing, Reach.Own);

    private static Need OfProject(Thing thing) => new(thing, Reach.Project);

    private static Need Shared(Thing thing) => new(thing, Reach.Shared);

    private static Need Declared(Thing thing, ModelRight right) => new(thing, Reach.Shared, right);

    /// <summary>Deployments belong to no project, so a step has no more of them than its project's file declares.</summary>
    private static Need Declared(DeploymentRight right) => new(Thing.Deployment, Reach.Shared) { Deployment = right };
}
