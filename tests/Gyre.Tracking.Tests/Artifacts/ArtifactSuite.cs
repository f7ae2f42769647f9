using System.Text;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Tracking.Tests.Artifacts;

/// <summary>What files of runs promise, on both engines.</summary>
public abstract class ArtifactSuite(DatabaseKind kind) : IAsyncLifetime
{
    private const string Address = "mlflow-artifacts:/1/run/artifacts";
    private TrackingPlace _place = null!;
    private GatedBlobs _blobs = null!;

    private ITrackingArtifacts Artifacts => _place.Tracking.Artifacts;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _place = await TrackingPlace.OpenAsync(kind, blobs => _blobs = new GatedBlobs(blobs));

    public async ValueTask DisposeAsync()
    {
        if (_place is not null)
            await _place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_listing_is_one_level_sorted_by_bytes_with_sizes()
    {
        await PutAsync("z.txt", "12345");
        await PutAsync("B.txt", "");
        await PutAsync("a.txt", "1");
        await PutAsync("model/MLmodel", "12");
        await PutAsync("model/data/w.bin", "123");
        (await ListAsync(null)).ShouldBe(["B.txt 0", "a.txt 1", "model/", "z.txt 5"]);
        (await ListAsync("model")).ShouldBe(["model/MLmodel 2", "model/data/"]);
        (await ListAsync("model/")).ShouldBe(await ListAsync("model"));
        (await ListAsync("a.txt")).ShouldBeEmpty();
        (await ListAsync("nosuch")).ShouldBeEmpty();
        (await Artifacts.ListAsync(Artifacts.Root, null, Cancel)).ShouldHaveSingleItem().Name.ShouldBe("1");
    }

    [Fact]
    public async Task Content_comes_back_and_the_same_bytes_are_stored_once()
    {
        var first = await PutAsync("a", "same");
        var second = await PutAsync("b/c", "same");
        second.Content.ShouldBe(first.Content);
        (await ReadAsync("b/c")).ShouldBe("same");
        await using (var from = (await Artifacts.OpenAsync(Address, "a", 2, Cancel)).ShouldNotBeNull())
            (await new StreamReader(from).ReadToEndAsync(Cancel)).ShouldBe("me");
        (await Artifacts.OpenAsync(Address, "b", 0, Cancel)).ShouldBeNull("a folder is no file");
        (await Artifacts.FindAsync(Address, "nosuch", Cancel)).ShouldBeNull();
        (await Artifacts.TotalSizeAsync(Address, Cancel)).ShouldBe(8);
        (await Artifacts.TotalSizeAsync("mlflow-artifacts:/1/run/artifacts/b", Cancel)).ShouldBe(4);
        (await Artifacts.TotalSizeAsync("mlflow-artifacts:/", Cancel)).ShouldBe(8);
        (await Artifacts.TotalSizeAsync("mlflow-artifacts:/nosuch", Cancel)).ShouldBe(0);
        (await Artifacts.InUseAsync(null, 10, Cancel)).ShouldBe([first.Content.Digest]);
        (await Artifacts.InUseAsync(first.Content.Digest, 10, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tree_goes_whole_and_folders_with_nothing_in_them_go_too()
    {
        foreach (var path in new[] { "a", "t/x", "t/u/y", "t!/z", "t0/z", "deep/er/est" })
            await PutAsync(path, "1");
        await Artifacts.DeleteAsync(Address, "t", Cancel);
        (await ListAsync(null)).ShouldBe(["a 1", "deep/", "t!/", "t0/"]);
        (await Artifacts.FindAsync(Address, "t/u/y", Cancel)).ShouldBeNull();
        await Artifacts.DeleteAsync(Address, "deep/er/est", Cancel);
        await Artifacts.DeleteAsync(Address, "nosuch", Cancel);
        (await ListAsync(null)).ShouldBe(["a 1", "t!/", "t0/"]);
        await PutAsync("deep", "now a file");
        await Artifacts.DeleteAsync(Address, null, Cancel);
        (await ListAsync(null)).ShouldBeEmpty();
        (await Artifacts.ListAsync(Artifacts.Root, null, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task F13_the_root_of_everything_stays()
    {
        await PutAsync("a", "1");
        foreach (var path in new[] { null, "", ".", "..", "/" })
            (await Should.ThrowAsync<TrackingException>(() => Artifacts.DeleteAsync(Artifacts.Root, path, Cancel))).Message.ShouldStartWith("Invalid path");
        (await ReadAsync("a")).ShouldBe("1");
    }

    [Theory]
    [InlineData("Model/x", "model/y", "Model", "model")]
    [InlineData("é", "e\u0301", "é", "e\u0301")]
    [InlineData("W.BIN", "w.bin", "W.BIN", "w.bin")]
    [InlineData("ÀB", "àb", "ÀB", "àb")]
    public async Task F6_names_that_are_one_on_some_machine_are_refused_with_both(string first, string second, string one, string other)
    {
        await PutAsync(first, "1");
        var refused = await Should.ThrowAsync<TrackingException>(() => PutAsync(second, "2"));
        refused.Error.ShouldBe(TrackingError.Conflict);
        refused.Message.ShouldContain($"'{one}'");
        refused.Message.ShouldContain($"'{other}'");
        (await Artifacts.FindAsync(Address, second, Cancel)).ShouldBeNull();
        (await ReadAsync(first)).ShouldBe("1");
    }

    [Fact]
    public async Task A_file_and_a_folder_do_not_share_a_name()
    {
        await PutAsync("a", "1");
        await PutAsync("f/x", "1");
        (await Should.ThrowAsync<TrackingException>(() => PutAsync("a/b", "2"))).Error.ShouldBe(TrackingError.Conflict);
        (await Should.ThrowAsync<TrackingException>(() => PutAsync("f", "2"))).Error.ShouldBe(TrackingError.Conflict);
        (await ListAsync(null)).ShouldBe(["a 1", "f/"]);
    }

    [Fact]
    public async Task F8_a_reader_gets_the_old_content_or_the_new_whole()
    {
        var old = new string('o', 600_000);
        await PutAsync("a", old);
        await using var reading = (await Artifacts.OpenAsync(Address, "a", 0, Cancel)).ShouldNotBeNull();
        var begun = new byte[1000];
        await reading.ReadExactlyAsync(begun, Cancel);
        await PutAsync("a", "new");
        using var rest = new StreamReader(reading);
        (Encoding.UTF8.GetString(begun) + await rest.ReadToEndAsync(Cancel)).ShouldBe(old);
        (await ReadAsync("a")).ShouldBe("new");
    }

    [Fact]
    public async Task F9_of_two_uploads_at_once_the_last_one_counts_whole()
    {
        var texts = Enumerable.Range(0, 8).Select(i => new string((char)('a' + i), 50_000 + i)).ToList();
        await Task.WhenAll(texts.Select(text => PutAsync("a", text)));
        texts.ShouldContain(await ReadAsync("a"));
        (await ListAsync(null)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task F9_other_content_than_announced_is_refused()
    {
        await PutAsync("a", "before");
        using var content = new MemoryStream("real"u8.ToArray());
        var refused = await Should.ThrowAsync<TrackingException>(() => Artifacts.PutAsync(Address, "a", content, Digest.Of("announced"), Cancel));
        refused.Error.ShouldBe(TrackingError.InvalidParameter);
        (await ReadAsync("a")).ShouldBe("before");
        using var right = new MemoryStream("right"u8.ToArray());
        await Artifacts.PutAsync(Address, "a", right, Digest.Of("right"), Cancel);
        (await ReadAsync("a")).ShouldBe("right");
    }

    [Fact]
    public async Task A_put_that_dies_before_its_name_is_written_leaves_garbage_and_nothing_else()
    {
        using var stop = new CancellationTokenSource();
        _blobs.AfterPut = stop.Cancel;
        using var content = new MemoryStream("lost"u8.ToArray());
        await Should.ThrowAsync<OperationCanceledException>(() => Artifacts.PutAsync(Address, "a/b", content, null, stop.Token));
        _blobs.AfterPut = null;
        (await Artifacts.ListAsync(Artifacts.Root, null, Cancel)).ShouldBeEmpty();
        (await Artifacts.InUseAsync(null, 10, Cancel)).ShouldBeEmpty();
        (await _place.Blobs.FindAsync(Digest.Of("lost"), Cancel)).ShouldNotBeNull("the content came first");
        await PutAsync("a/b", "lost");
        (await ReadAsync("a/b")).ShouldBe("lost");
    }

    [Fact]
    public async Task Content_that_is_here_is_named_all_or_nothing()
    {
        var blob = (await PutAsync("a", "1")).Content;
        await Artifacts.AttachAsync(Address, [("m/x", blob), ("m/y", blob)], Cancel);
        (await ListAsync("m")).ShouldBe(["m/x 1", "m/y 1"]);
        await Should.ThrowAsync<TrackingException>(() => Artifacts.AttachAsync(Address, [("n/x", blob), ("a/y", blob)], Cancel));
        (await ListAsync("n")).ShouldBeEmpty();
    }

    private async Task<ArtifactFile> PutAsync(string path, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await Artifacts.PutAsync(Address, path, content, null, Cancel);
    }

    private async Task<string> ReadAsync(string path)
    {
        using var reader = new StreamReader((await Artifacts.OpenAsync(Address, path, 0, Cancel)).ShouldNotBeNull());
        return await reader.ReadToEndAsync(Cancel);
    }

    private async Task<List<string>> ListAsync(string? path) =>
        [.. (await Artifacts.ListAsync(Address, path, Cancel)).Select(entry => entry.IsFolder ? $"{entry.Path}/" : $"{entry.Path} {entry.SizeInBytes}")];
}

public sealed class SqliteArtifactTests() : ArtifactSuite(DatabaseKind.Sqlite);

public sealed class PostgreSqlArtifactTests() : ArtifactSuite(DatabaseKind.PostgreSql);
