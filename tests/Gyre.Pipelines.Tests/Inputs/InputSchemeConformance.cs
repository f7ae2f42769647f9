using Gyre.Core;
using Gyre.Pipelines.Inputs;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Testing.Storage;

namespace Gyre.Pipelines.Tests.Inputs;

/// <summary>
/// What holds for each kind of address that an input may have: it takes its own addresses alone, finds what is there by digest, refuses
/// the rest with a remedy, and changes nothing when it refuses or is cancelled.
/// </summary>
public abstract class InputSchemeConformance : IAsyncLifetime
{
    protected const string Project = "shop";

    /// <summary>Longer than any message should be that repeats an address.</summary>
    private const int LongestMessage = 600;

    private static readonly (string Address, SchemeKind? Kind)[] Addresses =
    [
        ("", SchemeKind.Path), ("data.txt", SchemeKind.Path), ("data/*.csv", SchemeKind.Path), ("../up", SchemeKind.Path),
        ("file:///a", SchemeKind.Path), ("a:b", SchemeKind.Path),
        ("datum://latest", SchemeKind.Catalog), ("datum://", SchemeKind.Catalog), ("dataset://words/1", SchemeKind.Catalog),
        ("http://host/a", SchemeKind.Web), ("https://host/a", SchemeKind.Web), ("HTTPS://host/a", SchemeKind.Web),
        ("http://", SchemeKind.Web),
        ("s3://bucket/key", SchemeKind.Bucket), ("s3://", SchemeKind.Bucket), ("s3://bucket/http://host", SchemeKind.Bucket),
        ("http://host/s3://b/k", SchemeKind.Web),
        ("gs://bucket/key", null), ("ftp://host/a", null), ("model://name/1", null), ("://", null), (" http://host/a", null),
        ("s3s://b/k", null), ("xdatum://a", null),
    ];

    private static readonly string[] Attacks =
    [
        "", ".", "..", "../../etc/passwd", "a/../../b", "/etc/passwd/x", "//", "a\0b", "a\nb", "\u001b[2J", "\ud800", "%00",
        "%2e%2e%2fetc%2fpasswd", "..\\..\\x", "*\0", "?\ud800*", new string('x', 100_000),
        string.Concat(Enumerable.Repeat("a/", 5_000)) + "b", "'; DROP TABLE runs; --",
    ];

    private string _home = "";
    private IStore _store = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected enum SchemeKind
    {
        Path,
        Catalog,
        Web,
        Bucket,
    }

    protected abstract SchemeKind Kind { get; }

    /// <summary>A well-formed address behind which nothing is.</summary>
    protected abstract string Missing { get; }

    /// <summary>What hostile texts are put behind.</summary>
    protected abstract IReadOnlyList<string> Prefixes { get; }

    /// <summary>Hostile addresses of this kind alone.</summary>
    protected virtual IReadOnlyList<string> MoreHostile => [];

    /// <summary>Whether it asks once and shortly, so that what was begun may be answered although it is cancelled meanwhile.</summary>
    protected virtual bool MayEndWhatItBegan => false;

    protected virtual DatabaseKind Engine => DatabaseKind.Sqlite;

    protected IDatabase Database => _store.Database;

    protected IBlobStore Blobs { get; private set; } = null!;

    /// <summary>A project's folder.</summary>
    protected string Folder { get; private set; } = "";

    /// <summary>The scheme under test over stores that the suite watches.</summary>
    private protected abstract IInputScheme Over(IBlobStore blobs, IDatabase database);

    /// <summary>Puts content where the scheme finds it; gives its address.</summary>
    protected abstract Task<string> PlaceAsync(byte[] content);

    public virtual async ValueTask InitializeAsync()
    {
        _home = Directory.CreateTempSubdirectory("gyre-inputs-").FullName;
        Folder = Directory.CreateDirectory(Path.Join(_home, "project")).FullName;
        var options = new StorageOptions { Home = _home };
        if (Engine == DatabaseKind.PostgreSql)
        {
            var server = await PostgresServer.SharedAsync();
            Assert.SkipWhen(server is null, PostgresServer.MissingReason);
            options = options with { Store = await server.CreateDatabaseAsync(Cancel) };
        }
        _store = await GyreStore.OpenAsync(options, Gyre.Pipelines.Engine.Migrations, TimeProvider.System, Cancel);
        Blobs = await GyreStore.OpenBlobsAsync(new StorageOptions { Home = _home }, TimeProvider.System, Cancel);
    }

