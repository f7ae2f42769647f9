using Gyre.Core;
using Gyre.Learning;
using Gyre.Projects;

namespace Gyre.Experiments.Tests.Hosting;

public sealed class PythonModelConformanceTests : HostedModelConformance
{
    private protected override ITrialModel Create(HostedPlace place)
    {
        PythonComponentTests.Write(place);
        return HostedComponents.CreateModel(
            new PythonSource(), HostedPlace.Block("my_pkg.parts.Mean"), place.Context, PythonComponentTests.Batches(shuffle: true));
    }
}

/// <summary>Classes that follow the interfaces of OctopusCL run where it is not installed.</summary>
public sealed class PythonComponentTests : IDisposable
{
    private static readonly PythonSource Python = new();

    private readonly HostedPlace _place = new();

    public PythonComponentTests() => Write(_place);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Training_metrics_and_artifacts_are_called_after_each_epoch()
    {
        var options = Batches(shuffle: false) with
        {
            Callbacks = [HostedPlace.Block("my_pkg.parts.Labels"), HostedPlace.Block("my_pkg.parts.Note")],
            ArtifactsFolder = _place.Folder("files"),
        };
        await using var model = HostedComponents.CreateModel(
            Python, HostedPlace.Block("my_pkg.parts.Mean", ("epochs", Value.Of(2))), _place.Context, options);
        await model.TrainAsync(HostedPlace.Rows(0, 6), HostedPlace.Rows(6, 2), Cancel);
        _place.Heard.Metrics.ShouldBe([("labels", 2, 0), ("labels", 2, 1)]);
        Directory.GetFiles(options.ArtifactsFolder).Select(Path.GetFileName).ShouldBe(["note0.txt", "note1.txt"], ignoreOrder: true);
        (await MetricAsync(options.Callbacks[0].Class)).ShouldBe(new HostedMetric(null, null));
    }

    [Fact]
    public async Task A_transform_is_fitted_once_and_applied_to_examples_without_output()
    {
        var block = HostedPlace.Block("my_pkg.parts.Center", ("features", Value.Of([Value.Of("n")])));
        await using var fitted = HostedComponents.CreateTransform(Python, block, _place.Context, isForTraining: true);
        await fitted.FitAsync(HostedPlace.Rows(0, 5), Cancel);
        await using var other = HostedComponents.CreateTransform(Python, block, _place.Context, isForTraining: false);
        await other.LoadAsync(await fitted.SaveAsync(Cancel), Cancel);
        var before = HostedPlace.Blind(HostedPlace.Rows(2, 3));
        var changed = await other.ApplyAsync(before, Cancel);
        changed.Schema.Elements.Select(static one => $"{one.Name} {one.Type} {one.MultiValue}").ShouldBe(
            ["a Float None", "n Float None", "words Text Ordered", "pair Float Ordered", "kind Category None", "day Datetime None"]);
        changed.Examples.Select(static one => one.Values[1]).ShouldBe([Value.Of(0.0), Value.Of(1.0), Value.Of(2.0)]);
        // Null stays null and missing stays missing.
        changed.Examples[1].Values[0].ShouldBe(Value.Null);
        changed.Examples[2].Values[2].ShouldBeNull();
        changed.Examples[0].Values[3].ShouldBe(Value.Of([Value.Of(2.0), Value.Of(1.0)]));
        changed.Examples.ShouldAllBe(static one => one.Values[4] == Value.Null);
    }

