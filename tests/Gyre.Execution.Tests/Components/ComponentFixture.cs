using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution.Platform;
using Gyre.Execution.Supervision;

namespace Gyre.Execution.Tests.Components;

/// <summary>Short ways to order components and to look at what they gave.</summary>
public abstract class ComponentFixture : ExecutorFixture
{
    protected static ArtifactType Dataset { get; } = new("system.Dataset", "0.0.1");

    /// <summary>A template: texts stand for themselves.</summary>
    protected static ArgumentTemplate Template(params ReadOnlySpan<object> parts)
    {
        var all = ImmutableArray.CreateBuilder<TemplatePart>();
        foreach (var part in parts)
            all.Add(part as TemplatePart ?? new TextPart((string)part));
        return new ArgumentTemplate(all.ToImmutable());
    }

    protected static PlaceholderPart In(string name) => new(PlaceholderKind.InputValue, name);

    protected static PlaceholderPart At(PlaceholderKind kind, string? name = null, string? key = null) => new(kind, name, key);

    protected static ComponentInput Input(string name, ParameterType type, Value? @default = null) => new() { Name = name, ParameterType = type, Default = @default, Optional = true };

    protected static ComponentOutput Output(string name, ParameterType type) => new() { Name = name, ParameterType = type };

    protected static ComponentOutput OutputArtifact(string name, ArtifactType? type = null, bool isList = false) => new() { Name = name, ArtifactType = type ?? Dataset, IsList = isList };

    /// <summary>A shell script whose arguments are templates.</summary>
    protected static Component Shell(string script, IEnumerable<ArgumentTemplate> arguments, params ComponentOutput[] outputs) => new()
    {
        Name = "shell",
        Command = [Template("sh"), Template("-ec"), Template(script), Template("sh"), .. arguments],
        Outputs = [.. outputs],
    };

    protected AttemptOrder Order(Component component, string values = "{}", params NamedArtifacts[] artifacts) => Home.Order() with
    {
        NodePath = "task",
        Component = new ComponentOrder
        {
            Component = component,
            Values = (MapValue)Of(values),
            Artifacts = [.. artifacts],
            RunName = "pipeline-1",
            RunCreated = DateTimeOffset.UnixEpoch,
            RunScheduled = DateTimeOffset.UnixEpoch.AddDays(1),
            TaskName = "task",
        },
    };

    protected async Task<AttemptResult> SucceedAsync(AttemptOrder order)
    {
        var result = await RunAsync(order);
        if (result.Outcome != AttemptOutcome.Succeeded)
            result.Reason.ShouldBe(null, string.Join('\n', await Home.LogAsync(order.Attempt, Cancel)));
        return result;
    }

    protected async Task<AttemptResult> FailAsync(AttemptOrder order, string reason)
    {
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain(reason);
        result.Results.Entries.ShouldBeEmpty();
        result.Artifacts.ShouldBeEmpty();
        return result;
    }

    /// <summary>An artifact of one file that is in the store.</summary>
    protected async Task<Artifact> StoredAsync(string name, string content, string metadata = "{}")
    {
        var file = await Home.StoreAsync(name, content, Cancel);
        return new Artifact { Name = name, Type = Dataset, Files = [new ArtifactFile("", file.Digest, file.SizeInBytes)], Metadata = (MapValue)Of(metadata) };
    }

    /// <summary>The text of an artifact that is one file.</summary>
    protected async Task<string> ContentAsync(AttemptResult result, string output, int index = 0)
    {
        var files = result.Artifacts.Single(each => each.Name == output).Items[index].Files;
        files.Length.ShouldBe(1);
        files[0].Path.ShouldBe("");
        return await Home.ReadAsync(files[0].Digest, Cancel);
    }

    protected static Artifact Only(AttemptResult result, string output) => result.Artifacts.Single(each => each.Name == output).Items.ShouldHaveSingleItem();

    protected static string Python { get; } = Programs.Find("python3", Environment.GetEnvironmentVariable("PATH") ?? "") ?? "";

    protected static void NeedsPython() => Assert.SkipWhen(Python.Length == 0, "There is no python3 on the PATH of this machine.");
}
