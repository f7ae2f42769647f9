using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>Tokens of people and programs.</summary>
public sealed class TokensApi
{
    private readonly ApiTransport _api;

    internal TokensApi(ApiTransport api) => _api = api;

    /// <summary>Tokens, newest first, without their texts.</summary>
    public Task<TokenList> ListAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<TokenList>(ApiPath.Of("tokens"), cancellationToken);

    /// <summary>
    /// Makes a token. <see cref="TokenInfo.Token"/> is its text; null when the first answer was lost on the way and the request had to be
    /// repeated: revoke that token and make another.
    /// </summary>
    public Task<TokenInfo> CreateAsync(CreateTokenRequest request, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<CreateTokenRequest, TokenInfo>(HttpMethod.Post, ApiPath.Of("tokens"), request, null, cancellationToken);

    /// <summary>Ends a token at once.</summary>
    public Task RevokeAsync(string id, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync(HttpMethod.Delete, ApiPath.Of("tokens", id), null, cancellationToken);
}
