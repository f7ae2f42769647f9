using System.Text.RegularExpressions;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>The shape of every item of a project file. The wide dialect knows Gyre's own words beside the format's.</summary>
internal sealed partial class Grammar
{
    private static readonly string[] OnErrorWords = ["stop-all", "stop-next", "continue", "retry"];

    // Before the grammars, which are made of it: static members are initialized in the order of the file.
    private static Shape CacheScope { get; } = Shape.Word([.. Enum.GetValues<CacheScope>().Select(KebabCase.Of)]);

    private static Shape Approval { get; } = Shape.Closed([], ("expires", Shape.Duration), ("on-expiry", Shape.Word("refuse", "approve")),
        ("approvers", Shape.Texts));

    private static readonly Grammar NarrowStandard = new(wide: false, NodeKinds.Standard);
    private static readonly Grammar WideStandard = new(wide: true, NodeKinds.Standard);

    private readonly bool _wide;
    private readonly NodeKinds _kinds;

    private Grammar(bool wide, NodeKinds kinds)
    {
        _wide = wide;
        _kinds = kinds;
        Step = MakeStep();
        Task = MakeTask();
        Endpoint = MakeEndpoint();
        Deployment = Widen(
            Shape.Closed(
                ["name"], ("name", Shape.Text), ("defaults", Shape.Map),
                (DeploymentRights.Key, Shape.ListOf(Shape.Word([.. DeploymentRights.Words])))),
            DeploymentGrammar.Keys);
        Pipeline = MakePipeline(MakeOverride(others: null));
        Blueprint = MakePipeline(MakeOverride(Shape.Any));
    }

    /// <param name="wide">For <c>gyre.yaml</c>; else for <c>valohai.yaml</c>.</param>
    /// <param name="kinds">Kinds that nodes may have.</param>
    public static Grammar For(bool wide, NodeKinds kinds) =>
        kinds != NodeKinds.Standard ? new Grammar(wide, kinds) : wide ? WideStandard : NarrowStandard;

    public Shape Step { get; }

    public Shape Task { get; }

    public Shape Endpoint { get; }

    public Shape Deployment { get; }

    public Shape Pipeline { get; }

    /// <summary>As <see cref="Pipeline"/>; unknown keys of an override are left to a warning.</summary>
    public Shape Blueprint { get; }

    public Shape Cycle { get; } = CycleGrammar.Cycle;

    public Shape Trigger { get; } = TriggerGrammar.Trigger;

    public Shape Settings { get; } = Shape.Closed(
        [], ("strict-commands", Shape.Boolean), ("fixed-folders", Shape.Boolean), ("cache-scope", CacheScope));

    /// <summary>Adds Gyre's own keys in the wide dialect.</summary>
    private MapShape Widen(MapShape shape, params (string Key, Shape Shape)[] keys) =>
        _wide ? shape with { Keys = shape.Keys.Concat(keys.Select(key => KeyValuePair.Create(key.Key, key.Shape))).ToDictionary(StringComparer.Ordinal) } : shape;

    private MapShape MakeStep() => Widen(
        Shape.Closed(
            // Where no container is used, an image says nothing; where a component is used, it brings the command.
            _wide ? ["name"] : ["command", "name", "image"],
            ("name", Shape.Text), ("image", Shape.Text), ("command", Shape.Texts),
            ("parameters", Shape.ListOf(MakeParameter())), ("inputs", Shape.ListOf(MakeInput())),
            ("outputs", Shape.ListOf(Shape.Closed(["name"], ("name", Shape.Text), ("description", Shape.Text)))),
            ("mounts", Shape.ListOf(MakeMount())), ("environment-variables", Shape.ListOf(MakeVariable())),
            ("environment-variable-groups", Shape.ListOf(Shape.Text)), ("environment", Shape.Text), ("runtime-config-preset", Shape.Text),
            ("resources", MakeResources()), ("cache-volumes", Shape.ListOf(Shape.Text)), ("upload-store", new TextShape { MaxLength = 64 }),
            ("time-limit", Shape.Duration), ("no-output-timeout", Shape.Duration), ("stop-condition", Shape.Text), ("source-path", Shape.Text),
            ("description", Shape.Text), ("category", Shape.Text), ("icon", Shape.Text)),
        ("executor", Shape.Text),
        ("pool", Shape.Texts),
        ("strict-commands", Shape.Boolean),
        ("fixed-folders", Shape.Boolean),
        ("cache", new ChoiceShape("oneOf", [Shape.Boolean, Shape.Closed([], ("lifetime", Shape.Duration), ("code", Shape.Texts))]) { Names = "true, false or {lifetime, code}" }),
        ("uses", Shape.Text),
        ("with", Shape.Map)) with
    {
        Together = _wide ? CommandOrComponent : null,
    };

