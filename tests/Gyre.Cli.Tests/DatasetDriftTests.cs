using System.Collections.Immutable;
using System.Globalization;
using Gyre.Datasets;
using Gyre.Home;

namespace Gyre.Cli.Tests;

/// <summary>What changed between two profiles of datasets.</summary>
public sealed class DatasetDriftTests
{
    /// <summary>
    /// The index as N. Siddiqi defines it ("Credit Risk Scorecards", 2006), by hand for shares of 50, 30 and 20 % that become 40, 30 and 30 %:
    /// (0.4 - 0.5) ln(0.4 / 0.5) + 0 + (0.3 - 0.2) ln(0.3 / 0.2) = 0.0223144 + 0.0405465 = 0.0628609.
    /// </summary>
    [Fact]
    public void Labels_have_the_index_of_the_textbook()
    {
        var drift = Between(Labels(("a", 500), ("b", 300), ("c", 200)), Labels(("a", 400), ("b", 300), ("c", 300)));
        drift.Index!.Value.ShouldBe(0.0628609, 1e-6);
        drift.Verdict.ShouldBe(DriftVerdict.Stable);
        drift.Distance.ShouldBeNull();
        // 95 % of a chi-square variable with 2 degrees of freedom, 5.991, times 1/1000 + 1/1000.
        drift.Chance!.Value.ShouldBe(0.011983, 1e-5);
        drift.IsAbove(0.05).ShouldBeTrue();
        drift.IsAbove(0.1).ShouldBeFalse();
    }

