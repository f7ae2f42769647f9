using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Tests.Continual;

public sealed class ContinualStreamTests
{
    [Fact]
    public void The_timeline_tells_present_previous_seen_and_future_classes()
    {
        var timeline = ContinualSamples.Clouds().Timeline(1);

        timeline.Present.ShouldBe([2, 3]);
        timeline.Previous.ShouldBe([0, 1]);
        timeline.Seen.ShouldBe([0, 1, 2, 3]);
        timeline.Future.ShouldBe([4, 5]);
    }

    [Fact]
    public void Only_told_tasks_name_their_classes()
    {
        ContinualSamples.Clouds(ContinualScenario.TaskIncremental).Training(2).Outputs.ShouldBe([4, 5]);
        ContinualSamples.Clouds().Training(2).Outputs.ShouldBeEmpty();
    }

    [Fact]
    public void Permuted_views_show_the_same_rows_in_other_orders()
    {
        var features = new DenseMatrix(3, 4, [.. Enumerable.Range(0, 12).Select(number => (double)number)]);
        var stream = ContinualStream.Permuted(features, [0, 1, 0], new IndexSplit([0, 1], [2], []), 3, seed: 1);

        stream.Training(0).Features.Values.ToArray().ShouldBe(features.Values[..8].ToArray());
        stream.Training(1).Features.Row(1).ToArray().ShouldNotBe(features.Row(1).ToArray());
        stream.Training(2).Features.Row(1).ToArray().Order().ShouldBe(features.Row(1).ToArray());
        stream.Test(1).Features[0, 0].ShouldBe(8 + stream.Training(1).Features[0, 0]);
    }

    [Fact]
    public void Pieces_have_a_fixed_size_and_keep_every_row()
    {
        var stream = ContinualSamples.Clouds();
        var pieces = stream.InPieces(10, seed: 1);

        Rows(pieces).Order().ShouldBe(Rows(stream).Order());
        pieces.Experiences.Select(piece => piece.Training.Length).ShouldBe([10, 10, 10, 6, 10, 10, 10, 6, 10, 10, 10, 6]);
        stream.InPieces(10, seed: 1, dropLast: true).Experiences.ShouldAllBe(piece => piece.Training.Length == 10);
        Rows(stream.InPieces(10, seed: 2)).ShouldNotBe(Rows(pieces));
    }

    [Fact]
    public void A_blurred_boundary_mixes_neighbours_with_a_rising_share()
    {
        var stream = ContinualSamples.Clouds(perClass: 400);
        var blurred = stream.InPieces(50, seed: 1, blur: 1);

        Rows(blurred).Order().ShouldBe(Rows(stream).Order());
        double[] shares =
        [
            .. blurred.Experiences.Where(piece => piece.Task <= 1)
                .Select(piece => piece.Training.Average(row => row % 6 / 2 == 1 ? 1.0 : 0)),
        ];
        shares[0].ShouldBe(0);
        shares[shares.Length / 2].ShouldBeInRange(0.25, 0.75);
        shares[8].ShouldBeLessThan(shares[15]);
        Should.Throw<InvalidInputException>(() => ContinualSamples.Clouds(ContinualScenario.TaskIncremental).InPieces(5, 0, blur: 0.5));
    }

    [Fact]
    public void A_stream_of_pieces_is_judged_after_each_task()
    {
        var result = ContinualSamples.Run(
            ContinualSamples.Clouds().InPieces(1, seed: 3), new ContinualOptions { Strategy = "replay", Epochs = 1, BatchSize = 1 });

        result.Matrix.Rows.ShouldBe(3);
        result.Hits.Length.ShouldBe(3 * 36);
        result.Matrix[0, 0].ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void Rows_on_both_sides_and_missing_rows_are_refused()
    {
        var features = new DenseMatrix(4, 2);
        ImmutableArray<int> labels = [0, 1, 0, 1];

        Refused(new IndexSplit([0, 1], [1, 2], []));
        Refused(new IndexSplit([0, 1], [4], []));
        Refused(new IndexSplit([0, 1], [], []));

        void Refused(IndexSplit split) => Should.Throw<InvalidInputException>(
            () => ContinualStream.Create(ContinualScenario.DomainIncremental, features, labels, [split]));
    }

    private static IEnumerable<int> Rows(ContinualStream stream) => stream.Experiences.SelectMany(experience => experience.Training);
}
