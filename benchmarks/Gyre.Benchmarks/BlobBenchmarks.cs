using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Benchmarks;

/// <summary>Putting and getting content beside copying and hashing it with the system's tools.</summary>
internal static class BlobBenchmarks
{
    private const int MiB = 1 << 20;

    public static async Task RunAsync(Bench bench)
    {
        var clock = TimeProvider.System;
        using var store = await GyreStore.OpenBlobsAsync(new StorageOptions { Home = bench.NewPlace("home") }, clock, CancellationToken.None);
        var rows = new List<string[]>();
        foreach (var size in (int[])[64 * MiB, 512 * MiB])
            rows.Add(await LargeAsync(bench, store, size));
        Bench.Print(
            "Content in MB/s; `cp` is with `sync` of the copy, as a put is",
            ["size, MiB", "put", "`cp` + `sync` + `sha256sum`", "get (checked)", "`sha256sum` + `cp`"],
            rows);
        await SmallAsync(store);
    }

    private static async Task<string[]> LargeAsync(Bench bench, IBlobStore store, int size)
    {
        var source = bench.NewPlace("content");
        var random = new SeededRandom((ulong)size);
        await using (var file = File.Create(source))
        {
            var block = new byte[MiB];
            for (var i = 0; i < size / MiB; i++)
            {
                for (var at = 0; at < block.Length; at += sizeof(ulong))
                    BitConverter.TryWriteBytes(block.AsSpan(at), random.NextUInt64());
                await file.WriteAsync(block);
            }
        }
        var blob = default(BlobInfo);
        var put = await Bench.TimeAsync(async () => blob = await store.PutFileAsync(source, CancellationToken.None));
        var copy = bench.NewPlace("copy");
        var shellPut = await Processes.RunAsync("bash", ["-c", "cp \"$1\" \"$2\" && sync \"$2\" && sha256sum \"$2\"", "bash", source, copy]);
        var get = await Bench.TimeAsync(() => store.CopyToFileAsync(blob.Digest, bench.NewPlace("got"), CancellationToken.None));
        var shellGet = await Processes.RunAsync("bash", ["-c", "sha256sum \"$1\" && cp \"$1\" \"$2\"", "bash", copy, bench.NewPlace("copy")]);
        return [$"{size / MiB}", Speed(put), Speed(shellPut.Time), Speed(get), Speed(shellGet.Time)];

        string Speed(TimeSpan time) => Bench.Number(size / 1e6 / time.TotalSeconds, "0");
    }

    private static async Task SmallAsync(IBlobStore store)
    {
        const int Count = 2000;
        var contents = Enumerable.Range(0, Count).Select(i => BitConverter.GetBytes((long)i).Concat(new byte[1016]).ToArray()).ToList();
        var one = await Bench.TimeAsync(async () =>
        {
            foreach (var content in contents)
                await PutAsync(content);
        });
        var many = await Bench.TimeAsync(() => Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            contents[i][8] = 1;
            await PutAsync(contents[i]);
        }));
        Bench.Print("Durable puts of 1 KiB", ["writers", "puts/s"], [["1", Bench.Number(Count / one.TotalSeconds, "0")], ["16", Bench.Number(Count / many.TotalSeconds, "0")]]);

        async Task PutAsync(byte[] content)
        {
            using var stream = new MemoryStream(content);
            await store.PutAsync(stream, CancellationToken.None);
        }
    }
}
