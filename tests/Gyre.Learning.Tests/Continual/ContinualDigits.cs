using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Learning.Tests.Continual;

/// <summary>
/// Five tasks on the digits and what a NumPy program reached on them (sd over its five seeds up to 0.06, mostly below 0.03). Protocol:
/// pixels / 16, a quarter of a seeded permutation for the test, classes two by two; domain: parity over the same tasks; permuted: five
/// orders of the pixels.
/// </summary>
internal static class ContinualDigits
{
    public const int Tasks = 5;

    private static readonly Lazy<(DenseMatrix Features, ImmutableArray<int> Labels)> Data = new(Read);

    public static string[] Scenarios { get; } = ["class", "domain", "task", "permuted"];

    public static string[] Strategies { get; } =
        ["naive", "ewc", "si", "lwf", "a-gem", "gdumb", "replay", "der", "der++", "cumulative", "joint"];

    /// <summary>Anchors by model, scenario and strategy in the order of <see cref="Strategies"/>: accuracy after the last task.</summary>
    private static readonly Dictionary<string, double[]> Offline = new(StringComparer.Ordinal)
    {
        ["linear/class"] = [.190, .217, .274, .190, .236, .910, .860, .678, .864, .930, .930],
        ["linear/domain"] = [.815, .818, .850, .848, .862, .607, .884, .831, .873, .905, .905],
        ["linear/task"] = [.982, .982, .982, .982, .983, .980, .985, .984, .986, .984, .984],
        ["linear/permuted"] = [.577, .551, .571, .511, .650, .271, .733, .623, .712, .810, .809],
        ["mlp/class"] = [.189, .189, .188, .193, .224, .928, .911, .822, .914, .954, .951],
        ["mlp/domain"] = [.805, .799, .814, .852, .871, .607, .935, .893, .924, .947, .954],
        ["mlp/task"] = [.979, .981, .980, .983, .989, .981, .988, .990, .991, .990, .991],
        ["mlp/permuted"] = [.545, .735, .764, .602, .709, .270, .861, .851, .896, .938, .933],
    };

    /// <summary>One pass: accuracy and average anytime accuracy.</summary>
    private static readonly Dictionary<string, (double Acc, double Aaa)> Online = new(StringComparer.Ordinal)
    {
        ["linear/class/naive"] = (.180, .444),
        ["linear/class/a-gem"] = (.239, .628),
        ["linear/class/gdumb"] = (.910, .959),
        ["linear/class/replay"] = (.695, .863),
        ["linear/class/der++"] = (.719, .883),
        ["linear/class/cumulative"] = (.899, .939),
        ["linear/domain/naive"] = (.825, .887),
        ["linear/domain/a-gem"] = (.865, .919),
        ["linear/domain/gdumb"] = (.607, .739),
        ["linear/domain/replay"] = (.871, .928),
        ["linear/domain/der++"] = (.874, .921),
        ["linear/domain/cumulative"] = (.880, .928),
        ["mlp/class/naive"] = (.171, .444),
        ["mlp/class/a-gem"] = (.167, .476),
        ["mlp/class/gdumb"] = (.928, .970),
        ["mlp/class/replay"] = (.833, .912),
        ["mlp/class/der++"] = (.810, .917),
        ["mlp/class/cumulative"] = (.895, .941),
        ["mlp/domain/naive"] = (.820, .872),
        ["mlp/domain/a-gem"] = (.861, .923),
        ["mlp/domain/gdumb"] = (.607, .742),
        ["mlp/domain/replay"] = (.882, .940),
        ["mlp/domain/der++"] = (.844, .916),
        ["mlp/domain/cumulative"] = (.904, .919),
    };

