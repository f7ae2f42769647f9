using Gyre.Core;
using Gyre.Learning;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Serving.Tests;

/// <summary>Deployments and the changes of what they serve.</summary>
public abstract class DeploymentConformance : ServingSuite
{
    private static readonly RouteCause Cause = new()
    {
        Reason = "It is better.",
        By = "ada",
        Evidence = [new AliasEvidence("lower-bound", 0.2, 0.1)],
    };

    [Fact]
    public async Task A_promotion_moves_route_and_alias_with_its_evidence()
    {
        await RegisterAsync(2);
        await AddAsync("red", 1);
        await AddAsync("green", 2, VersionRole.Idle);
        (await DecideAsync()).Arm.ShouldBe("red");

        var result = (await Deployments.PromoteAsync(Shop, new Promotion { Version = 2, Cause = Cause }, Cancel)).ShouldNotBeNull();
        (result.Deployment.Route.Champion, result.Deployment.Revision).ShouldBe((2, 2));
        (await DecideAsync()).Arm.ShouldBe("green");
        (await Place.Tracking.Registry.GetByAliasAsync("taste", "champion", Cancel)).Version.ShouldBe(2);
        var change = (await Deployments.ChangesAsync(Shop, 10, Cancel)).ShouldNotBeNull()[0];
        (change.Kind, change.From, change.To, change.Reason, change.By).ShouldBe((RouteChangeKind.Promoted, 1, 2, Cause.Reason, "ada"));
        change.Evidence.ShouldBe(Cause.Evidence);
        var move = (await Place.Tracking.Registry.AliasMovesAsync("taste", "champion", 10, Cancel))[0];
        (move.From, move.To, move.Reason, move.By).ShouldBe((1, 2, Cause.Reason, "ada"));
    }

