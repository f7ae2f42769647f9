namespace Gyre.Cli.Tests;

/// <summary><c>gyre label convert</c> and <c>gyre label import --check</c>.</summary>
public sealed class LabelCommandTests : IDisposable
{
    private readonly TestHost _host = new();

    public LabelCommandTests()
    {
        _host.Write("good.json", """
            {"images": [{"id": 1, "file_name": "a.png", "width": 10, "height": 10}],
             "categories": [{"id": 7, "name": "car"}, {"id": 3, "name": "bus"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "segmentation": []}]}
            """);
        _host.Write("bad.json", """
            {"images": [{"id": 1, "file_name": "../a.png"}, {"id": 2, "file_name": "b.png"}], "categories": [{"id": 1, "name": "car"}],
             "annotations": [{"id": 1, "image_id": 9, "category_id": 1, "bbox": [1, 2, 3, 4]},
              {"id": 2, "image_id": 2, "category_id": 1, "bbox": [1, 2, 0, 4]}]}
            """);
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Annotations_are_converted_and_losses_are_said()
    {
        (await _host.RunAsync("label", "convert", "--from", "coco", "good.json", "--to", "voc", "out"))
            .ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Out.Trim().ShouldBe("Wrote out: 1 item, 1 annotation, 2 labels.");
        _host.Error.ShouldContain("Not carried by voc:");
        _host.Error.ShouldContain("ids of labels: 2");
        (await _host.RunAsync("label", "convert", "--from", "voc", "out", "--to", "canonical", "c.json", "--format", "json"))
            .ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("imported").GetInt32().ShouldBe(1);
        (await _host.RunAsync("label", "convert", "--from", "voc", "out", "--to", "canonical", "c.json")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("exists already");
    }

    [Fact]
    public async Task All_problems_are_told_at_once_and_nothing_is_written()
    {
        (await _host.RunAsync("label", "import", "--check", "--from", "coco", "bad.json", "--format", "json"))
            .ShouldBe(CliExitCodes.BadInput);
        _host.Json.GetProperty("accepted").GetBoolean().ShouldBeFalse();
        _host.Json.GetProperty("problems").EnumerateArray().Select(static problem => problem.GetProperty("kind").GetString())
            .ShouldBe(["unsafe-path", "missing-image", "empty-box"]);
        (await _host.RunAsync("label", "convert", "--from", "coco", "bad.json", "--to", "cvat", "out.xml")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("bad.json: missing-image:");
        _host.Error.ShouldContain("Nothing was written.");
        (await _host.RunAsync("label", "import", "--check", "--from", "coco", "good.json")).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Out.Trim().ShouldBe("good.json: 1 item, 1 annotation, 2 labels.");
    }

    [Theory]
    [InlineData("label import --from coco good.json", "--check")]
    [InlineData("label import --check --from cocoa good.json", "'cocoa' is not a format")]
    [InlineData("label import --check --from coco nowhere.json", "nowhere.json")]
    [InlineData("label convert --from coco good.json out.json", "--to")]
    public async Task What_makes_no_sense_is_refused(string line, string words)
    {
        (await _host.RunAsync(line.Split(' '))).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain(words);
    }
}
