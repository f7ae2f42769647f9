using System.Text;
using Gyre.Core;

namespace Gyre.Projects.Tests.Formats.OctopusCL;

/// <summary>The rules of plans, one by one.</summary>
public sealed class PlanReaderTests
{
    private const string Plan =
        """
        name: Exp
        description: An experiment
        datasets:
          names: [d]
          location: datasets
          inspect: false
        trials:
        - name: Trial 1
          description: The first
          pipeline:
            model: {class: gyre.models.Mlp, parameters: {hidden: 100}}
            transforms:
            - {class: octopuscl.data.transforms.StandardScaler, mode: [train], parameters: {features: [x1]}}
          data_loaders:
            d: {class: octopuscl.data.loaders.PyTorchDataLoader, parameters: {batch_size: 8}}
          host: local
        max_workers: 2
        splits:
          splitter:
            class: octopuscl.data.splitting.CILSplitter
            parameters: {seed: 1, training_pct: 0.8, test_pct: 0.2, num_experiences: 3}
        """;

    [Fact]
    public void A_plan_is_read()
    {
        var experiment = Read(Plan).Plan.ShouldNotBeNull().Experiments.Single();
        (experiment.Name, experiment.Location, experiment.MaxWorkers, experiment.Runs).ShouldBe(("Exp", "datasets", 2, 3L));
        experiment.Datasets.ShouldBe(["d"]);
        experiment.Splitter.ShouldNotBeNull().Component.ShouldBe("class-incremental");
        var trial = experiment.Trials.Single();
        (trial.Model.Component, trial.Host, trial.Device).ShouldBe(("mlp", "local", "cpu"));
        trial.Transforms.Single().ShouldSatisfyAllConditions(
            static one => one.InTraining.ShouldBeTrue(), static one => one.InEvaluation.ShouldBeFalse());
        trial.Loaders.Single().Key.ShouldBe("d");
    }

    [Theory]
    [InlineData("DomainIncremental", "domain: place", null)]
    [InlineData("DomainIncremental", "domain: place, domain_order: [north, 3]", 2L)]
    [InlineData("PermutedInputs", "num_experiences: 4", 4L)]
    [InlineData("PermutedInputs", "num_experiences: 4, features: [a, b]", 4L)]
    [InlineData("RotatedInputs", "width: 8, degrees: [0, 45.5, -90]", 3L)]
    public void Streams_of_domains_say_how_many_experiences_there_are(string splitter, string parameters, long? runs) =>
        Read(Streams(splitter, parameters)).Plan.ShouldNotBeNull().Experiments.Single().Runs.ShouldBe(runs);

