using Gyre.Cli.Homes;
using Gyre.Cli.Serving;
using Gyre.Server;
using Gyre.Storage;

namespace Gyre.Cli.Tests;

/// <summary>A server that listens to nobody, with tokens in memory.</summary>
internal sealed class FakeServer : IServerAccess
{
    public List<TokenEntry> Tokens { get; } = [];

    public List<ServeSettings> Served { get; } = [];

    public TaskCompletionSource Listening { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task ServeAsync(ServeSettings settings, Action<Uri> listening, CancellationToken cancellationToken)
    {
        Served.Add(settings);
        listening(new Uri($"http://{settings.Address}:{settings.Port}"));
        Listening.TrySetResult();
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
    }

    public Task<NewToken> CreateTokenAsync(StorageOptions storage, string name, TokenScope scope, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        var entry = new TokenEntry($"t{Tokens.Count + 1}", name, scope, Samples.Begin, Samples.Begin + lifetime, null, Samples.Begin.AddHours(3));
        Tokens.Add(entry);
        return Task.FromResult(new NewToken(entry, "gyre_secret"));
    }

    public Task<IReadOnlyList<TokenEntry>> ListTokensAsync(StorageOptions storage, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TokenEntry>>([.. Tokens]);

    public Task<bool> RevokeTokenAsync(StorageOptions storage, string id, CancellationToken cancellationToken) =>
        Task.FromResult(Tokens.RemoveAll(token => token.Id == id) > 0);
}
