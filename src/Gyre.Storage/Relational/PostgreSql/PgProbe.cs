using Npgsql;

namespace Gyre.Storage.Relational.PostgreSql;

/// <summary>Asks whether a database answers.</summary>
internal static class PgProbe
{
    /// <summary>Why it does not, or null.</summary>
    public static async Task<string?> AskAsync(PostgreSqlAddress address, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await using var connection = new NpgsqlConnection(PgDatabase.ConnectionString(address) + ";Pooling=false");
            await connection.OpenAsync(limit.Token);
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(limit.Token);
            return null;
        }
        catch (PostgresException exception)
        {
            return $"The database at {address} refuses: {exception.MessageText}";
        }
        catch (Exception exception) when (PgFailures.Classify(exception) == FailureKind.Lost)
        {
            return $"The database at {address} cannot be reached: {exception.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"The database at {address} did not answer within {patience.TotalSeconds:0} seconds.";
        }
    }
}