    [Theory]
    [InlineData("DomainIncremental", "domain_order: [a]", "'domain' is missing")]
    [InlineData("DomainIncremental", "domain: place, domain_order: north", "'domain_order' is not a list of names of domains")]
    [InlineData("DomainIncremental", "domain: place, domain_order: [a, a]", "names a domain twice")]
    [InlineData("DomainIncremental", "domain: place, num_experiences: 2", "'num_experiences' is not known")]
    [InlineData("PermutedInputs", "features: [a]", "'num_experiences' is missing")]
    [InlineData("PermutedInputs", "num_experiences: 0", "'num_experiences' is 0")]
    [InlineData("RotatedInputs", "width: 8", "'degrees' is missing")]
    [InlineData("RotatedInputs", "width: 8, degrees: [up]", "'degrees' is not a list of angles")]
    [InlineData("RotatedInputs", "width: 8, degrees: []", "'degrees' is not a list of angles")]
    [InlineData("RotatedInputs", "width: 0, degrees: [1]", "'width' is 0")]
    public void Streams_of_domains_are_refused_where_they_cannot_be(string splitter, string parameters, string message) =>
        Read(Streams(splitter, parameters)).Diagnostics.Select(static one => one.Message).ShouldContain(
            one => one.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Models_that_cannot_go_on_over_experiences_are_warned_of()
    {
        var trees = Plan.Replace("gyre.models.Mlp, parameters: {hidden: 100}", "gyre.models.GradientBoostedTrees",
            StringComparison.Ordinal);
        var warning = Read(trees).Diagnostics.ShouldHaveSingleItem();
        (warning.Severity, warning.Code, warning.Path).ShouldBe((Severity.Warning, "plan.starts-anew", "trials/0/pipeline/model"));
        var wanted = "host: local\n  delegation: {library: avalanche, parameters: {strategy: {class: avalanche.training.FromScratchTraining}}}";
        Read(trees.Replace("host: local", wanted, StringComparison.Ordinal)).Diagnostics.ShouldBeEmpty();
        Read(trees.Replace("num_experiences: 3", "num_experiences: 1", StringComparison.Ordinal)).Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("online: yes", true, null)]
    [InlineData("online: 'off', evaluate_every: '50'", false, 50)]
    public void A_stream_may_be_online_and_be_judged_along_the_way(string fields, bool isOnline, int? every)
    {
        var experiment = Read(Plan.Replace("splits:\n", $"splits: {{from_dir: s, {fields}}}\nmetrics: []\nrest:", StringComparison.Ordinal)
            .Split("rest:")[0]).Plan.ShouldNotBeNull().Experiments.Single();
        (experiment.IsOnline, experiment.EvaluateEvery).ShouldBe((isOnline, every));
    }

    [Theory]
    [InlineData("online: perhaps", "'online' is not true or false")]
    [InlineData("evaluate_every: 0", "'evaluate_every' is 0")]
    [InlineData("evaluate_every: often", "'evaluate_every' is not a whole number")]
    public void What_an_online_stream_cannot_be_is_refused(string fields, string message) =>
        Read(Plan.Replace("splits:\n", $"splits:\n  {fields}\n", StringComparison.Ordinal)).Diagnostics
            .ShouldContain(one => one.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("inspect: false", "inspect: 'yes'")]
    [InlineData("inspect: false", "inspect: 1")]
    [InlineData("max_workers: 2", "max_workers: '4'")]
    [InlineData("max_workers: 2", "max_workers: 2.7")]
    [InlineData("max_workers: 2", "max_workers: 012")]
    [InlineData("host: local", "host: AWS")]
    [InlineData("host: local", "{host: local, device: Auto}")]
    [InlineData("host: local", "host: local\n  delegation: null")]
    [InlineData("mode: [train]", "mode: [Train, EVAL]")]
    [InlineData("mode: [train], ", "")]
    [InlineData("names: [d]", "names: []")]
    [InlineData("parameters: {hidden: 100}", "parameters: null")]
    [InlineData("hidden: 100", "lr: 1e-3, deep: {nothing: null, list: [1, {a: b}]}")]
    [InlineData("class: gyre.models.Mlp", "class: examples.customization.models.PyTorchClassifierExample")]
    [InlineData("num_experiences: 3", "num_experiences: 3, num_classes_per_experience: [2, 2, 6]")]
    [InlineData("num_experiences: 3", "num_experiences: 3, strategy: ORDERED, class_order: [2, 1, 0]")]
    [InlineData("name: Exp", "name: Exp\nname: Other")]
    [InlineData("name: Exp", "name: Exp\nartifacts: {custom: [{class: examples.artifacts.A}], location: s3://b}")]
    public void It_is_as_lenient_as_the_program_it_was_written_for(string old, string @new)
    {
        // A device beside the host is easier to write as a mapping above; here it is a line of its own.
        var text = Plan.Replace(
            old, @new.StartsWith('{') ? @new.Trim('{', '}').Replace(", ", "\n  ", StringComparison.Ordinal)
            : @new, StringComparison.Ordinal);
        var reading = Read(text);
        reading.Plan.ShouldNotBeNull(string.Join(' ', reading.Diagnostics));
    }

    [Theory]
    [InlineData("name: Exp\n", "", "'name' is missing")]
    [InlineData("name: Exp", "name: null", "'name' has no value")]
    [InlineData("name: Exp", "name: 2024-01-01", "'name' is not a text")]
    [InlineData("max_workers: 2", "max_workers: 0", "'max_workers' is 0")]
    [InlineData("max_workers: 2", "max_workers: yes", "'max_workers' is not a whole number")]
    [InlineData("inspect: false", "inspect: perhaps", "'inspect' is not true or false")]
    [InlineData("names: [d]", "names: [1]", "An entry of 'names'")]
    [InlineData("names: [d]", "names: [d]\n  branch: x", "'branch' is not known")]
    [InlineData("host: local", "host: azure", "'host' is 'azure'")]
    [InlineData("host: local", "host: local\n  delegation: {library: river}", "'river' is not known")]
    [InlineData("host: local", "host: local\n  delegation: {}", "'library' is missing")]
    [InlineData("host: local",
        "host: local\n  delegation: {library: avalanche, parameters: {strategy: {class: avalanche.training.Forget}}}",
        "avalanche.training.Forget")]
    [InlineData("hidden: 100", "day: 2024-01-01", "'day' is a date")]
    [InlineData("hidden: 100", "hidden: null", "'hidden' has no value")]
    [InlineData("class: gyre.models.Mlp", "class: gyre.models.Mpl", "Did you mean 'gyre.models.Mlp'?")]
    [InlineData("class: gyre.models.Mlp", "class: octopuscl.data.splitting.CILSplitter", "must be a subclass")]
    [InlineData("octopuscl.data.transforms.StandardScaler", "my.Scaler", "'my.Scaler' cannot be found")]
    [InlineData("seed: 1, ", "", "'seed' is missing")]
    [InlineData("seed: 1", "seed: one", "'seed' is one")]
    [InlineData("test_pct: 0.2", "test_pct: 0.3", "add up to 1.1")]
    [InlineData("test_pct: 0.2", "test_pct: '0.2'", "'test_pct' is 0.2")]
    [InlineData("num_experiences: 3", "num_experiences: 0", "'num_experiences' is 0")]
    [InlineData("num_experiences: 3", "num_experiences: 3, class_order: [0, 1]", "only supported for ordered")]
    [InlineData("num_experiences: 3", "num_experiences: 3, strategy: ORDERED, class_order: [0, 0]", "names a class twice")]
    [InlineData("num_experiences: 3", "num_experiences: 3, strategy: SORTED", "'strategy' is SORTED")]
    [InlineData("num_experiences: 3", "num_experiences: 3, num_classes_per_experience: 2", "not a list of whole numbers")]
    [InlineData("data_loaders:", "data_loaders: []\n  more:", "'data_loaders' is not a mapping")]
    public void What_could_not_run_is_refused_with_its_place(string old, string @new, string words)
    {
        Plan.ShouldContain(old);
        var reading = Read(Plan.Replace(old, @new, StringComparison.Ordinal));
        reading.Plan.ShouldBeNull();
        var errors = reading.Diagnostics.Where(static one => one.Severity == Severity.Error).ToList();
        string.Join('\n', errors).ShouldContain(words);
        errors.ShouldAllBe(static one => one.File == "a.yaml" && one.Remedy != null);
    }

    [Fact]
    public void All_faults_of_all_files_are_told_at_once()
    {
        var reading = Read(("b.yaml", "[1]"), ("a.yaml", "name: 1\nx: 2\n"), ("c.yml", "name: [\n"), ("d.yaml", ""));
        reading.Plan.ShouldBeNull();
        reading.Diagnostics.Select(static one => one.File).Distinct().ShouldBe(["a.yaml", "b.yaml", "c.yml", "d.yaml"]);
        reading.Diagnostics.Count(static one => one.File == "a.yaml").ShouldBe(7);
    }

    [Fact]
    public void Aliases_and_Python_sources_stand_for_classes()
    {
        var text = Plan.Replace("gyre.models.Mlp", "mine.Model", StringComparison.Ordinal);
        Read(text).Plan.ShouldBeNull();
        var aliased = new PlanLanguage { Aliases = new Dictionary<string, string> { ["mine.Model"] = "trees" } };
        ExperimentPlans.Read([("a.yaml", Encoding.UTF8.GetBytes(text))], aliased).Plan.ShouldNotBeNull().Experiments[0].Trials[
            0].Model.Component.ShouldBe("trees");
        var python = new PlanLanguage { IsPythonClass = static name => name == "mine.Model" };
        ExperimentPlans.Read([("a.yaml", Encoding.UTF8.GetBytes(text))], python).Plan.ShouldNotBeNull().Experiments[0].Trials[
            0].Model.Component.ShouldBe("python");
    }

    [Fact]
    public void A_folder_without_files_is_an_empty_plan() => Read([]).Plan.ShouldNotBeNull().Experiments.ShouldBeEmpty();

    [Fact]
    public void A_split_folder_comes_before_a_splitter_and_leaves_the_runs_open()
    {
        var reading = Read(Plan.Replace("splits:\n", "splits:\n  from_dir: holdout\n", StringComparison.Ordinal));
        reading.Plan.ShouldNotBeNull().Experiments[0].Runs.ShouldBeNull();
        reading.Diagnostics.ShouldContain(static one => one.Code == "plan.splitter-ignored");
    }

    [Fact]
    public void The_strategy_of_another_library_has_both_names()
    {
        foreach (var field in (string[])["strategy", "strategy_config"])
        {
            var delegation = $"host: local\n  delegation: {{library: avalanche, parameters: {{{field}: {{class: avalanche.training.GDumb, parameters: {{mem_size: 200}}}}}}}}";
            var trial = Read(Plan.Replace("host: local", delegation, StringComparison.Ordinal)).Plan.ShouldNotBeNull().Experiments[
                0].Trials[0];
            trial.Delegation.ShouldNotBeNull().Strategy.ShouldNotBeNull().Component.ShouldBe("gdumb");
        }
    }

    private static PlanReading Read(string text) => Read(("a.yaml", text));

    private static string Streams(string splitter, string parameters) => Plan
        .Replace("octopuscl.data.splitting.CILSplitter", $"gyre.splitters.{splitter}", StringComparison.Ordinal)
        .Replace("num_experiences: 3", parameters, StringComparison.Ordinal);

    private static PlanReading Read(params (string Name, string Text)[] files) => ExperimentPlans.Read(
        files.Select(static file => (file.Name, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Text))), new PlanLanguage());
}
