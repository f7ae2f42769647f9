using System.Globalization;
using Gyre.Core.Loops;
using Npgsql;

namespace Gyre.Storage.Relational.PostgreSql;

/// <summary>Hears of other processes' events. While it cannot, waiters fall back to looking now and then.</summary>
internal sealed class PgListener(NpgsqlDataSource source, PgFailures failures, Action<long> heard) : IBackgroundLoop
{
    public const string Channel = "gyre_events";

    public string Name => "store-listener";

    public async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        try
        {
            await ListenAsync(scope, cancellationToken);
        }
        catch (Exception exception) when (PgFailures.Classify(exception) == FailureKind.Lost)
        {
            throw failures.Translate(exception, committing: false);
        }
    }

    private async Task ListenAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, message) => heard(ReadNumber(message.Payload));
        await using (var command = new NpgsqlCommand($"LISTEN {Channel}", connection))
            await command.ExecuteNonQueryAsync(cancellationToken);
        heard(0); // Something may have come while nobody listened.
        scope.Beat();
        while (true)
            await connection.WaitAsync(cancellationToken);
    }

    private static long ReadNumber(string payload) =>
        long.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
