using System.Text.Json;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Server.Http;
using Gyre.Server.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Tokens;

/// <summary>Tokens of people and programs. Looking at them is for those who may change.</summary>
internal static class TokensEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/tokens", "Tokens");
        group.MapGet("", ListTokens).WithName(nameof(ListTokens)).WithSummary("List tokens without their secrets");
        group.MapPost("", CreateToken).WithName(nameof(CreateToken)).TakesJson<CreateTokenRequest>().WithSummary(
            "Create a token; the response contains its secret, which is shown only once");
        group.MapDelete("/{id}", RevokeToken).WithName(nameof(RevokeToken)).WithSummary("Revoke a token immediately");
    }

    private static async Task<Ok<TokenList>> ListTokens(TokenStore tokens, CancellationToken cancellationToken) =>
        TypedResults.Ok(TokenViews.Of(await tokens.ListAsync(cancellationToken)));

    private static async Task<Created<TokenInfo>> CreateToken(HttpContext context, TokenStore tokens, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.CreateTokenRequest);
        var scope = body.Scope switch
        {
            null or "admin" => TokenScope.Admin,
            "read" => TokenScope.Read,
            _ => throw new InvalidInputException(
                [new Diagnostic(Severity.Error, "token.scope", "The scope must be 'admin' or 'read'.") { Path = "scope" }]),
        };
        TimeSpan? lifetime = body.Days is { } days ? TimeSpan.FromDays(days) : null;
        var token = context.Features.Get<EffectKey>() is { } key
            ? await tokens.CreateAsync(key.AsId(), body.Name, scope, lifetime, cancellationToken)
            : await tokens.CreateAsync(body.Name, scope, lifetime, cancellationToken);
        var info = TokenViews.Of(token.Entry);
        context.Features.Set(new StoredAnswer(JsonSerializer.Serialize(info, ApiJson.Default.TokenInfo)));
        return TypedResults.Created($"/api/v1/tokens/{info.Id}", info with { Token = token.Text });
    }

    private static async Task<Results<NoContent, ProblemResult>> RevokeToken(string id, TokenStore tokens, CancellationToken cancellationToken) =>
        await tokens.RevokeAsync(id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("token", id);
}
