using System.Text.Json.Serialization.Metadata;
using Gyre.Core.Loops;
using Gyre.Server.Security;

namespace Gyre.Server.Features;

/// <summary>
/// A part of the API in one place: its routes, what they need, how their bodies are written, and what goes on beside them. A module of a
/// home that is one as well
/// has its routes by that; those of the program are listed in <c>ServerFeatures</c>.
/// </summary>
internal interface IServerFeature
{
    /// <summary>Adds what its routes ask for. What the home consists of is there already.</summary>
    void AddServices(IServiceCollection services)
    {
    }

    /// <summary>Adds its routes. Each has a row in the table of rights, or is refused to everybody.</summary>
    void Map(IEndpointRouteBuilder routes);

    /// <summary>Rows of the table of rights for routes that the program does not know; empty for its own.</summary>
    IEnumerable<RouteRule> Rights => [];

    /// <summary>Reads and writes bodies that <see cref="Contracts.ApiJson"/> does not know; null for none.</summary>
    IJsonTypeInfoResolver? Json => null;

    /// <summary>What goes on while the server listens.</summary>
    /// <param name="parts">What was added.</param>
    /// <param name="listening">Where and from when on it listens.</param>
    IEnumerable<IBackgroundLoop> Loops(IServiceProvider parts, Listening listening) => [];
}

/// <summary>A server that listens.</summary>
/// <param name="Address">Where.</param>
/// <param name="LastEvent">The newest event of the log before it began.</param>
/// <param name="StepsOnly">It is there for the steps of one program, which does by itself what has nothing to do with them.</param>
internal sealed record Listening(Uri Address, long LastEvent, bool StepsOnly);
