using System.Text;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Tracking.Tests.Artifacts;

/// <summary>What uploads in parts promise, on both engines.</summary>
public abstract class UploadSuite(DatabaseKind kind) : IAsyncLifetime
{
    private TrackingPlace _place = null!;

    private IMultipartUploads Uploads => _place.Tracking.Uploads;

    private string Root => _place.Tracking.Artifacts.Root;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _place = await TrackingPlace.OpenAsync(kind);

    public async ValueTask DisposeAsync()
    {
        if (_place is not null)
            await _place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Parts_may_come_in_any_order_and_again_and_the_file_is_whole()
    {
        var upload = await Uploads.CreateAsync(Root, "m/big", 3, Cancel);
        var third = await PartAsync(upload, 3, "ccc");
        await PartAsync(upload, 1, "wrong");
        var first = await PartAsync(upload, 1, "aaaa");
        var second = await PartAsync(upload, 2, "bb");
        (await ReadAsync("m/big")).ShouldBeNull("nothing is there before it is complete");
        await Uploads.CompleteAsync(Root, "m/big", upload.Id, [first, second, third], Cancel);
        (await ReadAsync("m/big")).ShouldBe("aaaabbccc");
        await Uploads.CompleteAsync(Root, "m/big", upload.Id, [first, second, third], Cancel);
        (await Should.ThrowAsync<TrackingException>(() => PartAsync(upload, 1, "late"))).Message.ShouldContain("complete");
        (await _place.Tracking.Artifacts.InUseAsync(null, 10, Cancel)).ShouldBe([Digest.Of("aaaabbccc")]);
    }

    [Fact]
    public async Task Parts_at_once_are_all_kept()
    {
        var upload = await Uploads.CreateAsync(Root, "m/big", 20, Cancel);
        var parts = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => PartAsync(upload, i, $"<{i}>")));
        await Task.WhenAll(Uploads.CompleteAsync(Root, "m/big", upload.Id, parts, Cancel), Uploads.CompleteAsync(Root, "m/big", upload.Id, parts, Cancel));
        (await ReadAsync("m/big")).ShouldBe(string.Concat(Enumerable.Range(1, 20).Select(i => $"<{i}>")));
    }

    [Fact]
    public async Task A_list_that_is_not_what_was_sent_is_refused_and_can_be_mended()
    {
        var upload = await Uploads.CreateAsync(Root, "a", 2, Cancel);
        var first = await PartAsync(upload, 1, "1");
        var second = new UploadedPart(2, $"\"{Digest.Of("2").Hex}\"");
        await RefusedAsync(upload, [first, second], "Part 2 has not arrived");
        await PartAsync(upload, 2, "2");
        await RefusedAsync(upload, [first], "2 parts; 1 are listed");
        await RefusedAsync(upload, [], "2 parts; 0 are listed");
        await RefusedAsync(upload, [second, first], "not in order");
        await RefusedAsync(upload, [first, first], "not in order");
        await RefusedAsync(upload, [first, second, second], "3 are listed");
        await RefusedAsync(upload, [first, second with { Tag = first.Tag }], "Part 2 has a different etag");
        (await ReadAsync("a")).ShouldBeNull();
        await Uploads.CompleteAsync(Root, "a", upload.Id, [first, second], Cancel);
        (await ReadAsync("a")).ShouldBe("12");
        await RefusedAsync(upload, [first, first], "completed with different parts");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public async Task A_number_of_parts_out_of_bounds_is_refused(int parts) =>
        (await Should.ThrowAsync<TrackingException>(() => Uploads.CreateAsync(Root, "a", parts, Cancel))).Message.ShouldContain("num_parts");

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    public async Task A_part_that_is_none_is_refused(int number)
    {
        var upload = await Uploads.CreateAsync(Root, "a", 2, Cancel);
        (await Should.ThrowAsync<TrackingException>(() => PartAsync(upload, number, "x"))).Message.ShouldContain("does not exist");
    }

    [Fact]
    public async Task An_id_is_good_for_its_own_file_alone()
    {
        var upload = await Uploads.CreateAsync(Root, "a", 1, Cancel);
        var part = await PartAsync(upload, 1, "x");
        (await Should.ThrowAsync<TrackingException>(() => Uploads.CompleteAsync(Root, "b", upload.Id, [part], Cancel))).Error.ShouldBe(TrackingError.DoesNotExist);
        (await Should.ThrowAsync<TrackingException>(() => Uploads.AbortAsync(Root, "b", upload.Id, Cancel))).Error.ShouldBe(TrackingError.DoesNotExist);
        (await Should.ThrowAsync<TrackingException>(() => Uploads.CreateAsync(Root, "../b", 1, Cancel))).Message.ShouldBe("Invalid path");
    }

    [Fact]
    public async Task What_is_given_up_is_gone_and_giving_up_again_is_fine()
    {
        var upload = await Uploads.CreateAsync(Root, "a", 1, Cancel);
        await PartAsync(upload, 1, "x");
        await Uploads.AbortAsync(Root, "a", upload.Id, Cancel);
        await Uploads.AbortAsync(Root, "a", upload.Id, Cancel);
        (await Should.ThrowAsync<TrackingException>(() => PartAsync(upload, 1, "x"))).Error.ShouldBe(TrackingError.DoesNotExist);
        (await _place.Tracking.Artifacts.InUseAsync(null, 10, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_nobody_went_on_with_is_forgotten_after_a_week()
    {
        var idle = await Uploads.CreateAsync(Root, "idle", 2, Cancel);
        var busy = await Uploads.CreateAsync(Root, "busy", 2, Cancel);
        await PartAsync(idle, 1, "x");
        _place.Clock.Advance(TimeSpan.FromDays(6));
        await PartAsync(busy, 1, "y");
        _place.Clock.Advance(TimeSpan.FromDays(2));
        (await Uploads.RemoveExpiredAsync(Cancel)).ShouldBe(1);
        await Should.ThrowAsync<TrackingException>(() => PartAsync(idle, 2, "x"));
        await PartAsync(busy, 2, "z");
        (await _place.Tracking.Artifacts.InUseAsync(null, 10, Cancel)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_place_that_is_taken_meanwhile_is_refused_at_the_end()
    {
        var upload = await Uploads.CreateAsync(Root, "a", 1, Cancel);
        var part = await PartAsync(upload, 1, "x");
        using var content = new MemoryStream([1]);
        await _place.Tracking.Artifacts.PutAsync(Root, "a/b", content, null, Cancel);
        (await Should.ThrowAsync<TrackingException>(() => Uploads.CompleteAsync(Root, "a", upload.Id, [part], Cancel))).Error.ShouldBe(TrackingError.Conflict);
    }

    private async Task RefusedAsync(MultipartUpload upload, UploadedPart[] parts, string why) =>
        (await Should.ThrowAsync<TrackingException>(() => Uploads.CompleteAsync(Root, "a", upload.Id, parts, Cancel))).Message.ShouldContain(why);

    private async Task<UploadedPart> PartAsync(MultipartUpload upload, int number, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return new UploadedPart(number, await Uploads.PutPartAsync(upload.Id, number, content, Cancel));
    }

    private async Task<string?> ReadAsync(string path)
    {
        if (await _place.Tracking.Artifacts.OpenAsync(Root, path, 0, Cancel) is not { } content)
            return null;
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync(Cancel);
    }
}

public sealed class SqliteUploadTests() : UploadSuite(DatabaseKind.Sqlite);

public sealed class PostgreSqlUploadTests() : UploadSuite(DatabaseKind.PostgreSql);