    /// <summary>Factors of EWC, SI and LwF: the best of a small grid in the recorded runs.</summary>
    private static readonly Dictionary<string, (double Lambda, double Strength, double Distillation)> Factors = new(StringComparer.Ordinal)
    {
        ["linear/class"] = (1000, 1, 1),
        ["linear/domain"] = (10, 0.1, 1),
        ["linear/task"] = (10, 0.1, 1),
        ["linear/permuted"] = (10, 0.1, 1),
        ["mlp/class"] = (10, 0.1, 4),
        ["mlp/domain"] = (10, 0.1, 1),
        ["mlp/task"] = (100, 0.1, 1),
        ["mlp/permuted"] = (10, 0.1, 1),
    };

    /// <summary>All recorded cases: model, scenario, strategy, passes.</summary>
    public static IEnumerable<(string Model, string Scenario, string Strategy, int Epochs)> Cases() =>
        Offline.Keys.SelectMany(place => Strategies, (place, strategy) => (place.Split('/')[0], place.Split('/')[1], strategy, 5))
            .Concat(Online.Keys.Select(place => place.Split('/')).Select(place => (place[0], place[1], place[2], 1)));

    public static double Anchor(string model, string scenario, string strategy, int epochs) => epochs == 1
        ? Online[$"{model}/{scenario}/{strategy}"].Acc
        : Offline[$"{model}/{scenario}"][Array.IndexOf(Strategies, strategy)];

    public static double AnchorOverTime(string model, string scenario, string strategy) => Online[$"{model}/{scenario}/{strategy}"].Aaa;

    public static ContinualOptions Options(string model, string scenario, string strategy, int epochs, ulong seed)
    {
        var (lambda, strength, distillation) = Factors[$"{model}/{scenario}"];
        return new ContinualOptions
        {
            Strategy = strategy,
            Hidden = model == "mlp" ? 100 : 0,
            Epochs = epochs,
            Seed = seed,
            MemorySeed = seed + 1000,
            Lambda = lambda,
            Strength = strength,
            Distillation = distillation,
        };
    }

    public static ContinualStream Stream(string scenario, ulong seed)
    {
        var (features, labels) = Data.Value;
        int[] order = [.. Enumerable.Range(0, labels.Length)];
        new SeededRandom(seed).Fork("test rows").Shuffle(order.AsSpan());
        var test = order.Take(labels.Length / 4).ToHashSet();
        if (scenario == "permuted")
            return ContinualStream.Permuted(features, labels, Divide(test, labels, _ => true), Tasks, seed);
        List<IndexSplit> splits = [.. Enumerable.Range(0, Tasks).Select(task => Divide(test, labels, label => label / 2 == task))];
        return scenario switch
        {
            "class" => ContinualStream.Create(ContinualScenario.ClassIncremental, features, labels, splits),
            "task" => ContinualStream.Create(ContinualScenario.TaskIncremental, features, labels, splits),
            _ => ContinualStream.Create(ContinualScenario.DomainIncremental, features, [.. labels.Select(label => label % 2)], splits),
        };
    }

    public static ContinualResult Run(string model, string scenario, string strategy, int epochs, ulong seed) =>
        ContinualRun.Run(Stream(scenario, seed), Options(model, scenario, strategy, epochs, seed));

    private static IndexSplit Divide(HashSet<int> test, ImmutableArray<int> labels, Func<int, bool> isOfTask)
    {
        var rows = Enumerable.Range(0, labels.Length).Where(row => isOfTask(labels[row]));
        return new IndexSplit([.. rows.Where(row => !test.Contains(row))], [.. rows.Where(test.Contains)], []);
    }

    private static (DenseMatrix Features, ImmutableArray<int> Labels) Read()
    {
        double[][] rows =
        [
            .. File.ReadLines(Path.Join(ConformanceData.Folder("digits"), "examples.csv")).Skip(1)
                .Select(line => line.Split(',').Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()),
        ];
        return (
            new DenseMatrix(rows.Length, 64, [.. rows.SelectMany(row => row.Take(64).Select(pixel => pixel / 16))]),
            [.. rows.Select(row => (int)row[64])]);
    }
}