    [Fact]
    public void Labels_that_are_new_share_a_bin_and_are_named()
    {
        var drift = Between(Labels(("a", 50), ("b", 50)), Labels(("a", 50), ("d", 40), ("c", 10)));
        drift.NewValues.ShouldBe(["d", "c"]);
        drift.VanishedValues.ShouldBe(["b"]);
        drift.Verdict.ShouldBe(DriftVerdict.Large);
        var cut = Labels(("a", 50)) with { Others = 1 };
        Between(cut, Labels(("z", 50))).NewValues.ShouldBeEmpty();
        Between(cut, cut).Index.ShouldBe(0);
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.02, DriftVerdict.Stable)]
    [InlineData(0.7, 0.25, 0.3, DriftVerdict.Large)]
    [InlineData(0.35, 0.11, 0.17, DriftVerdict.Moderate)]
    public void Shifted_normal_numbers_have_the_known_distance(double shift, double least, double most, DriftVerdict verdict)
    {
        var drift = Between(Normal(0), Normal(shift));
        // 2 Phi(shift / 2) - 1.
        drift.Distance!.Value.ShouldBeInRange(least, most);
        drift.Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void Constants_and_numbers_that_are_not_finite_are_compared_too()
    {
        Between(Numbers(1, 1, 1), Numbers(1, 1, 1)).Index.ShouldBe(0);
        Between(Numbers(1, 1, 1), Numbers(2, 2, 2)).Verdict.ShouldBe(DriftVerdict.Large);
        Between(Numbers(1, 1, 1), Numbers(1, 1, 1) with { NotFinite = 30, Values = 33 }).Verdict.ShouldBe(DriftVerdict.Large);
        var none = Numbers(1) with { Numbers = null, NotFinite = 3 };
        Between(none, Numbers(1)).Index.ShouldBeNull();
        Between(Numbers(1), none).Verdict.ShouldBe(DriftVerdict.Large);
    }

    [Fact]
    public void What_cannot_be_compared_says_why_and_counts_as_above_when_values_were_lost()
    {
        var empty = Labels();
        Between(Labels(("a", 1)), empty).Change.ShouldBe(ColumnChange.Emptied);
        Between(empty, Labels(("a", 1))).Change.ShouldBe(ColumnChange.NoReference);
        Between(Labels(("a", 1)), Numbers(1)).IsAbove(9).ShouldBeTrue();
        var drift = DatasetDrift.Between(Profile(Labels(("a", 1)) with { Missing = 3 }), Profile(Labels(("a", 1)) with { Name = "other" }));
        drift.Columns.Select(static one => (one.Name, one.Change, one.IsAbove(9))).ShouldBe(
            [("x", ColumnChange.Removed, true), ("other", ColumnChange.Added, false)]);
        drift.Columns[0].MissingBefore.ShouldBe(0.75);
    }

    [Fact]
    public async Task The_commands_profile_compare_and_preview()
    {
        using var host = new TestHost();
        Dataset(host, "a", 0);
        Dataset(host, "b", 80);
        (await host.RunAsync("dataset", "profile", "a", "--output", "a.json")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("d: 100 examples, 2 columns");
        host.Out.ShouldContain("x       float     100     0");
        (await host.RunAsync("dataset", "profile", "a", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldBe(File.ReadAllText(Path.Join(host.Folder, "a.json")));

        (await host.RunAsync("dataset", "drift", "a.json", "b", "--fail-above", "0.25")).ShouldBe(CliExitCodes.Failed);
        host.Out.ShouldContain("x       large");
        host.Error.ShouldContain("Above 0.25: x.");
        (await host.RunAsync("dataset", "drift", "a", "b")).ShouldBe(CliExitCodes.Done);
        (await host.RunAsync("dataset", "drift", "a", "a.json", "--fail-above", "0.1", "--format", "json")).ShouldBe(CliExitCodes.Done);
        var column = host.Json.GetProperty("columns")[0];
        (column.GetProperty("psi").GetDouble(), column.GetProperty("verdict").GetString()).ShouldBe((0, "stable"));
        (await host.RunAsync("dataset", "drift", "a", "none")).ShouldBe(CliExitCodes.BadInput);
        (await host.RunAsync("dataset", "drift", "a", "b", "--fail-above", "-1")).ShouldBe(CliExitCodes.BadInput);
        (await host.RunAsync("dataset", "drift", "a/schema.json", "b")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("a/schema.json: error dataset.profile.invalid: 'schemaVersion' is missing.");

        (await host.RunAsync("dataset", "preview", "a", "--rows", "2")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldBe("id        x      y\nuuid      float  category\n00000000  0      a\n00000001  1      a\n");
        host.Host = host.Host with { OutIsTerminal = true, Width = static () => 16 };
        (await host.RunAsync("dataset", "preview", "a", "--rows", "1")).ShouldBe(CliExitCodes.Done);
        host.Error.ShouldContain("Not shown for lack of room: y.");
        (await host.RunAsync("dataset", "preview", "a", "--rows", "1", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Json.GetProperty("rows")[0].GetProperty("values")[1].GetString().ShouldBe("a");
    }

    [Fact]
    public async Task Import_prints_a_schema_or_writes_a_dataset()
    {
        using var host = new TestHost();
        host.Write("iris.csv", "Length,Species\n5.1,setosa\n4.9,setosa\n7.0,virginica\n");
        (await host.RunAsync("dataset", "import", "iris.csv", "--output", "Species", "--dry-run")).ShouldBe(CliExitCodes.Done);
        host.Write("schema.json", host.Out.Replace("virginica", "", StringComparison.Ordinal));
        host.Out.ShouldContain("\"num_classes\": 2");
        foreach (var (form, file) in new[] { ("csv", "examples.csv"), ("db", "examples.db"), ("parquet", "examples.parquet") })
        {
            (await host.RunAsync("dataset", "import", "iris.csv", "--to", form, "--schema", "schema.json", "--examples", form))
                .ShouldBe(CliExitCodes.Done);
            host.Out.ShouldContain($"Wrote {form}: 3 examples, to predict species.");
            host.Out.ShouldContain("float");
            File.Exists(Path.Join(host.Folder, form, file)).ShouldBeTrue();
            (await host.RunAsync("dataset", "inspect", form)).ShouldBe(CliExitCodes.Done);
        }
        (await host.RunAsync("dataset", "import", "iris.csv", "--to", "j", "--name", "flowers", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Json.GetProperty("schema").GetProperty("name").GetString().ShouldBe("flowers");
        (await host.RunAsync("dataset", "import", "iris.csv", "--to", "j")).ShouldBe(CliExitCodes.BadInput);
        (await host.RunAsync("dataset", "import", "iris.csv")).ShouldBe(CliExitCodes.BadInput);
        (await host.RunAsync("dataset", "import", "none.csv", "--dry-run")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("none.csv: error dataset.import.none");
    }

    private static void Dataset(TestHost host, string folder, int shift)
    {
        host.Write($"{folder}/schema.json",
            """
            {"name": "d", "description": "", "metadata": [],
             "inputs": [{"name": "x", "type": "float", "required": true, "nullable": false}],
             "outputs": [{"name": "y", "type": "category", "required": true, "nullable": false}]}
            """);
        host.Write($"{folder}/examples.csv", "id,x,y\n" + string.Concat(Enumerable.Range(0, 100).Select(
            i => string.Create(CultureInfo.InvariantCulture, $"{i:x8}-0000-4000-8000-000000000000,{i + shift},a\n"))));
    }

    private static ColumnDrift Between(ColumnProfile before, ColumnProfile now) =>
        DatasetDrift.Between(Profile(before), Profile(now)).Columns.Single();

    private static DatasetProfile Profile(ColumnProfile column) => new() { Name = "d", Examples = column.Values, Columns = [column] };

    private static ColumnProfile Labels(params (string Label, long Count)[] counts) => new("x", ElementRole.Output, ElementType.Category)
    {
        Values = counts.Sum(static one => one.Count),
        Top = [.. counts.Select(static one => new ValueCount(one.Label, one.Count))],
    };

    private static ColumnProfile Numbers(params ImmutableArray<double> numbers)
    {
        var groups = numbers.GroupBy(static one => one).OrderBy(static one => one.Key).ToList();
        var distribution = new NumberDistribution([.. groups.Select(static one => one.Key)], [.. groups.Select(static one => (long)one.Count())]);
        return new ColumnProfile("x", ElementRole.Input, ElementType.Float)
        {
            Values = numbers.Length,
            Numbers = new NumberProfile(ProfileMeasure.Value)
            {
                Count = numbers.Length,
                Min = numbers.Min(),
                Max = numbers.Max(),
                Quantiles = [],
                Histogram = new([], []),
                Distribution = distribution,
            },
        };
    }

    /// <summary>Sums of twelve uniform numbers are nearly normal.</summary>
    private static ColumnProfile Normal(double shift)
    {
        var random = new Core.SeededRandom(3);
        double Next() => Enumerable.Range(0, 12).Sum(_ => random.NextUInt64() / (double)ulong.MaxValue) - 6;
        return Numbers([.. Enumerable.Range(0, 4000).Select(_ => shift + Next())]);
    }
}
