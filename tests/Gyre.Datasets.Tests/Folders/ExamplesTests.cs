using System.Collections.Immutable;
using System.Numerics;
using Gyre.Core;

namespace Gyre.Datasets.Tests.Folders;

/// <summary>Examples are read as values, and what is written reads back the same in every format.</summary>
public sealed class ExamplesTests
{
    private static readonly DatasetSchema Schema = new("all", "every type",
    [
        new("b", ElementRole.Input, ElementType.Boolean) { IsNullable = true },
        new("i", ElementRole.Input, ElementType.Integer),
        new("f", ElementRole.Input, ElementType.Float) { IsRequired = true },
        new("t", ElementRole.Input, ElementType.Text) { Description = "any, \"quoted\"" },
        new("d", ElementRole.Metadata, ElementType.Datetime),
        new("many", ElementRole.Input, ElementType.Integer) { MultiValue = MultiValue.TimeSeries },
        new("y", ElementRole.Output, ElementType.Category) { IsRequired = true, NumClasses = 2 },
    ]);

    private static readonly DatasetExample[] Examples =
    [
        new(new Guid(1, 0, 0, new byte[8]),
        [
            Value.True, Value.Of(-5), Value.Of(0.1), Value.Of("a, \"b\"\nñ"), new TimestampValue("2023-02-01T00:00:00"),
            Value.Of([Value.Of(1), Value.Of(2)]), Value.Of("yes"),
        ]) { Index = 0 },
        new(new Guid(2, 0, 0, new byte[8]), [Value.Null, null, Value.Of(double.NaN), null, null, null, Value.Of("no")]) { Index = 1 },
        new(
            new Guid(3, 0, 0, new byte[8]),
            [Value.False, Value.Of(7), Value.Of(-1e300), Value.Of(" x"), null, Value.Of(Array.Empty<Value>()),
                Value.Of("no")]) { Index = 2 },
    ];

