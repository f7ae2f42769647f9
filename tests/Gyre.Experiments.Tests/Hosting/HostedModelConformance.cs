using Gyre.Core;

namespace Gyre.Experiments.Tests.Hosting;

/// <summary>What every hosted model does. Those of this suite tell <c>cat</c> from <c>dog</c> by the mean of <c>a</c> of each.</summary>
public abstract class HostedModelConformance : IDisposable
{
    private readonly HostedPlace _place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_carries_what_it_learned_from_experience_to_experience()
    {
        var (first, second) = (_place.Folder("first"), _place.Folder("second"));
        await using (var model = Create(_place))
        {
            // Only cats; dogs come later.
            await model.TrainAsync(Only(HostedPlace.Rows(0, 20), 0), HostedPlace.Rows(0, 0), Cancel);
            await model.SaveAsync(first, Cancel);
            (await LabelsAsync(model)).ShouldAllBe(static label => label == "cat");
        }
        await using (var model = Create(_place))
        {
            await model.LoadAsync(first, Cancel);
            await model.TrainAsync(Only(HostedPlace.Rows(20, 20), 1) with { Task = 1 }, HostedPlace.Rows(0, 2), Cancel);
            await model.SaveAsync(second, Cancel);
            (await LabelsAsync(model)).ShouldBe(["cat", "dog", "cat", "dog", "cat"]);
        }
        await using var last = Create(_place);
        await last.LoadAsync(second, Cancel);
        (await LabelsAsync(last)).ShouldBe(["cat", "dog", "cat", "dog", "cat"]);
        (await last.PredictAsync(HostedPlace.Rows(0, 0), Cancel)).ShouldBeOfType<LabelPredictions>().Labels.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_without_a_model_is_refused()
    {
        await using var model = Create(_place);
        await Should.ThrowAsync<InvalidInputException>(() => model.LoadAsync(_place.Folder("empty"), Cancel));
    }

    public void Dispose()
    {
        _place.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract ITrialModel Create(HostedPlace place);

    private static TrialRows Only(TrialRows rows, int remainder) =>
        rows with { Examples = [.. rows.Examples.Where(one => one.Index % 2 == remainder)] };

    private static async Task<IEnumerable<string>> LabelsAsync(ITrialModel model) =>
        (await model.PredictAsync(HostedPlace.Blind(HostedPlace.Rows(40, 5)), Cancel)).ShouldBeOfType<LabelPredictions>().Labels;
}
