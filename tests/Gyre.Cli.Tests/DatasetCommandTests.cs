using System.Text.Json;

namespace Gyre.Cli.Tests;

public sealed class DatasetCommandTests
{
    private const string Schema =
        """
        {"name": "d", "description": "", "inputs": [{"name": "x", "type": "float", "required": true, "nullable": false}],
         "outputs": [{"name": "y", "type": "category", "required": true, "nullable": false}], "metadata": []}
        """;

    private const string Row = "b50f5152-8a4b-4c88-8635-cdea79c61765,0.5,a";

    [Fact]
    public async Task A_valid_dataset_is_described_in_words_and_in_JSON()
    {
        using var host = Dataset($"id,x,y\n{Row}\n");
        host.Write("d/splits/s/experience_0/partition_0/training.txt", "");
        host.Write("d/splits/s/experience_0/partition_0/test.txt", "0\n");
        (await host.RunAsync("dataset", "inspect", "d")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("d: 1 examples in examples.csv, 0 files");
        host.Out.ShouldContain("y       a      1         100.0 %");
        host.Out.ShouldContain("d is valid, with 1 warning.");
        host.Error.ShouldContain(
            "splits/s/experience_0/partition_0/training.txt: warning dataset.split.no-training: The training set is empty.");
        (await host.RunAsync("dataset", "inspect", "d", "--format", "json")).ShouldBe(CliExitCodes.Done);
        using var json = JsonDocument.Parse(host.Out);
        json.RootElement.GetProperty("valid").GetBoolean().ShouldBeTrue();
        var summary = json.RootElement.GetProperty("summary");
        summary.GetProperty("examples").GetInt32().ShouldBe(1);
        summary.GetProperty("elements")[0].GetProperty("mean").GetDouble().ShouldBe(0.5);
        summary.GetProperty("splits")[0].GetProperty(
            "experiences")[0].GetProperty("partitions")[0].GetProperty("test").GetInt32().ShouldBe(1);
        host.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_invalid_dataset_exits_with_2_and_names_every_place()
    {
        using var host = Dataset($"id,x,y\n{Row}\n{Row[..36]},\"1,5\"\nzzz,1,b\n");
        (await host.RunAsync("dataset", "inspect", "d")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain(
            $"examples.csv, row 2, line 3, id {Row[..36]}: error dataset.value.float: Invalid value for element \"x\": \"1,5\" is not a number.");
        host.Error.ShouldContain("examples.csv, row 3, line 4, id zzz: error dataset.id.invalid");
        host.Error.ShouldContain("d is not valid: 3 errors, with 1 warning.");
        (await host.RunAsync("dataset", "inspect", "d", "--format", "json")).ShouldBe(CliExitCodes.BadInput);
        using var json = JsonDocument.Parse(host.Out);
        json.RootElement.GetProperty("valid").GetBoolean().ShouldBeFalse();
        var error = json.RootElement.GetProperty("errors")[0];
        error.EnumerateObject().Select(static property => property.Name).ShouldBe(
            ["code", "message", "file", "row", "line", "id", "element", "value", "remedy"]);
        (
            error.GetProperty("row").GetInt32(), error.GetProperty("element").GetString(),
            error.GetProperty("value").GetString()).ShouldBe((2, "x", "1,5"));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_and_a_split_that_is_not_there_are_refused()
    {
        using var host = Dataset($"id,x,y\n{Row}\n");
        (await host.RunAsync("dataset", "inspect", "none")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("error dataset.folder.none");
        (await host.RunAsync("dataset", "inspect", "d", "--split", "none")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("There is no split 'none'.");
    }

    [Theory]
    [InlineData("csv.gz")]
    [InlineData("sqlite")]
    [InlineData("parquet")]
    public async Task A_dataset_is_converted(string format)
    {
        using var host = Dataset($"id,x,y\n{Row}\n");
        (await host.RunAsync("dataset", "convert", "d", "e", "--to", format)).ShouldBe(CliExitCodes.Done);
        (await host.RunAsync("dataset", "inspect", "e")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("d: 1 examples");
        (await host.RunAsync("dataset", "convert", "d", "e", "--to", format)).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("exists already");
        (await host.RunAsync("dataset", "convert", "d", "f", "--to", "xls")).ShouldBe(CliExitCodes.BadInput);
    }

    private static TestHost Dataset(string csv)
    {
        var host = new TestHost();
        host.Write("d/schema.json", Schema);
        host.Write("d/examples.csv", csv);
        return host;
    }
}