    [Theory]
    [InlineData(DatasetFormat.Csv)]
    [InlineData(DatasetFormat.CsvGzip)]
    [InlineData(DatasetFormat.CsvZstd)]
    [InlineData(DatasetFormat.Sqlite)]
    [InlineData(DatasetFormat.Parquet)]
    public async Task What_is_written_reads_back(DatasetFormat format)
    {
        var folder = Path.Join(Directory.CreateTempSubdirectory("gyre-dataset-").FullName, "deep", "all");
        var split = new DatasetSplit("s", [new([new([0, 1], [2], [])])]);
        await DatasetFolder.WriteAsync(
            folder, Schema, Examples.ToAsyncEnumerable(), format, [split], cancellationToken: TestContext.Current.CancellationToken);

        var inspection = await DatasetFolder.InspectAsync(folder, null, TestContext.Current.CancellationToken);
        inspection.Errors.ShouldBeEmpty();
        inspection.Warnings.ShouldBeEmpty();
        var read = await DatasetExamples.OpenAsync(folder, TestContext.Current.CancellationToken);
        read.Schema.Elements.OrderBy(static element => element.Name).ShouldBe(Schema.Elements.OrderBy(static element => element.Name));
        read.Splits[0].Experiences[0].Partitions[0].Training.ShouldBe([0, 1]);
        var positions = Schema.Elements.Select(element => read.Schema.Elements.IndexOf(element)).ToList();
        var examples = await read.ReadAsync(
            cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        examples.Select(static example => (example.Id, example.Index)).ShouldBe(
            Examples.Select(static example => (example.Id, example.Index)));
        foreach (var (example, expected) in examples.Zip(Examples))
            positions.Select(position => example.Values[position]).ShouldBe(expected.Values);
        Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Rows_are_read_by_their_indexes_in_the_order_of_the_file()
    {
        using var folder = new SampleFolder();
        var examples = await DatasetExamples.OpenAsync(folder.Path, TestContext.Current.CancellationToken);
        var read = await examples.ReadAsync(
            [4, 1], TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        read.Select(static example => example.Index).ShouldBe([1, 4]);
        read[0].Values.ShouldBe([Value.Of(1.5), Value.Of(1), Value.Of("b")]);
        await Should.ThrowAsync<InvalidInputException>(async () => await examples.ReadAsync([6]).ToListAsync());
        (await examples.ReadAsync([], TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_is_not_valid_is_refused_with_its_place()
    {
        using var folder = new SampleFolder();
        folder.Write("examples.csv", $"id,x,n,y\n{SampleFolder.Id(1)},1,1.5,a\n");
        var examples = await DatasetExamples.OpenAsync(folder.Path, TestContext.Current.CancellationToken);
        var refused = await Should.ThrowAsync<InvalidInputException>(async () => await examples.ReadAsync().ToListAsync());
        refused.Diagnostics[0].ToString().ShouldStartWith(
            "examples.csv:2:0: error dataset.value.invalid: Invalid value for element \"n\": \"1.5\". (at row 1)");
    }

    [Fact]
    public async Task Opening_tells_everything_that_is_wrong_with_schema_and_splits()
    {
        using var folder = new SampleFolder();
        folder.Write("schema.json", "{}").Write("splits/s/experience_1/partition_0/test.txt", "0");
        var refused = await Should.ThrowAsync<InvalidInputException>(() => DatasetExamples.OpenAsync(folder.Path));
        refused.Diagnostics.Count.ShouldBe(5);
    }

    public static TheoryData<string, DatasetExample> Unfit() => new()
    {
        { "required", Examples[0] with { Values = Examples[0].Values.SetItem(2, null) } },
        { "null", Examples[0] with { Values = Examples[0].Values.SetItem(2, Value.Null) } },
        { "type", Examples[0] with { Values = Examples[0].Values.SetItem(2, Value.Of("x")) } },
        { "blank text", Examples[0] with { Values = Examples[0].Values.SetItem(3, Value.Of(" ")) } },
        { "the word null", Examples[0] with { Values = Examples[0].Values.SetItem(3, Value.Of("None")) } },
        { "count", Examples[0] with { Values = [Value.True] } },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task What_would_read_back_as_something_else_is_not_written(string why, DatasetExample example)
    {
        var folder = Path.Join(Directory.CreateTempSubdirectory("gyre-dataset-").FullName, why);
        await Should.ThrowAsync<InvalidInputException>(
            () => DatasetFolder.WriteAsync(folder, Schema, new[] { example }.ToAsyncEnumerable()));
        Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!).ShouldBeEmpty();
    }

    [Fact]
    public async Task Big_numbers_are_written_where_there_is_room_for_them()
    {
        var schema = new DatasetSchema("big", "", [new("i", ElementRole.Input, ElementType.Integer)]);
        var example = new DatasetExample(Guid.Empty, [new IntegerValue(BigInteger.Pow(10, 40))]);
        var root = Directory.CreateTempSubdirectory("gyre-dataset-").FullName;
        await DatasetFolder.WriteAsync(
            Path.Join(root, "db"), schema, new[] { example }.ToAsyncEnumerable(), DatasetFormat.Sqlite,
            cancellationToken: TestContext.Current.CancellationToken);
        var read = await DatasetExamples.OpenAsync(Path.Join(root, "db"), TestContext.Current.CancellationToken);
        (await read.ReadAsync(null, TestContext.Current.CancellationToken).SingleAsync(
            TestContext.Current.CancellationToken)).Values.ShouldBe(example.Values);
        await Should.ThrowAsync<InvalidInputException>(
            () =>
                DatasetFolder.WriteAsync(Path.Join(root, "parquet"), schema, new[] { example }.ToAsyncEnumerable(), DatasetFormat.Parquet));
    }

    [Fact]
    public async Task Names_of_splits_and_existing_folders_are_checked_before_anything_appears()
    {
        var root = Directory.CreateTempSubdirectory("gyre-dataset-").FullName;
        var split = new DatasetSplit("../s", [new([new([0], [1], [])])]);
        await Should.ThrowAsync<InvalidInputException>(
            () => DatasetFolder.WriteAsync(Path.Join(root, "d"), Schema, Examples.ToAsyncEnumerable(), splits: [split]));
        await Should.ThrowAsync<InvalidInputException>(() => DatasetFolder.WriteAsync(root, Schema, Examples.ToAsyncEnumerable()));
        Directory.GetFileSystemEntries(root).ShouldBeEmpty();
    }
}
