using CsCheck;
using Gyre.Testing;

namespace Gyre.Datasets.Tests.Folders;

/// <summary>Every rule of splits, in both layouts. The sample has six examples.</summary>
public sealed class SplitRuleTests
{
    private const string Training = "training.txt";
    private const string Test = "test.txt";
    private const string Validation = "validation.txt";

    [Fact]
    public async Task Strategies_experiences_and_partitions_are_read()
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/cv/experience_0/partition_0", "0\n1\n2\n", "3\n 4\n", "+5");
        Partition(folder, "splits/cv/experience_0/partition_1", "3\n4\n5\n", "0\r\n1\r\n2\r\n");
        folder.Write("splits/notes.txt", "files beside strategies are passed over");
        var inspection = await folder.InspectAsync();
        inspection.Errors.ShouldBeEmpty();
        var split = inspection.Summary.Splits.ShouldHaveSingleItem();
        split.Name.ShouldBe("cv");
        var partitions = split.Experiences.ShouldHaveSingleItem().Partitions;
        partitions[0].Training.ShouldBe([0, 1, 2]);
        partitions[0].Test.ShouldBe([3, 4]);
        partitions[0].Validation.ShouldBe([5]);
        partitions[1].Test.ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task Experiences_may_lie_in_splits_itself()
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/experience_0/partition_0", "0\n", "1\n");
        Partition(folder, "splits/experience_1/partition_0", "2\n", "3\n");
        Partition(folder, "splits/named/experience_0/partition_0", "0\n", "1\n");
        var inspection = await folder.InspectAsync();
        inspection.Errors.ShouldBeEmpty();
        inspection.Summary.Splits.Select(static split => (split.Name, split.Experiences.Length)).ShouldBe([("default", 2), ("named", 1)]);
    }

    [Fact]
    public async Task A_strategy_may_be_called_like_an_experience()
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/experience_7/experience_0/partition_0", "0\n", "1\n");
        var inspection = await folder.InspectAsync();
        inspection.Errors.ShouldBeEmpty();
        inspection.Summary.Splits.ShouldHaveSingleItem().Name.ShouldBe("experience_7");
    }

    [Fact]
    public async Task More_than_ten_experiences_stand_in_the_order_of_their_numbers()
    {
        using var folder = new SampleFolder();
        folder.Write(
            "examples.csv", "id,x,n,y\n" + string.Concat(Enumerable.Range(0, 40).Select(static i => $"{SampleFolder.Id(i)},1,2,a\n")));
        for (var i = 0; i < 12; i++)
            Partition(folder, $"splits/s/experience_{i}/partition_0", $"{2 * i}\n", $"{(2 * i) + 1}\n");
        var inspection = await folder.InspectAsync();
        inspection.Errors.ShouldBeEmpty();
        inspection.Summary.Splits[0].Experiences.Select(
            static experience => experience.Partitions[0].Training[0]).ShouldBe(Enumerable.Range(0, 12).Select(static i => 2 * i));
    }

    [Theory]
    [InlineData("splits/s/experience_1/partition_0", "dataset.split.folder", "experience_0")]
    [InlineData("splits/s/experience_00/partition_0", "dataset.split.folder", "experience_00")]
    [InlineData("splits/s/Experience_0/partition_0", "dataset.split.folder", "Experience_0")]
    [InlineData("splits/s/experience_0/partition_1", "dataset.split.folder", "partition_0")]
    [InlineData("splits/s/experience_0/fold_0", "dataset.split.folder", "fold_0")]
    [InlineData("splits/experience_1/partition_0", "dataset.split.folder", "experience_0")]
    public async Task Folders_are_numbered_from_zero_without_gaps(string place, string code, string word)
    {
        using var folder = new SampleFolder();
        Partition(folder, place, "0\n", "1\n");
        var error = (await folder.InspectAsync()).Errors.First();
        error.Code.ShouldBe(code);
        error.Message.ShouldContain(word);
    }

    [Theory]
    [InlineData("splits/s/notes.txt")]
    [InlineData("splits/s/experience_0/notes.txt")]
    public async Task Files_beside_numbered_folders_are_refused(string file)
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/s/experience_0/partition_0", "0\n", "1\n");
        (await folder.Write(file, "").InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.split.entry");
    }

    [Theory]
    [InlineData("0\n", "one\n", "", "one", "test")]
    [InlineData("0\n", "1.0\n", "", "1.0", "test")]
    [InlineData("0\n\n1\n", "2\n", "", "", "training")]
    [InlineData("0\n", "-1\n", "", "-1", "test")]
    [InlineData("6\n", "1\n", "", "6", "training")]
    [InlineData("0\n", "1\n", "99999999999\n", "99999999999", "validation")]
    public async Task Indexes_are_those_of_rows(string training, string test, string validation, string value, string part)
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/s/experience_0/partition_0", training, test, validation);
        var error = (await folder.InspectAsync()).Errors.ShouldHaveSingleItem();
        (error.Code, error.Value).ShouldBe(("dataset.split.index", value));
        error.Message.ShouldContain($"Invalid {part} split index");
        error.File.ShouldBe($"splits/s/experience_0/partition_0/{part}.txt");
    }

    [Theory]
    [InlineData(Training)]
    [InlineData(Test)]
    public async Task Two_files_are_required(string file)
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/s/experience_0/partition_0", "0\n", "1\n");
        var errors = (await folder.Delete($"splits/s/experience_0/partition_0/{file}").InspectAsync()).Errors;
        errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.split.no-file");
        errors[0].Message.ShouldContain(file);
    }

    [Theory]
    [InlineData("0\n1\n2\n3\n", "4\n5\n", "0\n", "dataset.split.size")]
    [InlineData("0\n0\n0\n0\n0\n0\n0\n0\n", "1\n", "", "dataset.split.size")]
    [InlineData("0\n1\n", "1\n", "", "dataset.split.disjoint")]
    [InlineData("0\n", "1\n", "0\n", "dataset.split.disjoint")]
    [InlineData("0\n", "", "", "dataset.split.no-test")]
    public async Task Partitions_are_refused(string training, string test, string validation, string code)
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/s/experience_0/partition_0", training, test, validation);
        (await folder.InspectAsync()).Errors.Select(static error => error.Code).Distinct().ShouldBe([code]);
    }

    [Theory]
    [InlineData("", "1\n", "dataset.split.no-training")]
    [InlineData("0\n0\n", "1\n", "dataset.split.repeated")]
    public async Task Partitions_are_warned_of(string training, string test, string code)
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/s/experience_0/partition_0", training, test);
        var inspection = await folder.InspectAsync();
        inspection.Errors.ShouldBeEmpty();
        inspection.Warnings.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public async Task Experiences_have_equally_many_partitions()
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/s/experience_0/partition_0", "0\n", "1\n");
        Partition(folder, "splits/s/experience_1/partition_0", "2\n", "3\n");
        Partition(folder, "splits/s/experience_1/partition_1", "3\n", "2\n");
        (await folder.InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.split.unequal");
    }

    [Fact]
    public async Task Partitions_of_an_experience_cover_the_same_rows()
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/s/experience_0/partition_0", "0\n", "1\n");
        Partition(folder, "splits/s/experience_0/partition_1", "0\n", "2\n");
        (await folder.InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.split.cover");
    }

    [Fact]
    public async Task A_row_is_tested_in_one_experience_but_may_be_trained_on_in_several()
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/s/experience_0/partition_0", "0\n", "1\n");
        Partition(folder, "splits/s/experience_1/partition_0", "0\n2\n", "3\n");
        (await folder.InspectAsync()).Errors.ShouldBeEmpty();
        Partition(folder, "splits/s/experience_1/partition_0", "0\n2\n", "3\n1\n");
        (await folder.InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.split.test-shared");
    }

    [Fact]
    public async Task One_split_can_be_asked_for()
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/good/experience_0/partition_0", "0\n", "1\n");
        Partition(folder, "splits/bad/experience_0/partition_0", "0\n", "0\n");
        (await folder.InspectAsync("good")).Errors.ShouldBeEmpty();
        (await folder.InspectAsync("none")).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.split.unknown");
        (await folder.InspectAsync()).IsValid.ShouldBeFalse();
    }

    [Fact]
    public async Task Random_bytes_as_indexes_are_refused_or_read()
    {
        using var folder = new SampleFolder();
        Partition(folder, "splits/s/experience_0/partition_0", "0\n", "1\n");
        await Gen.Byte.Array[0, 60].SampleAsync(
            async bytes =>
            {
                folder.Write("splits/s/experience_0/partition_0/test.txt", bytes);
                var inspection = await folder.InspectAsync();
                inspection.Errors.ShouldAllBe(static error => error.Code.StartsWith("dataset.split.", StringComparison.Ordinal));
            },
            iter: Budget.Texts(200),
            threads: 1);
    }

    private static void Partition(SampleFolder folder, string place, string training, string test, string? validation = null)
    {
        folder.Write($"{place}/{Training}", training).Write($"{place}/{Test}", test);
        if (!string.IsNullOrEmpty(validation))
            folder.Write($"{place}/{Validation}", validation);
    }
}
