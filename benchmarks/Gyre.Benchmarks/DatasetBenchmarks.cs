using System.Diagnostics;
using System.Globalization;
using Gyre.Datasets;
using nietras.SeparatedValues;

namespace Gyre.Benchmarks;

/// <summary>Inspecting a dataset of 1,000,000 examples with 12 elements, beside reading the same bytes and beside Sep, which only finds
/// the cells.</summary>
internal static class DatasetBenchmarks
{
    private const int Rows = 1_000_000;
    private const int Rounds = 5;

    public static async Task RunAsync(Bench bench)
    {
        var folder = bench.NewPlace("dataset");
        Directory.CreateDirectory(folder);
        var csv = Path.Join(folder, "examples.csv");
        await WriteAsync(folder, csv);
        var process = Process.GetCurrentProcess();
        var table = new List<string[]>();
        process.Refresh();
        var before = process.WorkingSet64;
        table.Add(await MeasureAsync("reading the bytes", () => Task.FromResult(ReadBytes(csv))));
        table.Add(await MeasureAsync("Sep: finding the cells, text of one", () => Task.FromResult(ReadCells(csv))));
        table.Add(await MeasureAsync("gyre dataset inspect", async () => (await DatasetFolder.InspectAsync(folder)).Summary.Examples));
        process.Refresh();
        var size = new FileInfo(csv).Length / 1e6;
        Bench.Print(
            $"Inspecting {Rows} examples with 12 elements, CSV of {Bench.Number(size, "0.0")} MB (best of {Rounds})",
            ["what", "wall, s", "processor, s", "rows/s of one core"], table);
        Bench.Print(
            "Memory", ["before, MiB", "peak, MiB"],
            [[Bench.Number(before / 1048576.0, "0"), Bench.Number(process.PeakWorkingSet64 / 1048576.0, "0")]]);
    }

    /// <summary>Time of the processor, too: other programs on the machine take it from the wall clock.</summary>
    private static async Task<string[]> MeasureAsync(string what, Func<Task<long>> work)
    {
        var (wall, processor) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var taken = await Bench.TimeAsync(work);
            var used = Environment.CpuUsage.TotalTime - before;
            (wall, processor) = (taken < wall ? taken : wall, used < processor ? used : processor);
        }
        return [what, Bench.Number(wall.TotalSeconds, "0.000"), Bench.Number(processor.TotalSeconds, "0.000"),
            (Rows / processor.TotalSeconds).ToString("#,0", CultureInfo.InvariantCulture)];
    }

    private static long ReadBytes(string csv)
    {
        using var stream = new FileStream(csv, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        var buffer = new byte[256 * 1024];
        var total = 0L;
        for (int count; (count = stream.Read(buffer)) > 0;)
            total += count;
        return total;
    }

    private static long ReadCells(string csv)
    {
        using var reader = Sep.New(',').Reader().FromFile(csv);
        var total = 0L;
        foreach (var row in reader)
            total += row[3].Span.Length;
        return total;
    }

    private static async Task WriteAsync(string folder, string csv)
    {
        static string Element(string name, string type) =>
            $$"""{"name": "{{name}}", "type": "{{type}}", "required": true, "nullable": false}""";
        string[] inputs =
        [
            .. Enumerable.Range(0, 5).Select(static i => Element($"f{i}", "float")),
            .. Enumerable.Range(0, 3).Select(static i => Element($"i{i}", "integer")),
            Element("c", "category"), Element("b", "boolean"),
        ];
        await File.WriteAllTextAsync(
            Path.Join(folder, "schema.json"),
            $$"""{"name": "bench", "description": "", "inputs": [{{string.Join(",", inputs)}}], "outputs": [{{Element("y", "category")}}], "metadata": [{{Element("d", "datetime")}}]}""");
        var random = new Random(7);
        var id = new byte[16];
        await using var writer = new StreamWriter(csv);
        await writer.WriteAsync("id,f0,f1,f2,f3,f4,i0,i1,i2,c,b,y,d\n");
        for (var row = 0; row < Rows; row++)
        {
            random.NextBytes(id);
            writer.Write(new Guid(id));
            for (var i = 0; i < 5; i++)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $",{(2 * random.NextDouble()) - 1:F6}"));
            for (var i = 0; i < 3; i++)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $",{random.Next(100_000)}"));
            var moment = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(random.Next(100_000_000));
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $",cat{random.Next(20)},{(random.Next(2) == 0 ? "true" : "false")},class{random.Next(10)},{moment:yyyy-MM-dd'T'HH:mm:ss}\n"));
        }
    }
}
