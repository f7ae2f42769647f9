using Gyre.Core;
using Gyre.Datasets;
using Gyre.Learning;

namespace Gyre.Experiments.Tests.Hosting;

public sealed class CommandPartTests : IDisposable
{
    private static readonly EvaluatedPart Part = new(
        [Value.Of("cat"), Value.Of("dog")],
        new LabelPredictions(["cat", "cat"]) { Classes = ["cat", "dog"], Probabilities = new DenseMatrix(2, 2, [1, 0, 0.75, 0.25]) },
        System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add("accuracy_score", 0.5));

    private readonly HostedPlace _place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transform_keeps_its_state_and_may_change_the_schema()
    {
        const string Schema = """
            {"name":"points","description":"","inputs":[{"name":"b","type":"float","required":true,"nullable":false}],
             "outputs":[{"name":"kind","type":"category","required":true,"nullable":false}],"metadata":[]}
            """;
        var source = _place.Script("transform.sh", $$$"""
            if [ "$do" = fit ]; then wc -l < training.jsonl > state.json; exit; fi
            echo '{{{Schema.ReplaceLineEndings(" ")}}}' > schema.json
            for row in 1 2; do echo "{\"values\": {\"b\": $(cat state.json), \"kind\": null}}"; done > changed.jsonl
            """);
        Value state;
        var block = HostedPlace.Block("my.T");
        await using (var transform = HostedComponents.CreateTransform(source, block, _place.Context, isForTraining: true))
        {
            await transform.FitAsync(HostedPlace.Rows(0, 7), Cancel);
            state = await transform.SaveAsync(Cancel);
        }
        state.ShouldBe(Value.Of(7));
        await using var other = HostedComponents.CreateTransform(source, block, _place.Context, isForTraining: false);
        await other.LoadAsync(state, Cancel);
        var changed = await other.ApplyAsync(HostedPlace.Rows(5, 2) with { Task = 4, FilesFolder = "/f" }, Cancel);
        changed.Schema.Elements.Select(static one => one.Name).ShouldBe(["b", "kind"]);
        changed.Examples.Select(static one => one.Index).ShouldBe([5, 6]);
        changed.Examples[1].Values.ShouldBe([Value.Of(7.0), Value.Null]);
        (changed.Task, changed.FilesFolder).ShouldBe((4, "/f"));
    }

    [Theory]
    [InlineData("""{"values": {"zap": 1}}""", "changed.jsonl:1:1: error component.output: The schema has no element 'zap'.")]
    [InlineData("""{"values": {"n": 1.5}}""", "'1.5' is not a value of the element 'n'.")]
    [InlineData("""{"values": {"a": [1]}}""", "is not a value of the element 'a'")]
    [InlineData("""{"values": {"day": "3 Feb"}}""", "is not a value of the element 'day'")]
    [InlineData("""{"value": 1}""", "has no object 'values'")]
    public async Task Changed_examples_must_fit_the_schema(string line, string message)
    {
        await using var transform = HostedComponents.CreateTransform(
            _place.Script("transform.sh", $"echo '{line}' > changed.jsonl"), HostedPlace.Block("my.T"), _place.Context, isForTraining: true);
        (await Should.ThrowAsync<InvalidInputException>(() => transform.ApplyAsync(HostedPlace.Rows(0, 1), Cancel)))
            .Message.ShouldContain(message);
    }

    [Fact]
    public async Task Metrics_and_artifacts_say_what_they_are_and_see_truth_and_predictions()
    {
        var source = _place.Script("metric.sh", """
            case $do in
            describe) echo '{"name": "mine", "greater_is_better": false}' > result.json;;
            metric) test $(grep -c '"prediction":"cat"' evaluation.jsonl) = 2 && echo '{"value": 0.25}' > result.json;;
            artifact) mkdir artifacts/sub; cp evaluation.jsonl artifacts/sub/seen.jsonl;;
            esac
            """);
        var metric = (await HostedComponents.CreateMetricAsync(source, HostedPlace.Block("my.M"), _place.Context, cancellationToken: Cancel))
            .Evaluation.ShouldNotBeNull();
        (metric.Name, metric.GreaterIsBetter).ShouldBe(("mine", false));
        (await metric.ComputeAsync(Part, Cancel)).ShouldBe(0.25);
        var artifact = await HostedComponents.CreateArtifactAsync(
            source, HostedPlace.Block("my.A"), _place.Context, cancellationToken: Cancel);
        var folder = _place.Folder("files");
        await artifact.Evaluation.ShouldNotBeNull().WriteAsync(Part, folder, Cancel);
        (await File.ReadAllTextAsync(Path.Join(folder, "sub", "seen.jsonl"), Cancel)).ShouldBe("""
            {"target":"cat","prediction":"cat","probabilities":[1.0,0.0]}
            {"target":"dog","prediction":"cat","probabilities":[0.75,0.25]}

            """.ReplaceLineEndings("\n"));
        var matrix = _place.Script("matrix.sh", """
            case $do in
            describe) echo '{"name": "m", "kind": "matrix"}' > result.json;;
            *) echo '{"value": [1, 2]}' > result.json;;
            esac
            """);
        var oracle = await HostedComponents.CreateMetricAsync(matrix, HostedPlace.Block("my.O"), _place.Context, cancellationToken: Cancel);
        (await oracle.Matrix.ShouldNotBeNull().ComputeAsync(new DenseMatrix(2, 2), Cancel)).ShouldBe([1, 2]);
        await Should.ThrowAsync<InvalidInputException>(() => oracle.Matrix.ComputeAsync(new DenseMatrix(3, 3), Cancel));
    }

    [Theory]
    [InlineData("""{"experiences": [{"partitions": [{"training": [1, 0], "test": [2]}]}]}""", null)]
    [InlineData("""{"experiences": [{"partitions": [{"training": [0], "test": [0]}]}]}""", "must be disjoint")]
    [InlineData("""{"experiences": [{"partitions": [{"training": [0], "test": []}]}]}""", "The test set is empty")]
    [InlineData("""{"experiences": [{"partitions": [{"training": [0], "test": [3]}]}]}""", "'3' in 'test' is not the index of an example.")]
    [InlineData("""{"experiences": [{"partitions": [{"training": [0], "test": [-1]}]}]}""", "'-1' in 'test'")]
    [InlineData("""{"experiences": []}""", "There is no list 'experiences'")]
    [InlineData("""[""", "It is not JSON")]
    public async Task A_division_keeps_the_rules_of_splits(string document, string? message)
    {
        var splitter = HostedComponents.CreateSplitter(
            _place.Script("split.sh", $"echo '{document}' > split.json"), HostedPlace.Block("my.S"), _place.Context);
        if (message is not null)
        {
            (await Should.ThrowAsync<InvalidInputException>(() => splitter.SplitAsync(HostedPlace.Rows(0, 3), Cancel)))
                .Message.ShouldContain(message);
            return;
        }
        var partition = (await splitter.SplitAsync(HostedPlace.Rows(0, 3), Cancel)).ShouldHaveSingleItem().Partitions.ShouldHaveSingleItem();
        partition.Training.ShouldBe([1, 0]);
        partition.Test.ShouldBe([2]);
    }

    public void Dispose() => _place.Dispose();
}
