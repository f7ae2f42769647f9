using System.Collections.Immutable;
using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Variables;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Storage.Secrets;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Variables and secrets of projects and runs, from where they are set to the orders of attempts.</summary>
public sealed class VariableTests : IAsyncLifetime
{
    private const string Secret = "the-secret-of-the-project";

    private const string Yaml = """
        - step:
            name: make
            image: one
            command: make
            environment-variables:
              - {name: MODE, default: of-step}
              - {name: KEY, secret: true}
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: make}
            edges: []
        """;

    private EngineWorld _world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Project => new DirectoryInfo(_world.Folder).Name;

    private IVariables Variables => _world.Engine.Variables;

    public async ValueTask InitializeAsync() => _world = await EngineWorld.CreateAsync();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Every_step_finds_the_variables_and_secrets_of_its_project()
    {
        await SetAsync("EPOCHS", "20");
        await SetAsync("TOKEN", Secret, isSecret: true);
        (await _world.RunAsync(Yaml)).State.ShouldBe(RunState.Succeeded);
        var order = _world.Machine.Started.ShouldHaveSingleItem();
        order.Environment["EPOCHS"].ShouldBe("20");
        order.Environment["MODE"].ShouldBe("of-step");
        order.Environment.ShouldNotContainKey("TOKEN");
        order.Secrets["TOKEN"].ShouldBe(Secret);
    }

    [Fact]
    public async Task What_is_given_for_the_run_goes_before_the_steps_own_and_that_before_the_projects()
    {
        await SetAsync("MODE", "of-project");
        await SetAsync("ONLY", "of-project");
        await SetAsync("KEY", "key-of-project", isSecret: true);
        await SetAsync("GIVEN", "secret-of-project", isSecret: true);
        await _world.RunAsync(Yaml);
        var given = _world.Request(Yaml) with
        {
            Variables = Map(("MODE", "of-run"), ("GIVEN", "plain-of-run")),
            Secrets = Map(("KEY", "key-of-run")),
        };
        await _world.RunAsync(given);
        var orders = _world.Machine.Started;
        orders[0].Environment["MODE"].ShouldBe("of-step");
        orders[0].Environment["ONLY"].ShouldBe("of-project");
        orders[0].Secrets["KEY"].ShouldBe("key-of-project");
        orders[0].Secrets["GIVEN"].ShouldBe("secret-of-project");
        orders[1].Environment["MODE"].ShouldBe("of-run");
        orders[1].Environment["GIVEN"].ShouldBe("plain-of-run");
        orders[1].Secrets.ShouldNotContainKey("GIVEN");
        orders[1].Secrets["KEY"].ShouldBe("key-of-run");
    }

