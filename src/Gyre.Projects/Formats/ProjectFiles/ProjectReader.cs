using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>
/// A document to a project, in stages as the format's own checker has them: structure, then building, then references. When
/// the structure is broken the later stages are not looked at.
/// </summary>
internal sealed class ProjectReader
{
    private static readonly string[] FormatKinds = ["step", "task", "endpoint", "pipeline", "blueprint", "deployment"];
    private static readonly string[] OwnKinds =
    [
        "cycle", "cycles", "trigger", "triggers", "settings", "notification", "notifications", "model", "models",
    ];

    private readonly Problems _problems;
    private readonly Grammar _grammar;
    private readonly string[] _kinds;
    private readonly bool _wide;
    private readonly DeclaredList<Step> _steps = new();
    private readonly DeclaredList<Sweep> _sweeps = new();
    private readonly DeclaredList<Pipeline> _pipelines = new();
    private readonly DeclaredList<NamedDefinition> _endpoints = new();
    private readonly DeclaredList<NamedDefinition> _deployments = new();

    private readonly ComponentShelf _shelf;
    private readonly ProjectLanguage _language;

    private ProjectReader(Problems problems, bool wide, ComponentShelf shelf, ProjectLanguage language)
    {
        _language = language;
        _problems = problems;
        _shelf = shelf;
        _wide = wide;
        _grammar = Grammar.For(wide, language.Nodes);
        _kinds = wide ? [.. FormatKinds, .. OwnKinds] : FormatKinds;
    }

    /// <param name="root">The document, or null when it is empty.</param>
    /// <param name="file">For messages.</param>
    /// <param name="wide">Gyre's own words are known.</param>
    /// <param name="shelf">Components that steps use.</param>
    /// <param name="language">Kinds that nodes may have, and events that triggers may wait for.</param>
    public static ProjectReading Read(YamlNode? root, string file, bool wide, ComponentShelf shelf, ProjectLanguage language)
    {
        var problems = new Problems(file);
        var project = new ProjectReader(problems, wide, shelf, language).Read(root);
        return new ProjectReading(problems.Errors > 0 ? null : project, problems.ToList());
    }

    private Project? Read(YamlNode? root)
    {
        if (root is not YamlSequence list)
        {
            _problems.Error(
                root is null ? "project.empty" : "structure.type",
                root is null ? "The file is empty; a project file is a list of items." : "A project file must be a list of items.",
                DocumentPath.Root,
                root?.Place ?? new YamlPlace(1, 1),
                "Start each item with '- step:' or another kind.");
            return null;
        }
        var items = list.Items.Select((node, index) => (Node: node, Path: DocumentPath.Root.At(index))).ToList();
        var checker = new ShapeChecker(_problems);
        foreach (var (node, path) in items)
            CheckStructure(checker, node, path);
        return _problems.Errors > 0 ? null : Build([.. items.Select(item => ((YamlMapping)item.Node, item.Path))]);
    }

    private void CheckStructure(ShapeChecker checker, YamlNode node, DocumentPath path)
    {
        checker.Check(node, Shape.Map, path);
        if (node is not YamlMapping map)
            return;
        var kind = KindOf(map);
        foreach (var entry in map.Entries)
        {
            var always = entry.Key is "step" or "task" or "endpoint" or "pipeline";
            if ((always || entry.Key == kind) && ShapeOf(entry.Key) is { } shape)
                checker.Check(entry.Value, shape, path.Key(entry.Key));
        }
    }

    private string? KindOf(YamlMapping map) => _kinds.FirstOrDefault(kind => map.Find(kind) is not null);

    private Shape? ShapeOf(string kind) => kind switch
    {
        "step" => _grammar.Step,
        "task" => _grammar.Task,
        "endpoint" => _grammar.Endpoint,
        "pipeline" => _grammar.Pipeline,
        "blueprint" => _grammar.Blueprint,
        "deployment" => _grammar.Deployment,
        "cycle" => _grammar.Cycle,
        "cycles" => Shape.ListOf(Shape.Closed(["cycle"], ("cycle", _grammar.Cycle))),
        "trigger" => _grammar.Trigger,
        "triggers" => Shape.ListOf(_grammar.Trigger),
        "settings" => _grammar.Settings,
        "notification" => NotificationReader.Form,
        "notifications" => Shape.ListOf(NotificationReader.Form),
        "model" => ModelReader.Form,
        "models" => Shape.ListOf(ModelReader.Form),
        _ => null,
    };

