namespace Gyre.Cli.Tests;

/// <summary><c>gyre experiment validate</c> over folders on a disk.</summary>
public sealed class ExperimentValidateTests : IDisposable
{
    private const string Plan =
        """
        name: Exp
        description: An experiment
        datasets: {names: [d]}
        trials:
        - name: Trial 1
          description: The first
          pipeline: {model: {class: mine.models.Model}}
          data_loaders: {d: {class: octopuscl.data.loaders.PyTorchDataLoader}}
          host: local
        max_workers: 2
        splits: {splitter: {class: octopuscl.data.splitting.RandomPartitioner,
            parameters: {seed: 1, training_pct: 0.8, test_pct: 0.2, num_partitions: 4}}}
        """;

    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_class_needs_its_source_or_an_alias()
    {
        _host.Write("plans/one/experiment.yaml", Plan);
        _host.Write("plans/one/README.md", "not a plan");
        (await _host.RunAsync("experiment", "validate", "plans/one", "--format", "json")).ShouldBe(CliExitCodes.BadInput);
        _host.Json.GetProperty("valid").GetBoolean().ShouldBeFalse();
        var error = _host.Json.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        (error.GetProperty("code").GetString(), error.GetProperty("file").GetString(), error.GetProperty("path").GetString())
            .ShouldBe(("plan.unknown-class", "experiment.yaml", "trials/0/pipeline/model/class"));

        _host.Write("aliases.txt", "# own\na.B: command: [\"./b #1\"]\na.C: assembly: c.dll#My.C # note\nmine.models.Model: mlp\n");
        (await _host.RunAsync("experiment", "validate", "plans/one", "--aliases", "aliases.txt")).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Out.ShouldContain("plans/one is valid.");

        _host.Write("plans/mine/models.py", "import os\n\nclass Model(Base):\n    pass\n");
        (await _host.RunAsync("experiment", "validate", "plans/one/experiment.yaml", "--format", "json")).ShouldBe(
            CliExitCodes.Done, _host.Error);
        _host.Json.GetProperty("experiments")[0].GetProperty("runs").GetInt32().ShouldBe(4);
    }

    [Theory]
    [InlineData("mine.models.Model", "is not a class with a component")]
    [InlineData("a: b\na: c", "is there twice")]
    [InlineData("a: command: [1]", "is not a JSON list of texts")]
    [InlineData("a: assembly: ../up.dll#My.Model", "The file '../up.dll' is not valid")]
    public async Task Aliases_that_cannot_be_read_are_refused_with_their_line(string text, string words)
    {
        _host.Write("plans/experiment.yaml", Plan);
        _host.Write("aliases.txt", text);
        (await _host.RunAsync("experiment", "validate", "plans", "--aliases", "aliases.txt")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain(words);
        _host.Error.ShouldContain("aliases.txt:");
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_refused_and_an_empty_one_is_told()
    {
        (await _host.RunAsync("experiment", "validate", "nowhere")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("'nowhere' does not exist");
        _host.Write("empty/README.md", "");
        (await _host.RunAsync("experiment", "validate", "empty")).ShouldBe(CliExitCodes.Done);
        _host.Error.ShouldContain("the plan is empty");
    }
}
