using System.Globalization;
using Gyre.Datasets;
using Gyre.Pipelines;
using Gyre.Storage;
using Gyre.Testing.Storage;

namespace Gyre.Benchmarks;

/// <summary>
/// Pushing and pulling a dataset folder: to a shared folder, to a home, and to an S3 server where one can be started; beside copying its
/// bytes.
/// </summary>
internal static class TransferBenchmarks
{
    private const int Rounds = 3;

    /// <param name="bench">Gives places.</param>
    /// <param name="folder">The dataset.</param>
    public static async Task RunAsync(Bench bench, string folder)
    {
        var size = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(static file => new FileInfo(file).Length) / 1e6;
        var table = new List<string[]> { await MeasureAsync("copying the bytes", size, () => Copy(folder, bench.NewPlace("copy"))) };
        await MeasureAsync(bench, table, "shared folder", folder, size, () => Task.FromResult(DatasetPlaces.Open(bench.NewPlace("shared"))));
        var storage = new StorageOptions { Home = bench.NewPlace("home") };
        Directory.CreateDirectory(storage.Home);
        await using (var store = await GyreStore.OpenAsync(
            storage, [.. Engine.Migrations, .. DatasetService.Migrations], TimeProvider.System, CancellationToken.None))
        {
            using var blobs = await GyreStore.OpenBlobsAsync(storage, TimeProvider.System, CancellationToken.None);
            await MeasureAsync(
                bench, table, "home", folder, size,
                () => Task.FromResult<IDatasetPlace>(new CatalogDatasets(store, blobs, "bench", TimeProvider.System)));
        }
        if (await S3Server.SharedAsync() is { } server)
            await MeasureAsync(
                bench, table, "S3 (a simulator in Python, which is the limit)", folder, size,
                async () => DatasetPlaces.Open(await server.CreateBucketAsync(CancellationToken.None)));
        Bench.Print(
            $"Transfers of {Bench.Number(size, "0.0")} MB, inspection and profile left out (best of {Rounds})",
            ["what", "wall, MB/s", "processor, MB/s"], table);
    }

    private static async Task MeasureAsync(
        Bench bench, List<string[]> table, string what, string folder, double size, Func<Task<IDatasetPlace>> open)
    {
        using var place = await open();
        var repository = new DatasetRepository(place, TimeProvider.System);
        var inspecting = Environment.CpuUsage.TotalTime;
        var wall = await Bench.TimeAsync(() => DatasetFolder.InspectAsync(folder));
        inspecting = Environment.CpuUsage.TotalTime - inspecting;
        var before = Environment.CpuUsage.TotalTime;
        var taken = await Bench.TimeAsync(() => repository.PushFolderAsync(folder, new PushOptions { KeepsProfile = false }));
        var used = Environment.CpuUsage.TotalTime - before;
        table.Add(
        [
            $"push to {what}, once", Bench.Number(size / Math.Max(1e-3, (taken - wall).TotalSeconds), "0"),
            Bench.Number(size / Math.Max(1e-3, (used - inspecting).TotalSeconds), "0"),
        ]);
        table.Add(await MeasureAsync(
            $"pull from {what}", size, () => repository.PullAsync("bench", "latest", bench.NewPlace("pulled"))));
    }

    private static async Task<string[]> MeasureAsync(string what, double size, Func<Task> work)
    {
        var (wall, processor) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var taken = await Bench.TimeAsync(work);
            var used = Environment.CpuUsage.TotalTime - before;
            (wall, processor) = (taken < wall ? taken : wall, used < processor ? used : processor);
        }
        return
        [
            what, (size / wall.TotalSeconds).ToString("0", CultureInfo.InvariantCulture),
            (size / processor.TotalSeconds).ToString("0", CultureInfo.InvariantCulture),
        ];
    }

    private static Task Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Join(to, Path.GetFileName(file)));
        return Task.CompletedTask;
    }
}
