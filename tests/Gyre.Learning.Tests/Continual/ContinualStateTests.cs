using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests.Continual;

/// <summary>A learner that is stored between experiences goes on as if nothing had happened, bit for bit.</summary>
public sealed class ContinualStateTests
{
    private static readonly ContinualOptions Small = new()
    {
        Epochs = 2,
        MemorySize = 17,
        MemoryEpochs = 3,
        MemoryPerExperience = 7,
        Seed = 3,
        MemorySeed = 4,
        Decay = 0.5,
    };

    public static TheoryData<string, int, MemoryKind, ConsolidationMode> Learners()
    {
        var learners = new TheoryData<string, int, MemoryKind, ConsolidationMode>();
        foreach (var strategy in ContinualStrategies.All.Where(strategy => strategy.Name != "joint"))
        {
            learners.Add(strategy.Name, 0, MemoryKind.Reservoir, ConsolidationMode.Separate);
            learners.Add(strategy.Name, 7, MemoryKind.ClassBalanced, ConsolidationMode.Online);
        }
        learners.Add("replay", 0, MemoryKind.ExperienceBalanced, ConsolidationMode.Separate);
        return learners;
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public async Task Storing_between_experiences_changes_no_bit(string strategy, int hidden, MemoryKind memory, ConsolidationMode mode)
    {
        foreach (var scenario in Enum.GetValues<ContinualScenario>())
        {
            var stream = ContinualSamples.Clouds(scenario);
            var options = Small with { Strategy = strategy, Hidden = hidden, Memory = memory, Consolidation = mode };
            var undisturbed = ContinualLearner.Create(options, stream.Features, stream.Classes);
            var stored = ContinualLearner.Create(options, stream.Features, stream.Classes);
            for (var i = 0; i < stream.Experiences.Length; i++)
            {
                var hits = undisturbed.LearnNext(stream.Training(i));
                stored = await ContinualSamples.LoadedAsync(await ContinualSamples.SavedAsync(stored));
                stored.LearnNext(stream.Training(i)).ShouldBe(hits);
            }

            (await ContinualSamples.SavedAsync(stored)).ShouldBe(await ContinualSamples.SavedAsync(undisturbed));
            stored.Scores(stream.Test(1).Features).Values.ToArray().ShouldBe(undisturbed.Scores(stream.Test(1).Features).Values.ToArray());
            (stored.Experiences, stored.CarriedBytes).ShouldBe((undisturbed.Experiences, undisturbed.CarriedBytes));
        }
    }

    [Theory]
    [InlineData("\"schemaVersion\":1", "\"schemaVersion\":2")]
    [InlineData("\"features\":5", "\"features\":6")]
    [InlineData("\"features\":5", "\"features\":1999999999")]
    [InlineData("\"classes\":6", "\"classes\":60")]
    [InlineData("\"memorySize\":200", "\"memorySize\":3")]
    [InlineData("\"memorySize\":200", "\"memorySize\":-1")]
    [InlineData("\"memorySize\":200", "\"extra\":1")]
    [InlineData("\"strategy\":\"replay\"", "\"strategy\":\"other\"")]
    [InlineData("\"strategy\":\"replay\"", "\"strategy\":\"streaming-lda\"")]
    [InlineData("\"memory/labels\"", "\"memory/lapels\"")]
    [InlineData("\"memory/offered\":\"", "\"memory/offered\":\"AAAA")]
    [InlineData("\"experiences\":2", "\"experiences\":0.5")]
    [InlineData("{", "[")]
    public async Task Files_that_were_not_written_by_a_learner_are_refused(string part, string instead)
    {
        var stream = ContinualSamples.Clouds();
        var learner = ContinualLearner.Create(new ContinualOptions { Strategy = "replay" }, stream.Features, stream.Classes);
        learner.LearnNext(stream.Training(0));
        learner.LearnNext(stream.Training(1));
        var text = Encoding.UTF8.GetString(await ContinualSamples.SavedAsync(learner));
        text.ShouldContain(part);

        var changed = Encoding.UTF8.GetBytes(text.Replace(part, instead, StringComparison.Ordinal));

        await Should.ThrowAsync<InvalidInputException>(() => ContinualSamples.LoadedAsync(changed));
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused()
    {
        var stream = ContinualSamples.Clouds(ContinualScenario.TaskIncremental);
        var learner = ContinualLearner.Create(new ContinualOptions(), stream.Features, stream.Classes);
        var rows = stream.Training(0);

        Should.Throw<InvalidInputException>(() => learner.LearnNext(rows with { Labels = [.. rows.Labels.Skip(1)] }));
        Should.Throw<InvalidInputException>(() => learner.LearnNext(rows with { Labels = [.. rows.Labels.Select(label => label + 1)] }));
        Should.Throw<InvalidInputException>(() => learner.LearnNext(rows with { Outputs = [0, 6] }));
        Should.Throw<InvalidInputException>(() => learner.LearnNext(rows with { Features = new DenseMatrix(1, 1), Labels = [0] }));
        Should.Throw<InvalidInputException>(() => ContinualLearner.Create(new ContinualOptions { Strategy = "none" }, 2, 2));
    }

    [Fact]
    public void Joint_training_has_one_experience()
    {
        var stream = ContinualSamples.Clouds();
        var learner = ContinualLearner.Create(new ContinualOptions { Strategy = "joint" }, stream.Features, stream.Classes);

        learner.LearnTogether([stream.Training(0), stream.Training(1)], stepped: null, TestContext.Current.CancellationToken);

        Should.Throw<InvalidInputException>(() => learner.LearnNext(stream.Training(2)));
    }
}
