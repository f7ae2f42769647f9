using System.Diagnostics;
using System.Globalization;

namespace Gyre.Benchmarks;

/// <summary>A folder for one run of the benchmarks, and ways to time things and to print them.</summary>
internal sealed class Bench : IDisposable
{
    private int _homes;

    public Bench()
    {
        Folder = Directory.CreateTempSubdirectory("gyre-benchmarks-").FullName;
        Console.WriteLine($"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}");
    }

    public string Folder { get; }

    /// <summary>
    /// A place that was never used: a folder that was just emptied is slower, because the file system keeps away from what was deleted a moment ago.
    /// </summary>
    public string NewPlace(string name) => Path.Join(Folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{_homes++}"));

    public static TimeSpan Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start);
    }

    public static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }

    public static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>A table in Markdown; numbers are numbers as text already.</summary>
    public static void Print(string title, string[] headings, IEnumerable<string[]> rows)
    {
        Console.WriteLine();
        Console.WriteLine($"### {title}");
        Console.WriteLine();
        Console.WriteLine($"| {string.Join(" | ", headings)} |");
        Console.WriteLine($"|{string.Concat(headings.Select(_ => "---|"))}");
        foreach (var row in rows)
            Console.WriteLine($"| {string.Join(" | ", row)} |");
    }

    public static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
