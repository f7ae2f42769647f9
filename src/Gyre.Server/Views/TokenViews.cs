using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Server.Views;

/// <summary>Tokens as the records that <c>/api/v1</c> answers and the command line prints.</summary>
public static class TokenViews
{
    /// <summary>A token without its text.</summary>
    public static TokenInfo Of(TokenEntry token) => new()
    {
        Id = token.Id,
        Name = token.Name,
        Scope = KebabCase.Of(token.Scope),
        CreatedAt = token.CreatedAt,
        ExpiresAt = token.ExpiresAt,
        RevokedAt = token.RevokedAt,
        LastUsedAt = token.LastUsedAt,
    };

    /// <summary>Tokens without their texts.</summary>
    public static TokenList Of(IEnumerable<TokenEntry> tokens) => new() { Tokens = [.. tokens.Select(Of)] };
}