    private static (string Rule, string Message)? CommandOrComponent(YamlMapping map)
    {
        if (map.Find("uses") is null)
            return map.Find("command") is null ? ("required", "A step requires either 'command' or 'uses'.") : map.Find("with") is null ? null : ("additionalProperties", "'with' sets the inputs of a component and requires 'uses'.");
        return UsesReader.Excluded.FirstOrDefault(key => map.Find(key) is not null) is { } key
            ? (
                "additionalProperties",
                $"'{key}' cannot be used together with 'uses': the component defines it. Set the component's inputs under 'with'.")
            : null;
    }

    private static MapShape MakeParameter() => Shape.Closed(
        ["name"],
        ("name", Shape.Text), ("type", Shape.Word("string", "integer", "float", "flag")), ("default", Shape.Any), ("optional", Shape.Boolean),
        ("multiple", Shape.Word("none", "repeat", "separate")), ("multiple-separator", Shape.Text), ("pass-as", Shape.Text),
        ("pass-true-as", Shape.Text), ("pass-false-as", Shape.Text), ("min", Shape.Number), ("max", Shape.Number), ("choices", Shape.ListOf(Shape.Any)),
        ("widget", new ChoiceShape("oneOf", [new MapShape { Keys = Keys(("type", Shape.Text), ("settings", Shape.Map)), Required = ["type"], Others = Shape.Any }, Shape.Text])),
        ("category", Shape.Text), ("description", Shape.Text));

    private static MapShape MakeInput() => Shape.Closed(
        ["name"],
        ("name", new TextShape { MaxLength = 64 }), ("default", Shape.Texts), ("optional", Shape.Boolean), ("filename", Shape.Text),
        ("keep-directories", new ChoiceShape("oneOf", [Shape.Boolean, Shape.Word("none", "full", "suffix")])),
        ("download", Shape.Word("always", "on-demand")), ("description", Shape.Text));

    private MapShape MakeVariable() => Widen(
        Shape.Closed(["name"], ("name", Shape.Text), ("default", Shape.Text), ("optional", Shape.Boolean), ("description", Shape.Text)),
        ("secret", Shape.Boolean), ("from-host", Shape.Boolean));

    private static ChoiceShape MakeMount() => new("anyOf",
    [
        new TextShape { Pattern = MountText() },
        Shape.Closed(["source", "destination"], ("source", Shape.Text), ("destination", new TextShape { Pattern = AbsolutePath() }), ("readonly", Shape.Boolean), ("type", Shape.Text), ("options", Shape.Map)),
    ])
    {
        Names = "'/source:/destination' or {source, destination, ...}",
    };

    private static MapShape MakeResources(params (string Key, Shape Shape)[] more) => Shape.Closed([],
        [("cpu", MinMax(Shape.Number)), ("memory", MinMax(Shape.Number)), ("devices", new MapShape { Others = new NumberShape { Min = 1 } }), .. more]);

    private static MapShape MinMax(Shape number) => Shape.Closed([], ("min", number), ("max", number));

    private static MapShape MakeTask() => Shape.Closed(
        ["name", "step"],
        ("name", Shape.Text), ("step", Shape.Text), ("type", Shape.Text), ("parameters", Shape.ListOf(MakeSweepParameter())),
        ("parameter-sets", Shape.ListOf(Shape.Map)), ("execution-count", Shape.Integer), ("execution-batch-size", Shape.Integer),
        ("maximum-queued-executions", Shape.Integer), ("optimization-target-metric", Shape.Text), ("optimization-target-value", Shape.Number),
        ("engine", Shape.Text), ("on-child-error", Shape.Text), ("stop-condition", Shape.Text), ("reuse-children", Shape.Boolean), ("description", Shape.Text)) with
    {
        Together = map => map.Find("parameters") is null && map.Find("parameter-sets") is null ? ("anyOf", "Either 'parameters' or 'parameter-sets' is required; it may be empty.") : null,
    };

