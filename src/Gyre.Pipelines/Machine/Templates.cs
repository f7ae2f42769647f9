using System.Globalization;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>What placeholders in values of the graph may name: values that are in sight, and facts of the run.</summary>
internal sealed record TemplateScope(Func<string, Value?> Values, RunPlan Plan, NodeRun Node);

/// <summary>Fills in values with placeholders, in one pass: what a placeholder brings is not looked through again.</summary>
internal static class Templates
{
    /// <summary>A scope in which names are what other bindings of the node bring, then inputs of the graph that the node run is in.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="node">Whose value is filled in.</param>
    /// <param name="input">The input that it is for; it is not looked for in itself. Null for none.</param>
    public static TemplateScope ScopeOf(MachineTurn turn, NodeRun node, string? input = null) => new(name => TypedInputs.ValueInSight(turn, node, name, input), turn.Graph.Plan, node);

    public static Value Fill(ValueTemplate template, TemplateScope scope) => template switch
    {
        FixedTemplate constant => constant.Value,
        TextTemplate text => Value.Of(Fill(text.Text, scope)),
        ListTemplate list => Value.Of(list.Items.Select(item => Fill(item, scope))),
        MapTemplate map => new MapValue([.. map.Entries.Select(entry => KeyValuePair.Create(Fill(entry.Key, scope), Fill(entry.Value, scope))).DistinctBy(entry => entry.Key, StringComparer.Ordinal)]),
        _ => Value.Null,
    };

    public static string Fill(ArgumentTemplate template, TemplateScope scope) => string.Concat(template.Parts.Select(part => part switch
    {
        TextPart text => text.Text,
        PlaceholderPart placeholder => Of(placeholder, scope),
        PresentPart present => string.Concat((Has(scope, present.Input) ? present.Then : present.Else).Select(inner => Fill(inner, scope))),
        _ => "",
    }));

    private static bool Has(TemplateScope scope, string name) => scope.Values(name) is { IsNull: false };

    private static string Of(PlaceholderPart part, TemplateScope scope) => part.Kind switch
    {
        PlaceholderKind.InputValue => scope.Values(part.Name!) is { IsNull: false } value ? ComponentText.Of(value) : "",
        PlaceholderKind.RunName or PlaceholderKind.RunResource => RunNameOf(scope.Plan),
        PlaceholderKind.RunId => scope.Plan.Run.ToString(),
        PlaceholderKind.RunCreated or PlaceholderKind.RunScheduled => scope.Plan.AcceptedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        PlaceholderKind.TaskName => NodePaths.NameOf(scope.Node.Node, scope.Node.Scope),
        PlaceholderKind.TaskId => GuidIds.FromNames(scope.Plan.Run.ToString(), scope.Node.Path).ToString(),
        PlaceholderKind.Root => $"gyre://runs/{scope.Plan.Run}",
        // Everything else is a matter of the machine the step runs on; the reader lets it stand in commands only.
        _ => "",
    };

    /// <summary>The name under which steps know the run.</summary>
    public static string RunNameOf(RunPlan plan) => $"{plan.Pipeline.Name}-{plan.Run}";
}
