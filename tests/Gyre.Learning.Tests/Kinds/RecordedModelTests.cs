using System.Text;

namespace Gyre.Learning.Tests.Kinds;

/// <summary>Models that were written before there were kinds: they are read, asked and written as they were, byte for byte.</summary>
public sealed class RecordedModelTests
{
    [Theory]
    [InlineData("softmax")]
    [InlineData("mlp")]
    public async Task A_recorded_model_is_written_again_byte_for_byte(string name)
    {
        var recorded = await File.ReadAllBytesAsync(Place(name + ".json"), TestContext.Current.CancellationToken);
        var written = new MemoryStream();

        await ModelFile.WriteAsync(await ReadAsync(name), written, TestContext.Current.CancellationToken);

        Encoding.UTF8.GetString(written.ToArray()).ShouldBe(Encoding.UTF8.GetString(recorded));
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("mlp")]
    public async Task A_recorded_model_predicts_as_it_did(string name)
    {
        await using var rows = File.OpenRead(Place("rows.csv"));
        await using var recorded = File.OpenRead(Place(name + ".csv"));
        var before = await PredictionSet.ReadAsync(recorded, name, TestContext.Current.CancellationToken);

        var now = (PredictionSet)await LearningJobs.PredictAsync(
            await ReadAsync(name), new NamedStream(rows, "rows.csv"), new TableOptions(), TestContext.Current.CancellationToken);

        now.Ids.ShouldBe(before.Ids);
        now.Labels!.Value.ShouldBe(before.Labels!.Value);
        now.Predicted.ShouldBe(before.Predicted);
        // Exponentials may differ in the last bits between machines.
        now.Probabilities.Values.ToArray().ShouldBe(before.Probabilities.Values.ToArray(), 1e-12);
    }

    private static async Task<Model> ReadAsync(string name)
    {
        await using var stream = File.OpenRead(Place(name + ".json"));
        return await ModelFile.ReadAsync(stream, name, ModelKinds.BuiltIn, TestContext.Current.CancellationToken);
    }

    private static string Place(string file) => Path.Join(AppContext.BaseDirectory, "Recorded", file);
}
