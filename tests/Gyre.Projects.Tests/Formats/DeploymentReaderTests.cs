using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats;

/// <summary>Deployments that <c>gyre.yaml</c> declares whole.</summary>
public class DeploymentReaderTests
{
    [Fact]
    public void A_deployment_of_policies_is_read_whole()
    {
        var declared = Read("""
            - deployment:
                name: shop
                description: Chooses the offer.
                policy: policies/red.json
                model: offers
                alias: live
                model-version: 3
                settings:
                  durability: after
                  durability-window: 2
                  exploration-floor: 0.1
                  reward-wait: 1h
                  reward-memory: 2d
                  reward-default: 0.5
                  reward-aggregation: sum
                  late-rewards: count
                  reward-low: 0
                  reward-high: 1
                  canary-rule: {margin: 0.01, level: 0.9, promote: true, hold-back: 0.1, max-decisions: 500}
                  apprentice: {share: 0.9, min-decisions: 50}
                canaries:
                - {policy: green.json, share: 0.2}
                shadows:
                - policy: blue.json
                steps-may: [read]
            """);
        (declared.Name, declared.Description, declared.Model, declared.Alias).ShouldBe(("shop", "Chooses the offer.", "offers", "live"));
        declared.Place.ShouldBe(new DocumentPlace("gyre.yaml", 2, 5, "0/deployment"));
        var place = new DocumentPlace("gyre.yaml", 4, 13, "0/deployment/policy");
        declared.Content!.Policy.ShouldBe(new DeclaredFile("policies/red.json", place));
        declared.Content.ModelVersion.ShouldBe(3);
        declared.Settings.ShouldBe(new DeclaredSettings
        {
            Durability = "after",
            DurabilityWindow = TimeSpan.FromSeconds(2),
            ExplorationFloor = 0.1,
            RewardWait = TimeSpan.FromHours(1),
            RewardMemory = TimeSpan.FromDays(2),
            RewardDefault = 0.5,
            RewardAggregation = "sum",
            LateRewards = "count",
            RewardLow = 0,
            RewardHigh = 1,
            CanaryRule = new DeclaredCanaryRule { Margin = 0.01, Level = 0.9, Promote = true, HoldBack = 0.1, MaxDecisions = 500 },
            Apprentice = new DeclaredApprentice { Share = 0.9, MinDecisions = 50 },
        });
        declared.Canaries!.Value.Single().Share.ShouldBe(0.2);
        declared.Shadows!.Value.Single().Policy!.Path.ShouldBe("blue.json");
    }

    [Fact]
    public void A_program_is_read_whole()
    {
        var program = Read("""
            - deployment:
                name: rates
                command:
                - pip install -r requirements.txt
                - exec python3 serve.py
                files: [service, shared/rates.csv]
                environment: {MODE: fast}
                port: 8080
                replicas: 2
                predict-path: /score
                health-path: /ready
                warm-up: {instances: [1]}
                start-time: 5m
                answer-time: 0.5s
            """).Content!.Program!;
        program.Commands.ShouldBe(["pip install -r requirements.txt", "exec python3 serve.py"]);
        program.Files.Select(static file => file.Path).ShouldBe(["service", "shared/rates.csv"]);
        program.Environment.ShouldHaveSingleItem().ShouldBe(new("MODE", "fast"));
        (program.Port, program.Replicas, program.PredictPath, program.HealthPath).ShouldBe((8080, 2, "/score", "/ready"));
        ValueJson.Write(program.WarmUp!).ShouldBe("""{"instances":[1]}""");
        (program.StartTime, program.AnswerTime).ShouldBe((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(0.5)));
    }

