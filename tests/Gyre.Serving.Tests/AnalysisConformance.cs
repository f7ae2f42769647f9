using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>Figures about decisions, on every engine.</summary>
public abstract class AnalysisConformance : ServingSuite
{
    private static readonly TimeSpan Wait = TimeSpan.FromHours(1);

    private IDecisionAnalysis Analysis => Place.Service.Analysis;

    [Fact]
    public async Task Figures_are_those_of_the_log()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        var made = await DecideManyAsync(30, static arm => arm == "red" ? 1 : 0);
        var figures = (await Analysis.FiguresAsync(Shop, new FiguresQuery { Buckets = 5 }, Cancel)).ShouldNotBeNull();
        (figures.Decisions, figures.IsCut).ShouldBe((30, false));
        figures.Buckets.Sum(static bucket => bucket.Decisions).ShouldBe(30);
        figures.Versions.ShouldHaveSingleItem().Settled.ShouldBe(30);
        figures.Arms.Single(static arm => arm.Arm == "red").Decisions.ShouldBe(made.Count(static one => one.Arm == "red"));
        figures.Arms.Single(static arm => arm.Arm == "red").Reward!.Value.Mean.ShouldBe(1, 1e-12);
        figures.Propensities[3].ShouldBe(30);

        var times = made.Select(static one => one.At).Order().ToList();
        var later = await Analysis.FiguresAsync(Shop, new FiguresQuery { From = times[10], To = times[20] }, Cancel);
        later!.Decisions.ShouldBe(10);
        (await Analysis.FiguresAsync("none", new FiguresQuery(), Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Versions_are_compared_by_what_was_logged()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        await Place.DeployAsync(TestPolicies.Prefers("red"), change: static version => version with { Role = VersionRole.Idle });
        await Place.DeployAsync(TestPolicies.Prefers("blue"), change: static version => version with { Role = VersionRole.Idle });
        await DecideManyAsync(300, static arm => arm == "red" ? 1 : 0);
        var compared = (await Analysis.CompareAsync(Shop, new VersionQuery { Versions = [2, 3, 1] }, Cancel)).ShouldNotBeNull();
        (compared.Rows, compared.IsCut).ShouldBe((300, false));
        compared.Logged.Mean.ShouldBe(1 / 3d, 0.1);
        compared.Candidates.Select(static one => one.Version).ShouldBe([2, 3, 1]);
        // 'red' always brings 1, and nothing else brings anything.
        compared.Candidates[0].Estimates[0].Value.ShouldBe(1, 0.1);
        compared.Candidates[1].Estimates[0].Value.ShouldBe(0, 0.1);
        compared.Candidates[2].Estimates[0].Value.ShouldBe(compared.Logged.Mean, 0.1);
        compared.Candidates[0].Overlap.MaxWeight.ShouldBe(3, 1e-9);
        var newest = (await Analysis.CompareAsync(Shop, new VersionQuery { Versions = [1], Rows = 50 }, Cancel)).ShouldNotBeNull();
        (newest.Rows, newest.IsCut).ShouldBe((50, true));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_by_name()
    {
        await Place.DeployAsync(TestPolicies.Uniform());
        await RefusedAsync(new VersionQuery { Versions = [] }, "evaluate.versions");
        await RefusedAsync(new VersionQuery { Versions = [1, 1] }, "evaluate.versions");
        await RefusedAsync(new VersionQuery { Versions = [7] }, "evaluate.version");
        await RefusedAsync(new VersionQuery { Versions = [1] }, "evaluate.rows");
        await RefusedAsync(new VersionQuery { Versions = [1], Rows = 1 }, "evaluate.rows");
        await RefusedAsync(new VersionQuery { Versions = [1], Level = double.NaN }, "evaluate.level");
        var now = Place.Clock.GetUtcNow();
        await RefusedAsync(new VersionQuery { Versions = [1], From = now, To = now }, "figures.time");
        foreach (var buckets in (int[])[0, 501])
        {
            var refusal = await Should.ThrowAsync<InvalidInputException>(
                () => Analysis.FiguresAsync(Shop, new FiguresQuery { Buckets = buckets }, Cancel));
            refusal.Diagnostics[0].Code.ShouldBe("figures.buckets");
        }
        (await Analysis.CompareAsync("none", new VersionQuery { Versions = [1] }, Cancel)).ShouldBeNull();
    }

    private async Task RefusedAsync(VersionQuery query, string code)
    {
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => Analysis.CompareAsync(Shop, query, Cancel));
        refusal.Diagnostics[0].Code.ShouldBe(code);
    }

    private async Task<List<Decision>> DecideManyAsync(int count, Func<string, double> reward)
    {
        var made = new List<Decision>();
        for (var i = 0; i < count; i++)
        {
            made.Add(await DecideAsync());
            Place.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await Decisions.RewardAsync(
            Shop, [.. made.Select(one => new NewReward { DecisionId = one.DecisionId, Value = reward(one.Arm) })], Cancel);
        Place.Clock.Advance(Wait + TimeSpan.FromSeconds(1));
        await Decisions.SettleAsync(Cancel);
        return made;
    }
}

public sealed class SqliteAnalysisTests : AnalysisConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlAnalysisTests : AnalysisConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
