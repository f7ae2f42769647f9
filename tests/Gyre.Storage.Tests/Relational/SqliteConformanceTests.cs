using Gyre.Testing.Storage;

namespace Gyre.Storage.Tests.Relational;

public sealed class SqliteDatabaseTests : DatabaseConformance
{
    protected override Task<StorageOptions> NewPlaceAsync() => Task.FromResult(Places.NewHome());
}

public sealed class SqliteEventLogTests : EventLogConformance
{
    protected override Task<StorageOptions> NewPlaceAsync() => Task.FromResult(Places.NewHome());
}

public sealed class SqliteLeaseTests : LeaseConformance
{
    protected override Task<StorageOptions> NewPlaceAsync() => Task.FromResult(Places.NewHome());
}

public sealed class SqliteOutboxTests : OutboxConformance
{
    protected override Task<StorageOptions> NewPlaceAsync() => Task.FromResult(Places.NewHome());
}