    private static MapShape MakeSweepParameter() => Shape.Closed(
        ["name", "rules", "style"],
        ("name", Shape.Text), ("style", Shape.Word("single", "multiple", "linear", "logspace", "random")),
        ("rules", Shape.Closed([],
            ("value", Shape.Number), ("items", Shape.ListOf(
                new ChoiceShape("anyOf", [Shape.Number, Shape.Text, Shape.Boolean]) { Names = "a number, a string, true or false" })),
            ("start", Shape.Number), ("end", Shape.Number), ("step", Shape.Number), ("count", Shape.Number), ("base", Shape.Number), ("min", Shape.Number),
            ("max", Shape.Number), ("distribution", Shape.Text), ("seed", Shape.Number), ("integerify", Shape.Boolean), ("numberify", Shape.Boolean))));

    private static MapShape MakeEndpoint() => Shape.Closed(
        ["name", "image"],
        ("name", new TextShape { Pattern = EndpointName() }), ("image", Shape.Text), ("server-command", Shape.Texts), ("wsgi", Shape.Text),
        ("port", new NumberShape { Min = 1025, Max = 65535 }),
        ("files", Shape.ListOf(Shape.Closed(["name", "path"], ("name", Shape.Text), ("path", Shape.Text), ("description", Shape.Text)))),
        ("node-selector", new TextShape { Pattern = HasEqualsSign() }), ("resources", MakeResources(("ephemeral-storage", MinMax(Shape.Integer)))),
        ("tolerations", Shape.ListOf(MakeToleration())), ("description", Shape.Text)) with
    {
        Together = map => (map.Find("server-command") is null, map.Find("wsgi") is null) switch
        {
            (true, true) => ("oneOf", "Exactly one of 'server-command' and 'wsgi' is required."),
            (false, false) => ("oneOf", "Exactly one of 'server-command' and 'wsgi' is required."),
            _ => null,
        },
    };

    private static MapShape MakeToleration() => Shape.Closed(
        [],
        ("key", Shape.Text), ("operator", Shape.Word("Exists", "Equal")), ("value", Shape.Text), ("effect", Shape.Word("NoSchedule", "PreferNoSchedule", "NoExecute"))) with
    {
        Together = map => map.Find("key") is null && map.Find("operator") is not YamlScalar { Value: TextValue { Text: "Exists" } }
            ? ("oneOf", "A toleration without 'key' requires 'operator: Exists'.")
            : null,
    };

    private MapShape MakeOverride(Shape? others) => Widen(
        Shape.Closed([],
            ("image", Shape.Text), ("command", Shape.Texts), ("environment", Shape.Text), ("environment-variables", Shape.ListOf(MakeVariable())),
            ("inputs", Shape.ListOf(MakeInput())), ("parameters", Shape.ListOf(MakeParameter())), ("mounts", Shape.ListOf(MakeMount())),
            ("runtime-config-preset", Shape.Text)) with
        { Others = others },
        ("merge", Shape.Boolean));

    private MapShape MakePipeline(MapShape override_) => Widen(Shape.Closed(
        ["edges", "name", "nodes"],
        ("name", Shape.Text), ("nodes", Shape.ListOf(MakeNode(override_))), ("edges", Shape.ListOf(MakeEdge())),
        ("parameters", Shape.ListOf(Shape.Closed([], ("name", Shape.Text), ("target", Shape.Text), ("targets", Shape.Texts), ("default", Shape.Any), ("category", Shape.Text), ("description", Shape.Text)))),
        ("reuse-executions", Shape.Boolean)), ("cache-scope", CacheScope));

    private static ChoiceShape MakeEdge() => new("anyOf",
    [
        new ListShape(Shape.Text) { MaxItems = 2, TooManyRemedy = "An edge has two ends. Put a key that contains ',' in quotes." },
        Shape.Closed(["source", "target"], ("source", Shape.Text), ("target", Shape.Text), ("configuration", Shape.Map)),
    ])
    {
        Names = "[source, target] or {source, target, configuration}",
    };

