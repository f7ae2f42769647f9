using System.Net.Sockets;
using Npgsql;

namespace Gyre.Storage.Relational.PostgreSql;

/// <summary>What the driver's exceptions mean here.</summary>
internal sealed class PgFailures(PostgreSqlAddress address)
{
    public static FailureKind Classify(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => FailureKind.Conflict,
        PostgresException server => IsAway(server) ? FailureKind.Lost : FailureKind.Caller,
        NpgsqlException or SocketException or TimeoutException => FailureKind.Lost,
        _ => FailureKind.Caller,
    };

    public Exception Translate(Exception exception, bool committing) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new StoreFullException(exception),
        _ when Classify(exception) == FailureKind.Lost => Away(exception, committing),
        _ => exception,
    };

    private StoreUnavailableException Away(Exception exception, bool committing)
    {
        var message = committing
            ? $"The connection to the database at {address} was lost during a commit; it is unknown whether the commit succeeded."
            : $"The database at {address} cannot be reached: {exception.Message}";
        return new StoreUnavailableException(message, committing, exception);
    }

    // Class 08: connection. 57P: the server shuts down or starts. 25P03 and 57014: it gave up waiting for us. 53300: no free connection.
    private static bool IsAway(PostgresException exception) =>
        exception.SqlState.StartsWith("08", StringComparison.Ordinal)
        || exception.SqlState.StartsWith("57P", StringComparison.Ordinal)
        || exception.SqlState is "25P03" or "53300" or PostgresErrorCodes.LockNotAvailable;
}