    [Fact]
    public async Task Metrics_artifacts_and_splitters_run()
    {
        var part = new EvaluatedPart(
            [Value.Of("cat"), Value.Of("dog")], new LabelPredictions(["cat", "cat"]),
            System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add("accuracy_score", 0.5));
        var metric = (await MetricAsync("my_pkg.parts.Right")).Evaluation.ShouldNotBeNull();
        (metric.Name, metric.GreaterIsBetter, await metric.ComputeAsync(part, Cancel)).ShouldBe(("right", true, 1.0));
        var oracle = (await MetricAsync("my_pkg.parts.Diagonal")).Matrix.ShouldNotBeNull();
        (await oracle.ComputeAsync(new DenseMatrix(2, 2, [1, double.NaN, 0, 0.5]), Cancel)).ShouldBe([1, 0.5]);
        var artifact = await HostedComponents.CreateArtifactAsync(
            Python, HostedPlace.Block("my_pkg.parts.Summary"), _place.Context, cancellationToken: Cancel);
        await artifact.Evaluation.ShouldNotBeNull().WriteAsync(part, _place.Folder("files"), Cancel);
        (await File.ReadAllTextAsync(Path.Join(_place.Folder("files"), "summary.json"), Cancel)).ShouldBe("{\"rows\": 2}");
        var splitter = HostedComponents.CreateSplitter(
            Python, HostedPlace.Block("my_pkg.parts.Halves", ("num_experiences", Value.Of(2))), _place.Context);
        var split = await splitter.SplitAsync(HostedPlace.Rows(10, 6), Cancel);
        split.Select(static one => string.Join(',', one.Partitions[0].Test)).ShouldBe(["10", "13"]);
    }

    [Fact]
    public async Task Splitters_may_build_on_those_of_the_package_and_use_what_it_offers()
    {
        var pairs = HostedComponents.CreateSplitter(
            Python,
            HostedPlace.Block(
                "my_pkg.parts.Pairs", ("seed", Value.Of(3)), ("training_pct", Value.Of(0.5)), ("test_pct", Value.Of(0.5)),
                ("num_experiences", Value.Of(2)), ("strategy", Value.Of("ordered"))),
            _place.Context);
        var split = await pairs.SplitAsync(HostedPlace.Rows(0, 6), Cancel);
        split.Length.ShouldBe(2);
        var first = split[0].Partitions[0].Training.Concat(split[0].Partitions[0].Test).Order();
        var written = HostedComponents.CreateSplitter(
            Python, HostedPlace.Block("my_pkg.parts.Written", ("num_experiences", Value.Of(2))), _place.Context);
        var other = await written.SplitAsync(HostedPlace.Rows(0, 6), Cancel);
        // It has the classes in the other order.
        other[1].Partitions[0].Training.Concat(other[1].Partitions[0].Test).Order().ShouldBe(first);
    }

    [Fact]
    public async Task A_metric_may_ask_the_package_to_evaluate()
    {
        var part = new EvaluatedPart(
            [Value.Of("cat"), Value.Of("dog"), Value.Of("dog"), Value.Of("cat")], new LabelPredictions(["cat", "dog", "cat", "cat"]),
            System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty);
        var metric = (await MetricAsync("my_pkg.parts.Evaluated")).Evaluation.ShouldNotBeNull();
        // 3 of 4 are right, twice, and one of the two dogs is found.
        (await metric.ComputeAsync(part, Cancel)).ShouldBe(0.75 + 0.75 + 0.5);
    }

    [Theory]
    [InlineData("my_pkg.parts.Nothing", "Could not load class 'my_pkg.parts.Nothing'. Error: AttributeError")]
    [InlineData("my_pkg.parts.Right", "The class 'my_pkg.parts.Right' must be a subclass of Model.")]
    public async Task What_cannot_be_hosted_is_said(string name, string message)
    {
        await using var model = HostedComponents.CreateModel(Python, HostedPlace.Block(name), _place.Context);
        (await Should.ThrowAsync<InvalidInputException>(
            () => model.TrainAsync(HostedPlace.Rows(0, 2), HostedPlace.Rows(0, 0), Cancel))).Message.ShouldContain(message);
    }

    public void Dispose() => _place.Dispose();

    private Task<HostedMetric> MetricAsync(string name) =>
        HostedComponents.CreateMetricAsync(Python, HostedPlace.Block(name), _place.Context, cancellationToken: Cancel);

    internal static HostedModelOptions Batches(bool shuffle) => new()
    {
        Loader = HostedPlace.Block("my_pkg.parts.Batches", ("batch_size", Value.Of(3)), ("shuffle", Value.Of(shuffle))),
    };

    internal static void Write(HostedPlace place)
    {
        HostedPlace.NeedsPython();
        var folder = Directory.CreateDirectory(Path.Join(place.Code, "my_pkg")).FullName;
        using var source = typeof(PythonComponentTests).Assembly.GetManifestResourceStream("parts.py")!;
        using var target = File.Create(Path.Join(folder, "parts.py"));
        source.CopyTo(target);
    }
}
