using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Projects;

namespace Gyre.Experiments.Tests.Hosting;

/// <summary>A folder with code and scratch, and a small dataset: two numbers, a text, and a label that one of the numbers tells.</summary>
internal sealed class HostedPlace : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("gyre-hosting-");

    public HostedPlace() => Directory.CreateDirectory(Code);

    public string Code => Path.Join(_root.FullName, "code");

    public Log Heard { get; } = new();

    public static DatasetSchema Schema { get; } = new("points", "", [
        new DatasetElement("a", ElementRole.Input, ElementType.Float) { IsNullable = true },
        new DatasetElement("n", ElementRole.Input, ElementType.Integer),
        new DatasetElement("words", ElementRole.Input, ElementType.Text) { MultiValue = MultiValue.Ordered },
        new DatasetElement("day", ElementRole.Metadata, ElementType.Datetime),
        new DatasetElement("kind", ElementRole.Output, ElementType.Category),
    ]);

    public TrialContext Context => new()
    {
        Schema = Schema,
        Output = Schema.Outputs.First(),
        Classes = ["cat", "dog"],
        Seed = ulong.MaxValue,
        ScratchFolder = Path.Join(_root.FullName, "scratch"),
        CodeFolder = Code,
        Log = Heard,
    };

    public static TrialRows Rows(int from, int count) => new(Schema, [.. Enumerable.Range(from, count).Select(Example)]);

    public static TrialRows Blind(TrialRows rows) =>
        rows with { Examples = [.. rows.Examples.Select(static one => one with { Values = one.Values.SetItem(4, Value.Null) })] };

    public static ClassBlock Block(string name, params (string Name, Value Value)[] parameters) => new(
        name, "python", new MapValue([.. parameters.Select(static one => KeyValuePair.Create(one.Name, one.Value))]));

    public string Folder(string name) => Directory.CreateDirectory(Path.Join(_root.FullName, name)).FullName;

    /// <summary>Writes a script of the shell that is told what to do by <c>$do</c>, and works in the folder of its files.</summary>
    public CommandSource Script(string name, string lines)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are scripts of sh.");
        File.WriteAllText(
            Path.Join(Code, name), "code=$PWD; cd \"$1\"; do=$(sed -n 's/^ *\"do\": \"\\(.*\\)\",$/\\1/p' request.json)\n" + lines + "\n");
        return new CommandSource(["sh", name]);
    }

    /// <summary>Needs Python and writes a module.</summary>
    public static void NeedsPython() => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(one => File.Exists(Path.Join(one, "python3"))),
        "There is no python3.");

    public void Dispose() => _root.Delete(recursive: true);

    private static DatasetExample Example(int index) => new(
        new Guid(index + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
        [
            index == 3 ? Value.Null : Value.Of(index % 2 == 0 ? 1.0 + index / 100.0 : 9.0 - index / 100.0), Value.Of(index),
            index == 4 ? null : new ListValue([Value.Of("x"), Value.Of("null"), Value.Of("")]), new TimestampValue("2024-02-03T00:00:00"),
            Value.Of(index % 2 == 0 ? "cat" : "dog"),
        ])
    {
        Index = index,
    };

    internal sealed class Log : ITrialLog
    {
        public ConcurrentQueue<(string Name, double Value, long Step)> Metrics { get; } = [];

        public ConcurrentQueue<string> Lines { get; } = [];

        public void Metric(string name, double value, long step) => Metrics.Enqueue((name, value, step));

        public void Say(string line) => Lines.Enqueue(line);
    }
}
