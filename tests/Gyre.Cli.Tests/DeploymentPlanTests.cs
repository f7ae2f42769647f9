using Gyre.Cli.Deployments;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Tests;

/// <summary>What has to change so that a deployment is as declared; nothing is asked or written here.</summary>
public sealed class DeploymentPlanTests
{
    private static readonly WantedVersion Red = Policy("red");
    private static readonly WantedVersion Green = Policy("green");
    private static readonly WantedVersion Blue = Policy("blue");

    [Fact]
    public void What_is_missing_is_created_with_its_settings_and_route()
    {
        var wanted = Wanted(Red) with { Settings = Settings(60), Canaries = [new WantedCanary(Green, 0.1)], Shadows = [Blue] };
        var plan = DeploymentPlan.Make(wanted, null);
        plan.Outcome.ShouldBe(DeploymentOutcome.Created);
        plan.Changes.Count.ShouldBe(4);
        plan.Changes[0].ShouldBeOfType<AddChampion>().Settings.ShouldBe(Settings(60));
        plan.Changes.OfType<AddIdle>().Select(static one => one.Version).ShouldBe([Green, Blue]);
        var route = plan.Changes[3].ShouldBeOfType<ConfigureRoute>();
        route.Canaries.ShouldHaveSingleItem().ShouldBe((new Placed(Green, null), 0.1));
        route.Shadows.ShouldHaveSingleItem().ShouldBe(new Placed(Blue, null));
        route.Settings.ShouldBeNull();
    }

    [Fact]
    public void Without_content_nothing_is_created()
    {
        var plan = DeploymentPlan.Make(new WantedDeployment { Name = "shop", Settings = Settings(60) }, null);
        (plan.Outcome, plan.Changes.Count, plan.Reason is null).ShouldBe((DeploymentOutcome.Skipped, 0, false));
    }

    [Fact]
    public void What_is_as_declared_stays()
    {
        var current = Current([Red, Green, Blue], static info => info with { Canaries = [Canary(2, 0.1)], Shadows = [3] });
        var wanted = Wanted(Red) with { Settings = Settings(), Canaries = [new WantedCanary(Green, 0.1)], Shadows = [Blue] };
        var plan = DeploymentPlan.Make(wanted, current);
        (plan.Outcome, plan.Changes.Count).ShouldBe((DeploymentOutcome.Unchanged, 0));
        DeploymentPlan.Make(Wanted(Red), current).Outcome.ShouldBe(DeploymentOutcome.Unchanged);
    }

    [Fact]
    public void Other_content_is_a_new_version_with_its_settings_in_one_change()
    {
        var change = Single(Wanted(Green) with { Settings = Settings(60) }, Current([Red])).ShouldBeOfType<AddChampion>();
        (change.Version, change.Settings).ShouldBe((Green, Settings(60)));
        change.Text.ShouldBe("policy green, reward-wait 3600 s -> 60 s");
    }

    [Fact]
    public void Content_that_a_version_has_already_makes_no_version()
    {
        Single(Wanted(Red), Current([Red, Green], static info => info with { Champion = 2 }))
            .ShouldBeOfType<PromoteKnown>().Version.ShouldBe(1);
    }

    [Fact]
    public void Of_several_versions_with_the_content_the_one_that_serves_stays() => DeploymentPlan
        .Make(Wanted(Red), Current([Red, Green, Red])).Outcome.ShouldBe(DeploymentOutcome.Unchanged);

    [Fact]
    public void Settings_alone_change_no_version()
    {
        var change = Single(Wanted(Red) with { Settings = Settings(60) }, Current([Red])).ShouldBeOfType<ConfigureRoute>();
        (change.Canaries, change.Shadows, change.Settings).ShouldBe((null, null, Settings(60)));
        change.Text.ShouldBe("reward-wait 3600 s -> 60 s");
    }

    [Fact]
    public void Canaries_that_are_not_declared_any_more_are_taken_out_and_undeclared_lists_stay()
    {
        var current = Current([Red, Green], static info => info with { Canaries = [Canary(2, 0.1)] });
        Single(Wanted(Red) with { Canaries = [] }, current).ShouldBeOfType<ConfigureRoute>().Text.ShouldBe("canaries none");
        Single(Wanted(Red) with { Canaries = [new WantedCanary(Green, 0.2)] }, current).ShouldBeOfType<ConfigureRoute>()
            .Canaries.ShouldHaveSingleItem().ShouldBe((new Placed(Green, 2), 0.2));
    }

