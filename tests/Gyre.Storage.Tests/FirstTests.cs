using System.Text;
using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Storage.Tests;

public class FirstTests
{
    [Fact]
    public async Task Smoke()
    {
        var ct = TestContext.Current.CancellationToken;
        var home = Directory.CreateTempSubdirectory().FullName;
        var clock = new ManualClock();
        var options = new StorageOptions { Home = home };
        await using (var store = await GyreStore.OpenAsync(options, [], clock, ct))
        {
            var tasks = Enumerable.Range(0, 100).Select(i => store.Database.WriteAsync(s => i == 50 ? throw new InvalidDataException() : s.Append(new NewEvent("a.b", $"run/{i}", clock.GetUtcNow(), "{}")), ct)).ToList();
            await Should.ThrowAsync<InvalidDataException>(() => tasks[50]);
            await Task.WhenAll(tasks.Where((_, i) => i != 50));
            (await store.Events.ReadAsync(0, 1000, null, ct)).Count.ShouldBe(99);
            var lease = await store.Leases.TryAcquireAsync("x", "me", TimeSpan.FromSeconds(5), ct);
            (await store.Leases.TryAcquireAsync("x", "you", TimeSpan.FromSeconds(5), ct)).ShouldBeNull();
            clock.Advance(TimeSpan.FromSeconds(6));
            (await store.Leases.TryAcquireAsync("x", "you", TimeSpan.FromSeconds(5), ct))!.Fence.ShouldBe(2);
            await Should.ThrowAsync<FencedOffException>(() => store.Database.WriteAsync<int>(s => { s.RequireFence(lease!); return 0; }, ct));
            var id = Guid.Parse("00000000-0000-0000-0000-000000000001");
            await store.Database.WriteAsync(s => { s.Enqueue([new OutboxCommand(id, "run/1", "k", "{}")]); return 0; }, ct);
            (await store.Outbox.PendingAsync("run/1", ct)).Single().Id.ShouldBe(id);
        }
        await using (var again = await GyreStore.OpenAsync(options, [], clock, ct))
            (await again.Events.ReadAsync(0, 1000, null, ct)).Count.ShouldBe(99);
        using var blobs = await GyreStore.OpenBlobsAsync(options, clock, ct);
        var info = await blobs.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes("hello")), ct);
        info.Digest.ShouldBe(Digest.Of("hello"));
        (await blobs.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes("hello")), ct)).ShouldBe(info);
        var target = Path.Join(home, "copy");
        await blobs.CopyToFileAsync(info.Digest, target, ct);
        File.ReadAllText(target).ShouldBe("hello");
        await foreach (var (blob, at) in blobs.ListAsync(ct))
        {
            blob.ShouldBe(info);
            at.ShouldBe(clock.GetUtcNow());
        }
    }
}
