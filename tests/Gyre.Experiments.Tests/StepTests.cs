using Gyre.Core;

namespace Gyre.Experiments.Tests;

/// <summary>The steps of a plan over a small stream, without an engine.</summary>
public sealed class StepTests : IDisposable
{
    private readonly StepWorld _world = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_stream_gives_the_whole_matrix_with_its_figures()
    {
        await _world.WriteDatasetAsync();
        var texts = await _world.RunAsync(StepWorld.Prepare(Plans.Two));
        var summary = await SummaryAsync("plain_one_points");
        var matrix = summary.Matrices["accuracy_score"].ShouldHaveSingleItem();
        (matrix.Length, matrix[0].Length).ShouldBe((2, 2));
        matrix[0][1].ShouldBe(0, "labels that were never seen are not predicted");
        matrix[1][1].ShouldBeGreaterThan(0.9);
        var figures = summary.Figures;
        figures["acc_accuracy_score_label"].Mean.ShouldBe((matrix[1][0] + matrix[1][1]) / 2, 1e-12);
        figures["bwt_accuracy_score_label"].Mean.ShouldBe(matrix[1][0] - matrix[0][0], 1e-12);
        figures.ShouldNotContainKey("fwt_accuracy_score_label", "it is not defined where new labels compete with old ones");
        figures.ShouldContainKey("label_tst_accuracy_score");
        texts["trial_plain_one"].ShouldContain("acc_accuracy_score_label");
        texts["learn_plain_one_points_e0"].ShouldContain("\"training_proportion\":\"0.67\"");
        (await File.ReadAllTextAsync(_world.FileOf("plain_one_points", "artifacts/evaluation/oracle_matrix_accuracy_score_label.csv"), Cancel))
            .ShouldStartWith("Experience 0,Experience 1\n");
        (await File.ReadAllTextAsync(_world.FileOf("plain_one_points", "artifacts/class_ids_label.json"), Cancel))
            .ShouldBe("""{"l0":0,"l1":1,"l2":2,"l3":3}""" + "\n");
        (await File.ReadAllLinesAsync(_world.FileOf("learn_replay_points_e0", "artifacts/training_indices.txt"), Cancel))[0].ShouldBe("1");
    }

    [Fact]
    public async Task A_memory_without_places_is_plain_training_bit_for_bit()
    {
        await _world.WriteDatasetAsync();
        await _world.RunAsync(StepWorld.Prepare(Plans.Two.Replace("mem_size: 6", "mem_size: 0", StringComparison.Ordinal)));
        var (plain, replay) = (await SummaryAsync("plain_one_points"), await SummaryAsync("replay_points"));
        replay.Figures.ShouldBe(plain.Figures);
        replay.Matrices["accuracy_score"][0][1].ShouldBe(plain.Matrices["accuracy_score"][0][1]);
    }

    [Fact]
    public async Task The_same_work_leaves_the_same_bytes()
    {
        await _world.WriteDatasetAsync();
        using var other = new StepWorld();
        await other.WriteDatasetAsync();
        await _world.RunAsync(StepWorld.Prepare(Plans.Two));
        await other.RunAsync(StepWorld.Prepare(Plans.Two));
        foreach (var file in (string[])["state/model/learner.json", "state/transforms.json", "result/e1_p0.json"])
        {
            (await File.ReadAllBytesAsync(_world.FileOf("learn_replay_points_e1", file), Cancel))
                .ShouldBe(await File.ReadAllBytesAsync(other.FileOf("learn_replay_points_e1", file), Cancel), file);
        }
    }

    [Fact]
    public async Task Joint_training_has_learned_everything_after_the_first_experience()
    {
        await _world.WriteDatasetAsync();
        var yaml = Plans.Two.Replace(
            "{class: avalanche.training.Replay, parameters: {mem_size: 6}}", "{class: avalanche.training.JointTraining}",
            StringComparison.Ordinal);
        await _world.RunAsync(StepWorld.Prepare(yaml));
        var matrix = (await SummaryAsync("replay_points")).Matrices["accuracy_score"][0];
        matrix[0].ShouldBe(matrix[1]);
        matrix[0].Average().ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public async Task Numbers_are_predicted_by_regression()
    {
        await _world.WriteDatasetAsync(isOutputNumber: true);
        var yaml = Plans.Two.Replace("gyre.models.SoftmaxRegression, parameters: {lr: 1e-1, epochs: 60, scale: 4}", "gyre.models.LinearRegression",
            StringComparison.Ordinal);
        var prepared = StepWorld.Prepare(yaml);
        await _world.RunAsync(prepared, static node => node.Trial is null or "plain one" && node.Word != ExperimentSteps.Trial);
        (await SummaryAsync("plain_one_points")).Figures["label_tst_r2_score"].Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_model_that_does_not_fit_the_output_is_refused_and_says_so_in_an_artifact()
    {
        await _world.WriteDatasetAsync(isOutputNumber: true);
        var failure = await Should.ThrowAsync<InvalidInputException>(
            () => _world.RunAsync(StepWorld.Prepare(Plans.Two), static node => node.Trial is null or "plain one"));
        failure.Message.ShouldContain("at least two classes");
        (await File.ReadAllTextAsync(_world.FileOf("learn_plain_one_points_e0", "artifacts/errors.txt"), Cancel)).ShouldBe(failure.Message);
    }

    private async Task<TrialSummary> SummaryAsync(string node) =>
        ExperimentRecords.ReadSummary(await File.ReadAllTextAsync(_world.FileOf(node, "summary/summary.json"), Cancel));
}
