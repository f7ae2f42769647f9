using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests.Labeling;

/// <summary>What the calls do at the edges, and with rubbish.</summary>
public sealed class LabelingCallTests
{
    [Theory]
    [InlineData("cohen-kappa", """{"a": [0, 1]}""", "'b' is missing")]
    [InlineData("cohen-kappa", """{"a": [0, 1], "b": [0]}""", "there are 1 entries, but 2 in 'a'", "not a valid input file", "(at b)")]
    [InlineData("cohen-kappa", """{"categories": 2, "a": [0, 2], "b": [0, 1]}""", "2.0 is not a valid number", "(at a/1)", "from 0 to 1")]
    [InlineData("cohen-kappa", """{"a": [0, 99999999], "b": [0, 1]}""", "100000000 categories")]
    [InlineData("fleiss-kappa", """{"counts": [[1, 1], [2, 1]]}""", "3 ratings in 2 categories", "(at counts/1)", "krippendorff-alpha")]
    [InlineData("krippendorff-alpha", """{"ratings": [["a", 1]]}""", "a number stands among names", "(at ratings/0/1)")]
    [InlineData("dawid-skene", """{"labels": [[0, 0]]}""", "found 2 numbers, expected 3", "(at labels/0)")]
    [InlineData("dawid-skene", """{"labels": [[9999999, 9999999, 9999999]]}""", "items", "without gaps")]
    [InlineData("confident-learning", """{"given": [2], "probabilities": [[0.5, 0.5]]}""", "(at given/0)")]
    [InlineData("uncertainty", """{"probabilities": [[0.5, 1.5]]}""", "outside 0 to 1", "(at probabilities/0)")]
    [InlineData("uncertainty", """{"probabilities": [[0.5], [0.5, 0.5]]}""", "found 2 numbers, expected 1", "(at probabilities/1)")]
    [InlineData("uncertainty", """{"probabilities": [[]]}""", "this row is empty")]
    [InlineData("committee", """{"members": [[[1]], [[1], [1]]]}""", "2 x 1 probabilities", "(at members/1)")]
    [InlineData("k-center", """{"points": [[0]], "labelled": [1], "k": 1}""", "(at labelled/0)")]
    [InlineData("k-center", """{"points": [[0]], "k": 1.5}""", "1.5 is not a valid number", "(at k)")]
    [InlineData("learning-curve", """{"labels": [2, 1], "score": [1, 1]}""", "1 labels come after 2", "(at labels/1)")]
    [InlineData("classification", """{"labels": ["a", "a"], "truth": [], "predicted": []}""", "'a' stands here twice")]
    [InlineData("classification", """{"labels": ["a"], "truth": ["b"], "predicted": ["a"]}""", "'b' is not one of the labels", "(at truth/0)")]
    [InlineData("detection", """{"images": [], "categories": [], "groundTruth": [], "detections": [{"image_id": 4, "category_id": 1, "bbox": [0, 0, 1, 1], "score": 1}]}""", "no image with the id 4", "(at detections/0/image_id)")]
    [InlineData("compare", """{"kind": "other"}""", "no kind 'other'", "training_metrics")]
    [InlineData("compare", """{"kind": "precision_recall", "current": [], "new": [[1, 1]]}""", "the curve has no points", "(at current)")]
    [InlineData("compare", """{"kind": "training_metrics", "config": {"checks": []}}""", "there is no check")]
    [InlineData("compare", """{"kind": "predictions", "truth": [], "current": [], "new": []}""", "There are 0 test items")]
    [InlineData("paired-tests", """{"oldRight": [2], "newRight": [1]}""", "(at oldRight/0)")]
    [InlineData("proportion-ci", """{"right": 3, "n": 2}""", "3 of 2 cannot be right")]
    [InlineData("proportion-ci", "[]", "found a list, expected an object")]
    public async Task Rubbish_is_refused_with_its_place(string call, string input, params string[] parts)
    {
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => JsonCalls.AskAsync(call, input));