    [Fact]
    public async Task A_step_that_does_not_inherit_gets_none_of_the_projects()
    {
        await SetAsync("EPOCHS", "20");
        await SetAsync("TOKEN", Secret, isSecret: true);
        var request = _world.Request(Yaml);
        var pipeline = request.Project.Pipelines[0];
        var node = (ExecutionNode)pipeline.Graph.Nodes[0];
        await _world.RunAsync(request with
        {
            Definition =
                pipeline with { Graph = pipeline.Graph with { Nodes = [node with { Step = node.Step with { InheritVariables = false } }] } },
        });
        var order = _world.Machine.Started.ShouldHaveSingleItem();
        order.Environment.ShouldNotContainKey("EPOCHS");
        order.Secrets.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_project_gets_nothing()
    {
        await Variables.SetAsync("other", "TOKEN", Secret, isSecret: true, "ada", Cancel);
        await _world.RunAsync(Yaml);
        _world.Machine.Started.ShouldHaveSingleItem().Secrets.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_cache_key_holds_plain_values_and_secrets_by_name_only()
    {
        await _world.RunAsync(Yaml);
        await SetAsync("EPOCHS", "20");
        await _world.RunAsync(Yaml);
        await _world.RunAsync(Yaml);
        _world.Machine.Started.Count.ShouldBe(2, "a new variable is a miss, the same one is a hit");
        await SetAsync("EPOCHS", "30");
        await _world.RunAsync(Yaml);
        _world.Machine.Started.Count.ShouldBe(3, "another value is a miss");
        await SetAsync("TOKEN", Secret, isSecret: true);
        await _world.RunAsync(Yaml);
        _world.Machine.Started.Count.ShouldBe(4, "a new secret is a miss");
        await SetAsync("TOKEN", "another value", isSecret: true);
        await _world.RunAsync(Yaml);
        _world.Machine.Started.Count.ShouldBe(4, "another value of a secret is a hit");
    }

    [Fact]
    public async Task Secrets_are_looked_up_for_each_attempt()
    {
        await SetAsync("TOKEN", "first-value", isSecret: true);
        _world.Machine.Behaviour = static _ => Task.FromResult((AttemptOutcome.Failed, new MapValue([])));
        var run = await _world.RunAsync(Yaml);
        run.State.ShouldBe(RunState.Failed);
        await SetAsync("TOKEN", "second-value", isSecret: true);
        (await _world.Engine.Runs.ResumeAsync(run.Id, Cancel)).ShouldBeTrue();
        await _world.Engine.RunToEndAsync(run.Id, Cancel);
        _world.Machine.Started.Select(order => order.Secrets["TOKEN"]).ShouldBe(["first-value", "second-value"]);
    }

    [Fact]
    public async Task The_environment_of_the_engine_is_given_out_by_its_rule_and_what_is_kept_back_is_said()
    {
        string? Read(string name) => name switch { "KEY" => "key-of-host", "AWS_SECRET_ACCESS_KEY" => "key-of-the-store", _ => null };
        var yaml = Yaml.Replace("- {name: KEY, secret: true}",
            "- {name: KEY, secret: true}\n      - {name: AWS_SECRET_ACCESS_KEY, secret: true}", StringComparison.Ordinal);
        _world.Host = HostVariables.OfUser(Read, []);
        await _world.RestartAsync();
        await _world.RunAsync(yaml);
        var order = _world.Machine.Started[0];
        order.Secrets.ShouldBe(Map(("KEY", "key-of-host")));
        order.Warnings.ShouldHaveSingleItem().ShouldContain("--allow-secret AWS_SECRET_ACCESS_KEY");
        _world.Host = HostVariables.OfServer(Read, ["AWS_SECRET_ACCESS_KEY"]);
        await _world.RestartAsync();
        await _world.RunAsync(_world.Request(yaml) with { UseCache = false });
        order = _world.Machine.Started[1];
        order.Secrets.ShouldBe(Map(("AWS_SECRET_ACCESS_KEY", "key-of-the-store")));
        order.Warnings.ShouldHaveSingleItem().ShouldContain("--allow-secret KEY");
    }

    [Fact]
    public async Task A_required_secret_without_a_value_fails_its_node_and_says_what_to_do()
    {
        var run = await _world.RunAsync(Yaml.Replace("{name: KEY, secret: true}", "{name: KEY, secret: true, optional: false}",
            StringComparison.Ordinal));
        run.State.ShouldBe(RunState.Failed);
        (await _world.Engine.Runs.NodesAsync(run.Id, Cancel))[0].Reason.ShouldNotBeNull().ShouldContain("gyre env set --secret KEY");
        _world.Machine.Started.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_value_of_a_secret_is_in_the_database_or_an_event()
    {
        await SetAsync("TOKEN", Secret, isSecret: true);
        await _world.RunAsync(_world.Request(Yaml.Replace("{name: KEY, secret: true}",
            "{name: KEY, secret: true, default: secret-of-the-file}", StringComparison.Ordinal)) with
        {
            Secrets = Map(("ONCE", "secret-of-the-run")),
        });
        var order = _world.Machine.Started.ShouldHaveSingleItem();
        order.Secrets.ShouldBe(Map(("KEY", "secret-of-the-file"), ("ONCE", "secret-of-the-run"), ("TOKEN", Secret)));
        foreach (var file in Directory.GetFiles(_world.Home, "*", SearchOption.AllDirectories))
        {
            var text = Encoding.Latin1.GetString(await ReadAsync(file));
            foreach (var secret in (string[])[Secret, "secret-of-the-file", "secret-of-the-run"])
                text.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"{secret} in {file}");
        }
    }

    [Fact]
    public async Task Changes_are_events_with_their_author_and_without_values()
    {
        await Variables.SetAsync("digits", "TOKEN", Secret, isSecret: true, "ada", Cancel);
        (await Variables.SetAsync("digits", "TOKEN", "20", isSecret: false, "bob", Cancel)).ShouldBeFalse();
        (await Variables.UnsetAsync("digits", "TOKEN", "eve", Cancel)).ShouldBeTrue();
        (await Variables.UnsetAsync("digits", "TOKEN", "eve", Cancel)).ShouldBeFalse();
        var events = await _world.Store.Events.ReadAsync(0, 100, null, Cancel);
        events.Select(found => $"{found.Type} {found.Subject} {found.Data}").ShouldBe(
        [
            """variable.set project/digits {"project":"digits","name":"TOKEN","secret":true,"by":"ada"}""",
            """variable.set project/digits {"project":"digits","name":"TOKEN","secret":false,"by":"bob"}""",
            """variable.unset project/digits {"project":"digits","name":"TOKEN","by":"eve"}""",
        ]);
    }

    [Fact]
    public async Task A_secret_is_listed_without_its_value_and_one_that_became_plain_leaves_nothing_sealed()
    {
        await SetAsync("TOKEN", Secret, isSecret: true);
        (await Variables.ListAsync(Project, Cancel)).ShouldHaveSingleItem().Value.ShouldBeNull();
        (await Variables.KeyStateAsync(Cancel)).Secrets.ShouldBe(1);
        await SetAsync("TOKEN", "plain");
        (await Variables.ListAsync(null, Cancel)).ShouldHaveSingleItem().Value.ShouldBe("plain");
        (await Variables.KeyStateAsync(Cancel)).Secrets.ShouldBe(0);
    }

    [Theory]
    [InlineData("1A", "v", "variable.name")]
    [InlineData("A-B", "v", "variable.name")]
    [InlineData("", "v", "variable.name")]
    [InlineData("GYRE_TOKEN", "v", "variable.reserved")]
    [InlineData("LD_PRELOAD", "v", "variable.reserved")]
    [InlineData("A", "a\0b", "variable.value")]
    public async Task What_is_no_variable_is_refused_and_changes_nothing(string name, string value, string code)
    {
        var refused = await Should.ThrowAsync<InvalidInputException>(() => SetAsync(name, value));
        refused.Diagnostics[0].Code.ShouldBe(code);
        (await Variables.ListAsync(null, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rotating_the_key_keeps_all_secrets_and_needs_only_the_new_one()
    {
        await SetAsync("TOKEN", Secret, isSecret: true);
        await Variables.SetAsync("other", "TOKEN", "another", isSecret: true, "ada", Cancel);
        var file = new SecretKeyFile(new StorageOptions { Home = _world.Home });
        var before = await File.ReadAllTextAsync(file.Path, Cancel);
        var rotation = await Variables.RotateKeyAsync("ada", Cancel);
        rotation.Count.ShouldBe(2);
        (await Variables.KeyStateAsync(Cancel)).Key.ShouldBe(rotation.Key);
        var after = await File.ReadAllTextAsync(file.Path, Cancel);
        after.ShouldNotContain(before.Split('\n')[1]);
        await _world.RunAsync(Yaml);
        _world.Machine.Started.ShouldHaveSingleItem().Secrets["TOKEN"].ShouldBe(Secret);
        // With the old key nothing opens any more, and nothing is written beside the new one.
        await File.WriteAllTextAsync(file.Path, before, Cancel);
        (await Should.ThrowAsync<InvalidInputException>(() => SetAsync("MORE", "value", isSecret: true))).Diagnostics[0].Code.ShouldBe(
            "secrets.key-missing");
        (await Should.ThrowAsync<InvalidInputException>(() => Variables.RotateKeyAsync("ada", Cancel))).Diagnostics[0].Code.ShouldBe(
            "secrets.key-missing");
        (await Variables.KeyStateAsync(Cancel)).IsThere.ShouldBeFalse();
        (await File.ReadAllTextAsync(file.Path, Cancel)).ShouldBe(before);
    }

    [Fact]
    public async Task What_was_sealed_before_a_rotation_is_not_kept_behind_it()
    {
        await SetAsync("TOKEN", Secret, isSecret: true);
        var vault = new SecretVault(_world.Store.Database, new SecretKeyFile(new StorageOptions { Home = _world.Home }));
        var late = await vault.SealAsync("project/late", [new("TOKEN", "value")], Cancel);
        await Variables.RotateKeyAsync("ada", Cancel);
        var refused = await Should.ThrowAsync<InvalidInputException>(() => _world.Store.Database.WriteAsync(session =>
        {
            SealedValues.Put(session, late);
            return true;
        }, Cancel));
        refused.Diagnostics[0].Code.ShouldBe("secrets.key-changed");
    }

    [Fact]
    public async Task A_row_that_was_moved_to_another_project_does_not_open_there()
    {
        await Variables.SetAsync("other", "TOKEN", Secret, isSecret: true, "ada", Cancel);
        await SetAsync("TOKEN", "own", isSecret: true);
        await _world.Store.Database.WriteAsync(session => session.Execute(
            "UPDATE sealed_values SET text = (SELECT text FROM sealed_values WHERE place = 'project/other') WHERE place <> 'project/other'"), Cancel);
        var run = await _world.RunAsync(Yaml);
        run.State.ShouldBe(RunState.Failed);
        _world.Machine.Started.ShouldBeEmpty();
    }

    private static ImmutableSortedDictionary<string, string> Map(params (string Name, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Cancel);
        return bytes.ToArray();
    }

    private Task<bool> SetAsync(string name, string value, bool isSecret = false) =>
        Variables.SetAsync(Project, name, value, isSecret, "ada", Cancel);
}