    [Theory]
    [InlineData("name: a, steps-may: [deploy]")]
    [InlineData("name: a, defaults: {target: cluster}")]
    public void Words_about_steps_and_targets_declare_nothing_to_serve(string text)
    {
        var reading = ProjectFile.Read($"- deployment: {{{text}}}", "gyre.yaml");
        reading.Project.ShouldNotBeNull().DeclaredDeployments.ShouldBeEmpty();
        reading.Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name: Shop, policy: a.json", "deployment.name")]
    [InlineData("name: a, policy: a.json, model-file: b.onnx", "deployment.content")]
    [InlineData("name: a, policy: a.json, canaries: [{share: 0.1}]", "deployment.content")]
    [InlineData("name: a, policy: ../a.json", "deployment.file-path")]
    [InlineData("name: a, command: c, files: [/etc/passwd]", "deployment.file-path")]
    [InlineData("name: a, policy: a.json, replicas: 2", "deployment.program-only")]
    [InlineData("name: a, command: ' '", "deployment.command")]
    [InlineData("name: a, command: c, predict-path: score", "deployment.route")]
    [InlineData("name: a, command: c, environment: {1A: x}", "deployment.variable")]
    [InlineData("name: a, command: c, start-time: 2h", "deployment.time")]
    [InlineData("name: a, command: c, start-time: soon", "duration.invalid")]
    [InlineData("name: a, command: c, replicas: 17", "structure.maximum")]
    [InlineData("name: a, command: c, settings: {reward-wait: 1h}", "deployment.settings")]
    [InlineData("name: a, policy: a.json, canaries: [{model-file: b.onnx, share: 0.1}]", "deployment.form")]
    [InlineData("name: a, policy: a.json, canaries: [{policy: b.json, share: 0.6}, {policy: c.json, share: 0.4}]", "deployment.share")]
    [InlineData("name: a, policy: a.json, canaries: [{policy: b.json, share: 0}]", "deployment.share")]
    [InlineData("name: a, settings: {reward-wait: 400d}", "deployment.time")]
    [InlineData("name: a, settings: {reward-low: 2, reward-high: 1}", "deployment.number")]
    [InlineData("name: a, settings: {canary-rule: {margin: 0}}", "deployment.canary-range")]
    [InlineData("name: a, settings: {apprentice: {}}", "deployment.apprentice-range")]
    [InlineData("name: a, settings: {reward-low: 0, reward-default: -1, apprentice: {}}", "deployment.apprentice-range")]
    [InlineData("name: a, settings: {reward-low: 0, apprentice: {share: 0}}", "deployment.number")]
    [InlineData("name: a, settings: {reward-low: 0, reward-high: 1, canary-rule: {level: 1}}", "deployment.number")]
    [InlineData("name: a, settings: {durability: later}", "structure.enum")]
    [InlineData("name: a, settings: {reward-wat: 1}", "structure.additional-properties")]
    [InlineData("name: a, first-only: true", "deployment.first-only")]
    [InlineData("name: a, model: m", "deployment.without-content")]
    public void What_is_wrong_is_said_with_its_place(string text, string code)
    {
        var reading = ProjectFile.Read($"- deployment: {{{text}}}", "gyre.yaml");
        reading.Project.ShouldBeNull();
        var error = reading.Diagnostics.Where(static one => one.Severity == Severity.Error).ShouldHaveSingleItem();
        error.Code.ShouldBe(code);
        (error.Line, error.Path.StartsWith("0/deployment", StringComparison.Ordinal)).ShouldBe((1, true), error.ToString());
    }

    [Fact]
    public void All_problems_are_said_at_once() => ProjectFile.Read(
            "- deployment: {name: A, command: ' ', files: ['..'], settings: {reward-wait: 400d}}", "gyre.yaml")
        .Diagnostics.Select(static one => one.Code).Order()
        .ShouldBe(["deployment.command", "deployment.file-path", "deployment.name", "deployment.settings", "deployment.time"]);

    [Fact]
    public void Two_sources_of_versions_are_pointed_out()
    {
        const string Text = "- deployment: {name: a, policy: a.json, steps-may: [deploy]}";
        ProjectFile.Read(Text, "gyre.yaml").Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("deployment.two-sources");
        ProjectFile.Read(Text.Replace("}", ", first-only: true}", StringComparison.Ordinal), "gyre.yaml").Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void The_other_dialect_does_not_know_the_words() => ProjectFile.Read("- deployment: {name: a, policy: a.json}", "valohai.yaml")
        .Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("structure.additional-properties");

    private static DeploymentDeclaration Read(string text)
    {
        var reading = ProjectFile.Read(text, "gyre.yaml");
        return reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics)).DeclaredDeployments.ShouldHaveSingleItem();
    }
}