        foreach (var part in parts)
            refusal.Message.ShouldContain(part);
    }

    [Theory]
    [InlineData("cohen-kappa", """{"a": [], "b": []}""", "unweighted")]
    [InlineData("fleiss-kappa", """{"counts": []}""", "kappa")]
    [InlineData("krippendorff-alpha", """{"ratings": [[1, 2]]}""", "nominal")]
    [InlineData("dawid-skene", """{"labels": []}""", "accuracyMap")]
    [InlineData("learning-curve", """{"labels": [], "score": []}""", "normalizedArea")]
    [InlineData("classification", """{"labels": ["a"], "truth": [], "predicted": [], "probabilities": []}""", "accuracy")]
    [InlineData("paired-tests", """{"oldRight": [], "newRight": []}""", "accuracyDelta")]
    [InlineData("proportion-ci", """{"right": 0, "n": 0}""", "wilsonLow")]
    public async Task What_is_undefined_is_null_with_a_reason(string call, string input, string field)
    {
        var answer = await JsonCalls.AskAsync(call, input);

        answer.ContainsKey(field).ShouldBeTrue();
        answer[field].ShouldBeNull();
        answer["reasons"]![field].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("uncertainty", """{"probabilities": []}""", "orderMargin")]
    [InlineData("committee", """{"members": [[]]}""", "bald")]
    [InlineData("k-center", """{"points": [], "labelled": [], "k": 3}""", "picks")]
    [InlineData("badge-density", """{"features": [], "probabilities": []}""", "embeddingNorms")]
    [InlineData("typiclust-probcover", """{"points": [], "cluster": [], "k": 2, "delta": 1}""", "typiclustPicks")]
    [InlineData("cluster-margin", """{"probabilities": [], "cluster": [], "k": 2, "candidates": 4}""", "picks")]
    [InlineData("confident-learning", """{"given": [], "probabilities": []}""", "offDiagonal")]
    public async Task An_empty_pool_gives_empty_lists(string call, string input, string field) =>
        (await JsonCalls.AskAsync(call, input))[field]!.AsArray().ShouldBeEmpty();

    [Fact]
    public async Task Names_have_a_nominal_agreement_only()
    {
        var answer = await JsonCalls.AskAsync("krippendorff-alpha", """{"ratings": [["cat", "dog", null], ["cat", "cat", "dog"]]}""");

        answer["nominal"].ShouldNotBeNull();
        answer["ratio"].ShouldBeNull();
        answer["reasons"]!["ratio"]!.GetValue<string>().ShouldBe("Names have no order and no distance.");
    }

    [Fact]
    public async Task Predictions_are_compared_item_by_item_with_a_sentence()
    {
        var answer = await JsonCalls.AskAsync("compare", """
            {"kind": "predictions", "ids": ["i1", "i2", "i3", "i4"], "truth": ["a", "a", "b", "b"], "current": ["a", "b", "a", "b"],
             "new": ["b", "a", "b", "b"], "config": {"test": {"kind": "none"}, "guard": {"max_loss": 0.4, "minimum_items": 1}}, "slices": {"first": [0]}}
            """);

        answer["action"]!.GetValue<string>().ShouldBe("discard");
        answer["fixed"]!.ToJsonString().ShouldBe("""["i2","i3"]""");
        answer["broken"]!.ToJsonString().ShouldBe("""["i1"]""");
        answer["slices"]!.AsArray().Count.ShouldBe(3);
        answer["sentence"]!.GetValue<string>().ShouldContain("'first' loses 100.0 points");
    }

    [Theory]
    [InlineData("\"0.6\"", "update model")]
    [InlineData("0.7", "discard")]
    [InlineData("\"all\"", "discard")]
    public async Task A_share_given_as_text_counts_as_the_number(string wins, string action) =>
        (await JsonCalls.AskAsync("compare", $$$"""
            {"kind": "training_metrics", "config": {"wins": {{{wins}}}, "checks": [{"legend": "m", "figure": "x"}, {"legend": "m", "figure": "y", "x_index": 0}, {"legend": "m", "figure": "z", "maximize": false}]},
             "current": {"m/x": [1], "m/y": [1, 5], "m/z": [1]}, "new": {"m/x": [2], "m/y": [2, 0], "m/z": [1]}}
            """))["action"]!.GetValue<string>().ShouldBe(action);

    [Fact]
    public async Task Detections_are_compared_image_by_image()
    {
        var answer = await JsonCalls.AskAsync("compare", """
            {"kind": "detections", "images": [{"id": 7}, {"id": 9}], "categories": [{"id": 1, "name": "k"}],
             "groundTruth": [{"image_id": 7, "category_id": 1, "bbox": [0, 0, 10, 10]}, {"image_id": 9, "category_id": 1, "bbox": [0, 0, 10, 10]}],
             "current": [], "new": [{"image_id": 7, "category_id": 1, "bbox": [0, 0, 10, 10], "score": 0.5}], "config": {"test": {"kind": "none"}}}
            """);

        answer["action"]!.GetValue<string>().ShouldBe("update model");
        answer["new"]!.GetValue<double>().ShouldBe(2.0 / 3, 1e-9);
        answer["fixed"]!.ToJsonString().ShouldBe("[0]");
    }

    [Fact]
    public async Task What_is_no_json_is_refused_with_its_line()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("{\n\"n\": }"));

        var refusal = await Should.ThrowAsync<InvalidInputException>(
            () => LabelingCalls.All[0].RunAsync(new(stream, "in.json"), TestContext.Current.CancellationToken));

        refusal.Message.ShouldContain("in.json:2:");
    }
}