    private ChoiceShape MakeNode(MapShape override_)
    {
        var shapes = _kinds.InFiles(_wide).ToDictionary(
            kind => kind.Word, kind => NodeForms.Of(kind.NodeType).Shape(this, kind, override_), StringComparer.Ordinal);
        var keys = shapes.Values.SelectMany(shape => shape.Keys).DistinctBy(key => key.Key).Where(key => key.Key != "type")
            .Select(key => (key.Key, key.Value));
        var unknownType = Shape.Closed(["name", "type"], [.. keys, ("type", Shape.Word([.. shapes.Keys]))]);
        return new ChoiceShape("anyOf", [.. shapes.Values])
        {
            Names = "a node of type " + string.Join(", ", shapes.Keys),
            Meant = node => node is YamlMapping map && map.Find("type") is YamlScalar { Value: TextValue { Text: var type } }
                && shapes.TryGetValue(type, out var shape) ? shape : unknownType,
        };
    }

    public MapShape ExecutionShape(NodeKind kind, MapShape override_) =>
        NodeShape(kind.Word, ["name", "step", "type"], OnErrorWords, [("step", Shape.Text), .. StepKeys(override_)]);

    public MapShape TaskShape(NodeKind kind, MapShape override_) =>
        NodeShape(kind.Word, ["name", "type"], OnErrorWords, [("step", Shape.Text), ("task", Shape.Text), .. StepKeys(override_)]) with
        {
            Together = map => (map.Find("step") is null, map.Find("task") is null) switch
            {
                (true, true) => ("oneOf", "A task node requires exactly one of 'step' and 'task'."),
                (false, false) => ("oneOf", "A task node requires exactly one of 'step' and 'task'."),
                (true, false) or (false, true) => null,
            },
        };

    public MapShape DeploymentShape(NodeKind kind) => NodeShape(
        kind.Word, ["name", "deployment", "type"], OnErrorWords[..3], ("deployment", Shape.Text), ("endpoints", Shape.ListOf(Shape.Text)),
            ("aliases", Shape.ListOf(Shape.Text)));

    public MapShape ApprovalShape(NodeKind kind) => NodeShape(kind.Word, ["name", "type"], OnErrorWords[..3], ("question", Shape.Text));

    /// <summary>Of a kind whose fields are declared.</summary>
    public MapShape DeclaredShape(NodeKind kind) => NodeShape(
        kind.Word, ["name", "type", .. kind.Fields.Where(field => field.Required).Select(field => field.Name)], OnErrorWords[..3],
        [.. kind.Fields.Select(field => (field.Name, NodeForms.ShapeOf(field.Type)))]);

    private static (string Key, Shape Shape)[] StepKeys(MapShape override_) =>
        [("commit", Shape.Text), ("override", override_), ("edge-merge-mode", Shape.Word("replace", "append"))];

    private MapShape NodeShape(string type, string[] required, string[] onError, params (string Key, Shape Shape)[] keys) => Widen(
        Shape.Closed(required, [("name", Shape.Text), ("type", Shape.Word(type)), ("on-error", Shape.Word(onError)), ("actions", Shape.ListOf(Shape.Closed(["when", "then"], ("when", Shape.Texts), ("if", Shape.Texts), ("then", Shape.Texts)))), .. keys]),
        type is "execution" or "task" ? [("retry", CycleGrammar.Retry), ("approval", Approval)] : [("approval", Approval)]);

    private static Dictionary<string, Shape> Keys(params (string Key, Shape Shape)[] keys) => keys.ToDictionary(key => key.Key, key => key.Shape, StringComparer.Ordinal);

    [GeneratedRegex("^/.+:/.+$", RegexOptions.CultureInvariant)]
    private static partial Regex MountText();

    [GeneratedRegex("^/.+$", RegexOptions.CultureInvariant)]
    private static partial Regex AbsolutePath();

    [GeneratedRegex("^[a-z][a-z0-9-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex EndpointName();

    [GeneratedRegex("=", RegexOptions.CultureInvariant)]
    private static partial Regex HasEqualsSign();
}
