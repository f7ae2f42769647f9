using Gyre.Testing.Storage;

namespace Gyre.Storage.Tests.Relational;

public sealed class PostgreSqlDatabaseTests : DatabaseConformance
{
    protected override Task<StorageOptions> NewPlaceAsync() => Places.NewPostgreSqlAsync();
}

public sealed class PostgreSqlEventLogTests : EventLogConformance
{
    protected override Task<StorageOptions> NewPlaceAsync() => Places.NewPostgreSqlAsync();
}

public sealed class PostgreSqlLeaseTests : LeaseConformance
{
    protected override Task<StorageOptions> NewPlaceAsync() => Places.NewPostgreSqlAsync();
}

public sealed class PostgreSqlOutboxTests : OutboxConformance
{
    protected override Task<StorageOptions> NewPlaceAsync() => Places.NewPostgreSqlAsync();
}
