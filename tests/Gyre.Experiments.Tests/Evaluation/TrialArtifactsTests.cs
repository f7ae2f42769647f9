using System.Text.Json;
using System.Xml.Linq;
using Gyre.Core;
using Gyre.Experiments.Evaluation;
using Gyre.Learning;

namespace Gyre.Experiments.Tests.Evaluation;

public sealed class TrialArtifactsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-artifacts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("confusion-matrix", "confusion_matrix")]
    [InlineData("roc-curve", "roc_curve")]
    [InlineData("pr-curve", "pr_curve")]
    [InlineData("calibration-curve", "calibration_curve")]
    public async Task Pictures_have_their_data_beside_them(string component, string file)
    {
        await WriteAsync(component, Part());
        Directory.GetFiles(_folder).Select(Path.GetFileName).Order().ShouldBe([file + ".json", file + ".svg"]);
        XDocument.Parse(Read(file + ".svg")).Root!.Name.LocalName.ShouldBe("svg");
        JsonDocument.Parse(Read(file + ".json")).RootElement.TryGetProperty("title", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("confusion-matrix", "confusion_matrix")]
    [InlineData("roc-curve", "roc_curve")]
    public async Task What_is_not_defined_says_so(string component, string file)
    {
        await WriteAsync(component, new EvaluatedPart([Value.Of(1.0)], new AmountPredictions([1]), Empty()));
        Directory.GetFiles(_folder).Select(Path.GetFileName).ShouldBe([file + ".json"]);
        JsonDocument.Parse(Read(file + ".json")).RootElement.GetProperty("notDefined").GetString().ShouldBe("The output is a number.");
    }

    [Fact]
    public async Task A_confusion_matrix_counts()
    {
        await WriteAsync("confusion-matrix", Part());
        using var data = JsonDocument.Parse(Read("confusion_matrix.json"));
        data.RootElement.GetProperty("rows").EnumerateArray().Select(name => name.GetString()).ShouldBe(["no", "yes"]);
        data.RootElement.GetProperty("values").EnumerateArray()
            .Select(row => string.Concat(row.ToString().Where(c => !char.IsWhiteSpace(c)))).ShouldBe(["[2,0]", "[1,1]"]);
    }

    [Fact]
    public async Task Rare_labels_become_one_in_a_picture()
    {
        string[] labels = [.. Enumerable.Range(0, 100).Select(i => $"label {i:000}")];
        await WriteAsync(
            "confusion-matrix", new EvaluatedPart(UsualMetricsTests.Labels(labels), UsualMetricsTests.Predicted(labels), Empty()));
        using var data = JsonDocument.Parse(Read("confusion_matrix.json"));
        data.RootElement.GetProperty("rows").GetArrayLength().ShouldBe(ConfusionChart.MaxLabels);
        data.RootElement.GetProperty("values").EnumerateArray()
            .SelectMany(row => row.EnumerateArray()).Sum(cell => cell.GetDouble()).ShouldBe(100);
    }

    [Fact]
    public async Task The_table_has_every_prediction()
    {
        await WriteAsync("predictions-table", Part());
        Read("predictions.csv").ShouldBe(
            "id,label,predicted,p_no,p_yes\n0,no,no,0.9,0.1\n1,no,no,0.6,0.4\n2,yes,no,0.65,0.35\n3,yes,yes,0.2,0.8\n");
        JsonDocument.Parse(Read("predictions.json")).RootElement.GetProperty("predictions").GetArrayLength().ShouldBe(4);
    }

    [Fact]
    public async Task A_table_of_numbers_need_not_be_finite()
    {
        await WriteAsync("predictions-table", new EvaluatedPart([Value.Of(1.5)], new AmountPredictions([double.NaN]), Empty()));
        Read("predictions.csv").ShouldBe("id,label,predicted\n0,1.5,NaN\n");
        File.Exists(Path.Join(_folder, "predictions.json")).ShouldBeFalse();
    }

    [Fact]
    public void Every_component_is_found()
    {
        TrialArtifacts.Components.ShouldAllBe(component => TrialArtifacts.Find(component) != null);
        TrialArtifacts.Find("nothing").ShouldBeNull();
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, double> Empty() =>
        System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty;

    private static EvaluatedPart Part() => new(
        UsualMetricsTests.Labels("no", "no", "yes", "yes"),
        UsualMetricsTests.Predicted("no", "no", "no", "yes") with
        {
            Classes = ["no", "yes"],
            Probabilities = new DenseMatrix(4, 2, [0.9, 0.1, 0.6, 0.4, 0.65, 0.35, 0.2, 0.8]),
        },
        Empty());

    private Task WriteAsync(string component, EvaluatedPart part) =>
        TrialArtifacts.Find(component)!.WriteAsync(part, _folder, TestContext.Current.CancellationToken);

    private string Read(string file) => File.ReadAllText(Path.Join(_folder, file));
}