    [Fact]
    public void A_canary_that_becomes_the_champion_leaves_the_canaries()
    {
        var current = Current([Red, Green], static info => info with { Canaries = [Canary(2, 0.1)] });
        Single(Wanted(Green) with { Canaries = [] }, current).ShouldBe(new PromoteKnown(2, "policy green (version 2)"));
    }

    [Fact]
    public void The_content_of_the_champion_beside_it_is_a_version_of_its_own()
    {
        var plan = DeploymentPlan.Make(Wanted(Red) with { Canaries = [new WantedCanary(Red, 0.5)] }, Current([Red]));
        plan.Changes[0].ShouldBeOfType<AddIdle>();
        plan.Changes[1].ShouldBeOfType<ConfigureRoute>();
    }

    [Fact]
    public void A_share_that_the_rule_holds_back_gives_way_to_declared_canaries()
    {
        var settings = Settings() with { RewardLow = 0, RewardHigh = 1, CanaryRule = new CanaryRuleInfo { HoldBack = 0.1 } };
        var current = Current([Red, Green], info => info with { Settings = settings });
        DeploymentPlan.Make(Wanted(Green) with { Canaries = [] }, current).Changes.Count.ShouldBe(2);
        DeploymentPlan.Make(Wanted(Green), current).Changes.Count.ShouldBe(1);
    }

    [Fact]
    public void Content_that_is_only_the_first_replaces_nothing()
    {
        var wanted = Wanted(Red) with { FirstOnly = true };
        DeploymentPlan.Make(wanted, null).Outcome.ShouldBe(DeploymentOutcome.Created);
        DeploymentPlan.Make(wanted, Current([Green])).Outcome.ShouldBe(DeploymentOutcome.Unchanged);
    }

    [Fact]
    public void Another_model_or_version_of_it_is_a_new_version()
    {
        Single(Wanted(Red) with { Model = "offers" }, Current([Red])).Text
            .ShouldBe("model none -> offers, as a new version with policy red");
        Single(Wanted(Red with { ModelVersion = 2 }), Current([Red])).ShouldBeOfType<AddChampion>();
    }

    [Fact]
    public void Another_form_fits_nothing()
    {
        var plan = DeploymentPlan.Make(Wanted(Red with { Form = "model" }), Current([Red]));
        (plan.Outcome, plan.Changes.Count).ShouldBe((DeploymentOutcome.Failed, 0));
        plan.Reason!.ShouldContain("policy, not model");
    }

    private static DeploymentChange Single(WantedDeployment wanted, CurrentDeployment current)
    {
        var plan = DeploymentPlan.Make(wanted, current);
        plan.Outcome.ShouldBe(DeploymentOutcome.Changed);
        return plan.Changes.ShouldHaveSingleItem();
    }

    private static WantedVersion Policy(string name) => new("policy", Digest.Of(name), $"policy {name}");

    private static CanaryInfo Canary(long version, double share) => new() { Version = version, Share = share };

    private static WantedDeployment Wanted(WantedVersion champion) => new() { Name = "shop", Champion = champion };

    private static DeploymentSettingsInfo Settings(double wait = 3600) => new() { RewardWaitSeconds = wait };

    /// <summary>Versions from 1; the first serves.</summary>
    private static CurrentDeployment Current(WantedVersion[] versions, Func<DeploymentInfo, DeploymentInfo>? change = null)
    {
        var info = new DeploymentInfo
        {
            Name = "shop",
            Revision = 1,
            Serves = "policy",
            Champion = 1,
            Canaries = [],
            Shadows = [],
            Alias = "champion",
            Settings = Settings(),
            CreatedAt = default,
            ChangedAt = default,
        };
        return new CurrentDeployment(
            change?.Invoke(info) ?? info,
            [
                .. versions.Select(static (version, index) => new DeploymentVersionInfo
                {
                    Version = index + 1,
                    Policy = version.Digest,
                    Kind = "greedy",
                    CreatedAt = default,
                }).Reverse(),
            ]);
    }
}