    public virtual async ValueTask DisposeAsync()
    {
        Blobs?.Dispose();
        if (_store is not null)
            await _store.DisposeAsync();
        Directory.Delete(_home, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void It_takes_its_own_addresses_and_no_others()
    {
        var scheme = Over(Blobs, Database);
        foreach (var (address, kind) in Addresses)
            scheme.Takes(address).ShouldBe(kind == Kind, address);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public async Task What_is_there_is_found_with_digest_size_and_a_safe_name(int length)
    {
        var content = Bytes(length);
        var found = await FindAsync(await PlaceAsync(content));
        found.Problem.ShouldBeNull();
        var file = found.Files.ShouldHaveSingleItem();
        (file.Digest, file.SizeInBytes).ShouldBe((Digest.Of(content), length));
        SafePath.TryParse(file.Name, out _, out var reason).ShouldBeTrue(reason);
        await using var stored = await Blobs.OpenReadAsync(file.Digest, 0, Cancel);
        using var read = new MemoryStream();
        await stored.CopyToAsync(read, Cancel);
        read.ToArray().AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task An_address_gives_the_same_file_each_time()
    {
        var address = await PlaceAsync(Bytes(1000));
        var first = (await FindAsync(address)).Files.ShouldHaveSingleItem();
        var stored = await StoredAsync();
        (await FindAsync(address)).Files.ShouldHaveSingleItem().ShouldBe(first);
        (await StoredAsync()).ShouldBe(stored, ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_missing_is_refused_with_its_address_and_a_remedy_and_changes_nothing()
    {
        await PlaceAsync(Bytes(10));
        var before = await StoredAsync();
        var found = await FindAsync(Missing);
        found.Files.ShouldBeEmpty();
        found.Problem.ShouldNotBeNull().ShouldContain(Missing);
        found.Remedy.ShouldNotBeNullOrEmpty();
        (await StoredAsync()).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task Hostile_addresses_are_refused_in_one_short_line_and_change_nothing()
    {
        await PlaceAsync(Bytes(10));
        var before = await StoredAsync();
        foreach (var address in Prefixes.SelectMany(prefix => Attacks.Select(attack => prefix + attack)).Concat(MoreHostile))
        {
            var shown = address.Length > 100 ? address[..100] : address;
            var found = await FindAsync(address);
            found.Files.ShouldBeEmpty(shown);
            found.Problem.ShouldNotBeNullOrEmpty(shown);
            found.Remedy.ShouldNotBeNullOrEmpty(shown);
            found.Problem.Length.ShouldBeLessThan(LongestMessage, shown);
            found.Problem.Any(char.IsControl).ShouldBeFalse(shown);
        }
        (await StoredAsync()).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_gives_and_changes_nothing()
    {
        var address = await PlaceAsync(Bytes(10));
        var before = await StoredAsync();
        await Should.ThrowAsync<OperationCanceledException>(
            () => Over(Blobs, Database).FindAsync(Request(address, Blobs), new CancellationToken(canceled: true)));
        (await StoredAsync()).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_cancelled_while_it_works_leaves_nothing_half_and_can_be_asked_again()
    {
        var content = Bytes(1_000_000);
        var address = await PlaceAsync(content);
        var before = await StoredAsync();
        using var source = new CancellationTokenSource();
        var blobs = new CancellingBlobs(Blobs, source);
        var finding = Over(blobs, new CancellingDatabase(Database, source)).FindAsync(Request(address, blobs), source.Token);
        if (MayEndWhatItBegan)
            await ((Task)finding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        else
            await Should.ThrowAsync<OperationCanceledException>(() => finding);
        finding.IsFaulted.ShouldBeFalse();
        source.IsCancellationRequested.ShouldBeTrue("the work was under way");
        (await StoredAsync()).ShouldBe(before, ignoreOrder: true);
        HalfWritten().ShouldBeEmpty();
        (await FindAsync(address)).Files.ShouldHaveSingleItem().Digest.ShouldBe(Digest.Of(content));
    }

    private protected static InputRequest RequestOf(string address, IProjectFiles files) =>
        new(address, KeepDirectories.None, Project, files);

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private InputRequest Request(string address, IBlobStore blobs) => RequestOf(address, new FolderFiles(Folder, blobs));

    private Task<FoundFiles> FindAsync(string address) => Over(Blobs, Database).FindAsync(Request(address, Blobs), Cancel);

    private IEnumerable<string> HalfWritten() =>
        Directory.EnumerateDirectories(_home, "tmp", SearchOption.AllDirectories).SelectMany(Directory.EnumerateFileSystemEntries);

    private async Task<List<Digest>> StoredAsync()
    {
        var stored = new List<Digest>();
        await foreach (var (blob, _) in Blobs.ListAsync(Cancel))
            stored.Add(blob.Digest);
        return stored;
    }
}