    private Project Build(List<(YamlMapping Map, DocumentPath Path)> items)
    {
        var parts = items.Select(item => (Kind: KindOf(item.Map), item.Map, item.Path)).ToList();
        foreach (var (_, map, path) in parts.Where(part => part.Kind is null))
            _problems.Warning(
                "item.unknown",
                $"Unknown kind of item with the key{(map.Entries.Length == 1 ? "" : "s")} "
                    + $"{string.Join(", ", map.Entries.Take(5).Select(entry => $"'{Names.Shown(entry.Key)}'"))}; it is ignored.",
                path,
                map.Place,
                map.Entries.Select(entry => Suggestions.Remedy(entry.Key, _kinds)).FirstOrDefault(remedy => remedy is not null));
        var strict = parts.Where(part => part.Kind == "settings").Any(part => part.Map.Map("settings")?.Flag("strict-commands") == true);
        var fixedFolders = !_wide || parts.Where(part => part.Kind == "settings").Any(part => part.Map.Map("settings")?.Flag("fixed-folders") == true);
        var stepReader = new StepReader(_problems,
            new StepDefaults(_wide, strict, fixedFolders, _language.Executors, new PoolRules(_language.Pools)), _shelf);
        var declared = parts.Where(part => part.Kind == "settings")
            .Select(part => part.Map.Map("settings") is { } map ? CacheScopes.Read(map) : null);
        CacheScope? cacheScope = _wide ? declared.LastOrDefault(static scope => scope is not null) ?? CacheScope.Project : null;
        var pipelineReader = new PipelineReader(_problems, _steps, _sweeps, stepReader, cacheScope, _wide, _language.Nodes);
        ReadKind(parts, "step", _steps, stepReader.Read);
        ReadKind(parts, "task", _sweeps, new SweepReader(_problems).Read);
        ReadKind(parts, "endpoint", _endpoints, (map, _) => new NamedDefinition(map.Text("name")!, (MapValue)map.ToValue()));
        ReadKind(parts, "deployment", _deployments, ReadDeployment);
        ReadKind(parts, ["pipeline", "blueprint"], _pipelines, pipelineReader.Read);
        CheckSweepSteps();
        var cycles = new CycleReader(_problems, _pipelines, stepReader).ReadAll(parts);
        var triggers = new TriggerReader(_problems, _pipelines, stepReader, _language.Events).ReadAll(parts);
        return new Project
        {
            Steps = Values(_steps),
            Sweeps = Values(_sweeps),
            Pipelines = Values(_pipelines),
            Cycles = cycles,
            Notifications = new NotificationReader(_problems, _pipelines, new EventWords(_language.Events)).ReadAll(parts),
            Triggers = triggers,
            Models = new ModelReader(_problems).ReadAll(parts),
            Endpoints = Values(_endpoints),
            Deployments = Values(_deployments),
            DeclaredDeployments = _wide ? DeclaredDeployments() : [],
        };
    }

    private static ImmutableArray<T> Values<T>(DeclaredList<T> list) => [.. list.Items.Select(item => item.Value)];

    private void ReadKind<T>(List<(string? Kind, YamlMapping Map, DocumentPath Path)> parts, string kind, DeclaredList<T> into, Func<YamlMapping, DocumentPath, T> read) => ReadKind(parts, [kind], into, read);

    /// <summary>Only the last of several with one name is read, so that nothing is said about the others.</summary>
    private void ReadKind<T>(List<(string? Kind, YamlMapping Map, DocumentPath Path)> parts, string[] kinds, DeclaredList<T> into, Func<YamlMapping, DocumentPath, T> read)
    {
        var declared = new DeclaredList<bool>();
        foreach (var (kind, item, path) in parts.Where(part => kinds.Contains(part.Kind, StringComparer.Ordinal)))
        {
            var map = item.Map(kind!)!;
            var name = map.Text("name")!;
            if (!declared.Put(name, new Declared<bool>(true, map, path.Key(kind!))))
                _problems.Warning(
                    $"{kinds[0]}.duplicate-name",
                    $"Two items of kind '{kinds[0]}' have the name '{Names.Shown(name)}'; the last one is used.",
                    path.Key(kind!).Key("name"),
                    map.PlaceOf("name"),
                    "Rename or remove one of them.");
        }
        foreach (var item in declared.Items)
            into.Put(item.Map.Text("name")!, new Declared<T>(read(item.Map, item.Path), item.Map, item.Path));
    }

    private NamedDefinition ReadDeployment(YamlMapping map, DocumentPath path)
    {
        var name = map.Text("name")!;
        // One that says what steps may do, or what it serves, is a deployment of a home, which has no target.
        var isOfHome = map.Find(DeploymentRights.Key) is not null || DeploymentReader.IsDeclared(map);
        if (!isOfHome && map.Map("defaults")?.Find("target") is null or YamlScalar { Value: NullValue })
            _problems.Warning("deployment.no-target", $"Deployment '{Names.Shown(name)}' has no 'defaults.target'.", path, map.PlaceOf("defaults"), "Add 'defaults: {target: ...}'.");
        return new NamedDefinition(name, (MapValue)map.ToValue());
    }

    private ImmutableArray<DeploymentDeclaration> DeclaredDeployments()
    {
        var reader = new DeploymentReader(_problems);
        return
        [
            .. _deployments.Items.Where(static item => DeploymentReader.IsDeclared(item.Map))
                .Select(item => reader.Read(item.Map, item.Path)),
        ];
    }

    /// <summary>A task that no node uses may name a step that is not there; its parameters should be the step's.</summary>
    private void CheckSweepSteps()
    {
        foreach (var item in _sweeps.Items)
        {
            var owner = $"Task '{Names.Shown(item.Value.Name)}'";
            if (_steps.Find(item.Value.Step) is not { } step)
            {
                _problems.Hint(
                    "task.unknown-step",
                    $"{owner}: step '{Names.Shown(item.Value.Step)}' does not exist.",
                    item.Path.Key("step"),
                    item.Map.PlaceOf("step"),
                    Suggestions.Remedy(item.Value.Step, _steps.Names));
                continue;
            }
            var names = step.Value.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var (parameter, where) in item.Map.Maps("parameters", item.Path).Where(parameter => !names.Contains(parameter.Map.Text("name")!)))
                _problems.Hint(
                    "task.unknown-parameter",
                    $"{owner}: step '{Names.Shown(step.Value.Name)}' has no parameter '{Names.Shown(parameter.Text("name")!)}'.",
                    where.Key("name"),
                    parameter.PlaceOf("name"),
                    Suggestions.Remedy(parameter.Text("name")!, names));
        }
    }
}
