using Gyre.Core;
using Gyre.Storage;
using Gyre.Testing.Storage;

namespace Gyre.Tracking.Tests.Artifacts;

public abstract class ArtifactContentConformance : ContentUserConformance
{
    private TrackingPlace _place = null!;

    protected abstract DatabaseKind Engine { get; }

    protected override IContentUser User => _place.Tracking.Content;

    public override async ValueTask InitializeAsync() => _place = await TrackingPlace.OpenAsync(Engine);

    public override async ValueTask DisposeAsync()
    {
        if (_place is not null)
            await _place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override Task NeedAsync(string name, Digest content) =>
        _place.Tracking.Artifacts.AttachAsync(_place.Tracking.Artifacts.Root, [($"folder/{name}", new BlobInfo(content, 1))], Cancel);

    protected override Task LetGoAsync(string name) =>
        _place.Tracking.Artifacts.DeleteAsync(_place.Tracking.Artifacts.Root, $"folder/{name}", Cancel);
}

public sealed class SqliteArtifactContentConformanceTests : ArtifactContentConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlArtifactContentConformanceTests : ArtifactContentConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