    [Fact]
    public async Task A_roll_back_is_one_act_and_a_second_changes_nothing()
    {
        await RegisterAsync(2);
        await AddAsync("red", 1);
        await AddAsync("green", 2);
        var result = (await Deployments.RollBackAsync(Shop, Cause, Cancel)).ShouldNotBeNull();
        (result.Change!.Kind, result.Deployment.Route.Champion).ShouldBe((RouteChangeKind.RolledBack, 1));
        (await DecideAsync()).Arm.ShouldBe("red");
        (await Place.Tracking.Registry.GetByAliasAsync("taste", "champion", Cancel)).Version.ShouldBe(1);

        var again = (await Deployments.RollBackAsync(Shop, Cause, Cancel)).ShouldNotBeNull();
        again.Change.ShouldBeNull();
        again.Note.ShouldNotBeNull();
        again.Deployment.ShouldBe(result.Deployment);
        (await Deployments.ChangesAsync(Shop, 10, Cancel))!.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_promotion_whose_alias_cannot_move_changes_nothing()
    {
        await RegisterAsync(1);
        await AddAsync("red", 1);
        await AddAsync("green", 7, VersionRole.Idle);
        var before = await Deployments.FindAsync(Shop, Cancel);
        var refusal = await Should.ThrowAsync<ServingConflictException>(
            () => Deployments.PromoteAsync(Shop, new Promotion { Version = 2, Cause = Cause }, Cancel));
        refusal.Code.ShouldBe("deployment.alias");
        (await Deployments.FindAsync(Shop, Cancel)).ShouldBe(before);
        (await Deployments.ChangesAsync(Shop, 10, Cancel))!.Count.ShouldBe(1);
        (await DecideAsync()).Arm.ShouldBe("red");
    }

    [Fact]
    public async Task One_of_two_promotions_that_expect_the_same_champion_wins()
    {
        await AddAsync("red");
        await AddAsync("green", role: VersionRole.Idle);
        await AddAsync("blue", role: VersionRole.Idle);
        async Task<bool> TryAsync(long version)
        {
            try
            {
                await Deployments.PromoteAsync(Shop, new Promotion { Version = version, Expected = 1 }, Cancel);
                return true;
            }
            catch (ServingConflictException conflict) when (conflict.Code == "deployment.champion-changed")
            {
                return false;
            }
        }
        (await Task.WhenAll(TryAsync(2), TryAsync(3))).Count(won => won).ShouldBe(1);
        (await Deployments.FindAsync(Shop, Cancel))!.Revision.ShouldBe(2);
    }

    [Fact]
    public async Task A_version_that_serves_already_or_is_not_there_is_not_promoted()
    {
        await AddAsync("red");
        (await Deployments.PromoteAsync(Shop, new Promotion { Version = 1 }, Cancel))!.Change.ShouldBeNull();
        (await Should.ThrowAsync<ServingConflictException>(() => Deployments.PromoteAsync(Shop, new Promotion { Version = 5 }, Cancel)))
            .Code.ShouldBe("deployment.version-unknown");
        (await Should.ThrowAsync<ServingConflictException>(() => Deployments.RollBackAsync(Shop, Cause, Cancel))).Code.ShouldBe("deployment.no-promotion");
    }

    [Fact]
    public async Task Shadows_decide_beside_and_canaries_decide_a_share()
    {
        await AddAsync("red");
        await AddAsync("green", role: VersionRole.Shadow);
        await AddAsync("blue", role: VersionRole.Canary);
        var decisions = (await Decisions.DecideAsync(Shop, [.. Enumerable.Range(0, 200).Select(_ => Ask())], Cancel)).ShouldNotBeNull();
        decisions.Select(one => (one.Version, one.Arm, one.Share)).Distinct().Order()
            .ShouldBe([(1, "red", 0.5), (3, "blue", 0.5)]);
        var logged = (await Decisions.FindAsync(Shop, decisions[0].DecisionId, Cancel)).ShouldNotBeNull();
        logged.Shadows.ShouldBe([new ShadowDecision(2, "green", 1)]);

        var promoted = (await Deployments.PromoteAsync(Shop, new Promotion { Version = 3 }, Cancel)).ShouldNotBeNull().Deployment.Route;
        (promoted.Champion, promoted.Canaries.Length).ShouldBe((3, 0));
        promoted.Shadows.ShouldBe([2L]);
    }

    [Fact]
    public async Task Routes_and_settings_are_changed_with_a_reason()
    {
        await AddAsync("red");
        await AddAsync("green", role: VersionRole.Idle);
        var change = new Configuration { Canaries = [new Canary(2, 0.25)], Cause = Cause };
        var result = (await Deployments.ConfigureAsync(Shop, change, Cancel)).ShouldNotBeNull();
        result.Deployment.Route.Canaries.ShouldBe([new Canary(2, 0.25)]);
        result.Change!.Reason.ShouldBe(Cause.Reason);
        (await Deployments.ConfigureAsync(Shop, change, Cancel))!.Change.ShouldBeNull();
        await Should.ThrowAsync<InvalidInputException>(() => Deployments.ConfigureAsync(Shop, new Configuration { Shadows = [2] }, Cancel));
        await Should.ThrowAsync<InvalidInputException>(
            () => Deployments.ConfigureAsync(Shop, new Configuration { Canaries = [new Canary(2, 1)] }, Cancel));
        await Should.ThrowAsync<ServingConflictException>(
            () => Deployments.ConfigureAsync(Shop, new Configuration { Shadows = [9] }, Cancel));
    }

    [Fact]
    public async Task A_policy_that_cannot_serve_is_refused_and_the_last_good_one_serves()
    {
        await AddAsync("red");
        (await RefusedAsync(new NewVersion { Deployment = Shop, Policy = Digest.Of("nothing") })).ShouldBe("deployment.policy-missing");
        using var text = new MemoryStream("{}"u8.ToArray());
        var bad = (await Place.Blobs.PutAsync(text, Cancel)).Digest;
        await Should.ThrowAsync<InvalidInputException>(() => Deployments.AddAsync(new NewVersion { Deployment = Shop, Policy = bad }, Cancel));
        (await RefusedAsync(new NewVersion { Deployment = Shop, Policy = await Place.PutAsync(TestPolicies.Shared()) })).ShouldBe("deployment.shape");
        (await Deployments.VersionsAsync(Shop, Cancel))!.Count.ShouldBe(1);
        (await DecideAsync()).Arm.ShouldBe("red");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Shop")]
    [InlineData("../x")]
    [InlineData("-x")]
    [InlineData("a b")]
    public async Task A_name_that_is_none_is_refused(string name) =>
        (await RefusedAsync(new NewVersion { Deployment = name, Policy = Digest.Of("x") })).ShouldBe("deployment.name");

    [Fact]
    public async Task What_another_process_changes_is_seen_after_a_while()
    {
        await AddAsync("red");
        (await DecideAsync()).Arm.ShouldBe("red");
        var (here, there) = (Place.Service, Place.Other());
        await using (there)
        {
            await there.Deployments.AddAsync(new NewVersion { Deployment = Shop, Policy = await Place.PutAsync(TestPolicies.Prefers("blue")) }, Cancel);
            (await here.Decisions.DecideAsync(Shop, Ask(), Cancel))!.Arm.ShouldBe("red");
            Place.Clock.Advance(TimeSpan.FromSeconds(1));
            (await here.Decisions.DecideAsync(Shop, Ask(), Cancel))!.Arm.ShouldBe("blue");
        }
    }

    [Fact]
    public async Task A_deleted_deployment_is_gone_with_all_it_had()
    {
        await AddAsync("red");
        var decision = await DecideAsync();
        await RewardAsync(decision.DecisionId, 1);
        (await Deployments.DeleteAsync(Shop, Cancel)).ShouldBeTrue();
        (await Deployments.DeleteAsync(Shop, Cancel)).ShouldBeFalse();
        (await Decisions.DecideAsync(Shop, Ask(), Cancel)).ShouldBeNull();
        await AddAsync("green");
        (await DecideAsync()).Arm.ShouldBe("green");
        (await Decisions.FindAsync(Shop, decision.DecisionId, Cancel)).ShouldBeNull();
        (await Decisions.BooksAsync(Shop, Cancel))!.Rewards.ShouldBe(0);
        (await Deployments.ListAsync(Cancel)).ShouldHaveSingleItem().Name.ShouldBe(Shop);
    }

    private async Task<string> RefusedAsync(NewVersion version) =>
        (await Should.ThrowAsync<InvalidInputException>(() => Deployments.AddAsync(version, Cancel))).Diagnostics[0].Code;

    private Task<long> AddAsync(string arm, long? model = null, VersionRole role = VersionRole.Champion) => Place.DeployAsync(
        TestPolicies.Prefers(arm),
        change: version => version with { Role = role, Share = 0.5, Model = model is null ? null : "taste", ModelVersion = model });

    private async Task RegisterAsync(int versions)
    {
        await Place.Tracking.Registry.CreateAsync("taste", "", [], Cancel);
        for (var i = 0; i < versions; i++)
            await Place.Tracking.ModelVersions.CreateAsync("taste", new NewModelVersion { Source = "s3://b/m" }, Cancel);
    }
}

public sealed class SqliteDeploymentTests : DeploymentConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlDeploymentTests : DeploymentConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
