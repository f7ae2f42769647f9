using System.Globalization;
using Npgsql;

namespace Gyre.Storage.Relational.PostgreSql;

/// <summary>Hears of other processes' events, and connects again by itself. While it cannot, waiters fall back to looking now and then.</summary>
internal sealed class PgListener : IAsyncDisposable
{
    public const string Channel = "gyre_events";

    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _source;
    private readonly Action<long> _heard;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public PgListener(NpgsqlDataSource source, Action<long> heard)
    {
        _source = source;
        _heard = heard;
        _loop = Task.Run(LoopAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (PgFailures.Classify(exception) == FailureKind.Lost || exception is PostgresException or IOException)
            {
                // The network's own pace, not the program's: a stopped test clock must not keep the line down.
                await Task.Delay(RetryEvery, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync()
    {
        await using var connection = await _source.OpenConnectionAsync(_stop.Token);
        connection.Notification += (_, message) => _heard(ReadNumber(message.Payload));
        await using (var command = new NpgsqlCommand($"LISTEN {Channel}", connection))
            await command.ExecuteNonQueryAsync(_stop.Token);
        _heard(0); // Something may have come while nobody listened.
        while (true)
            await connection.WaitAsync(_stop.Token);
    }

    private static long ReadNumber(string payload) =>
        long.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
