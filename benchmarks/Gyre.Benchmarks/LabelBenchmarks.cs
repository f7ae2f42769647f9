using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gyre.Labeling;

namespace Gyre.Benchmarks;

/// <summary>Importing and exporting 100,000 boxes on 10,000 images in each format, beside parsing the same JSON into a document.</summary>
internal static class LabelBenchmarks
{
    private const int Images = 10_000;
    private const int BoxesPerImage = 10;
    private const int Rounds = 3;

    public static Task RunAsync(Bench bench)
    {
        var folder = bench.NewPlace("labels");
        Directory.CreateDirectory(folder);
        var data = Make();
        var coco = Path.Join(folder, "coco.json");
        LabelFormats.Export(data, "coco", coco);
        var rows = new List<string[]>
        {
            Row("JsonDocument: parsing the COCO file", coco, Measure(_ =>
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(coco));
            })),
        };
        foreach (var format in new[] { "coco", "canonical", "labelstudio", "cvat", "yolo", "voc", "dataloop" })
        {
            var ending = format switch { "coco" or "canonical" or "labelstudio" => ".json", "cvat" => ".xml", _ => "" };
            var path = Path.Join(folder, format + "-0" + ending);
            var export = Measure(
                round => LabelFormats.Export(
                data, format, Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $"{format}-{round}{ending}"))));
            rows.Add(Row($"{format}: export", path, export));
            rows.Add(Row($"{format}: import", path, Measure(_ => LabelFormats.Import(format, path))));
        }
        Bench.Print(
            $"{Images * BoxesPerImage} boxes on {Images} images (best of {Rounds})",
            ["what", "MB", "wall, s", "processor, s", "allocated, MB", "boxes/s of one core"], rows);
        using var process = Process.GetCurrentProcess();
        Bench.Print("Memory", ["peak of all together, MiB"], [[Bench.Number(process.PeakWorkingSet64 / 1048576.0, "0")]]);
        return Task.CompletedTask;
    }

    private static (TimeSpan Wall, TimeSpan Processor, long Allocated) Measure(Action<int> work)
    {
        var best = (Wall: TimeSpan.MaxValue, Processor: TimeSpan.MaxValue, Allocated: long.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var (processor, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
            var wall = Bench.Time(() => work(round));
            var (used, more) = (Environment.CpuUsage.TotalTime - processor, GC.GetTotalAllocatedBytes() - allocated);
            best = (wall < best.Wall ? wall : best.Wall, used < best.Processor ? used : best.Processor, Math.Min(best.Allocated, more));
        }
        return best;
    }

    private static string[] Row(string what, string path, (TimeSpan Wall, TimeSpan Processor, long Allocated) best) =>
    [
        what, Bench.Number(SizeOf(path) / 1e6, "0.0"), Bench.Number(best.Wall.TotalSeconds, "0.000"),
        Bench.Number(best.Processor.TotalSeconds, "0.000"),
        Bench.Number(best.Allocated / 1e6, "0"), (Images * BoxesPerImage / best.Processor.TotalSeconds)
            .ToString("#,0", CultureInfo.InvariantCulture),
    ];

    private static long SizeOf(string path) => File.Exists(path)
        ? new FileInfo(path).Length
        : new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length);

    private static LabeledData Make()
    {
        var random = new Random(7);
        var labels = Enumerable.Range(1, 20)
            .Select(static id => new Label { Id = id, Name = string.Create(CultureInfo.InvariantCulture, $"label {id}") });
        return new LabeledData("bench", new Ontology(labels), Enumerable.Range(1, Images).Select(image => new LabeledItem(
            new LabelItem { Id = Text(image), Name = $"{Text(image)}.jpg", Size = new PixelSize(640, 480) },
            Enumerable.Range(0, BoxesPerImage).Select(box => new Annotation
            {
                Id = Text((image - 1) * BoxesPerImage + box + 1),
                Label = random.Next(1, 21),
                Geometry = new Box(Math.Round(random.NextDouble() * 500, 2), Math.Round(random.NextDouble() * 400, 2),
                    1 + random.Next(100), 1 + random.Next(70)),
            }))));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
