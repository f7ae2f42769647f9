using Gyre.Contracts;
using Gyre.Server.Http;

namespace Gyre.Server.Features;

/// <summary>What all routes of <c>/api/v1</c> have in common.</summary>
internal static class RouteConventions
{
    /// <summary>A group under <c>/api/v1</c> whose refusals are in the API document.</summary>
    public static RouteGroupBuilder MapFeature(this IEndpointRouteBuilder app, string path, string tag) => app.MapGroup($"/api/v1{path}")
        .WithTags(tag)
        .ProducesProblem<RouteGroupBuilder>(StatusCodes.Status400BadRequest)
        .ProducesProblem<RouteGroupBuilder>(StatusCodes.Status401Unauthorized)
        .ProducesProblem<RouteGroupBuilder>(StatusCodes.Status403Forbidden);

    public static RouteHandlerBuilder TakesJson<TBody>(this RouteHandlerBuilder builder, bool optional = false)
        where TBody : notnull => builder.Accepts<TBody>(optional, "application/json").ProducesProblem<RouteHandlerBuilder>(StatusCodes.Status409Conflict);

    /// <summary>A parameter of the address's query, for the API document.</summary>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder builder, string name, string description) =>
        builder.WithMetadata(new QueryParameterInfo(name, description));

    private static TBuilder ProducesProblem<TBuilder>(this TBuilder builder, int status)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), [ProblemResult.ContentType]));
}

/// <summary>See <see cref="RouteConventions.TakesQuery"/>.</summary>
internal sealed record QueryParameterInfo(string Name, string Description);
