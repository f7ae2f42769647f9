using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>What holds for the steps of a file that say nothing else.</summary>
/// <param name="IsWide">Whether the file is Gyre's own.</param>
/// <param name="StrictCommands">Stop at the first failing command.</param>
/// <param name="FixedFolders">Code may look for its folders at fixed paths.</param>
/// <param name="Executors">Names of the executors that there are; null when nobody knows.</param>
/// <param name="Pools">The pools that a step may name.</param>
internal sealed record StepDefaults(bool IsWide, bool StrictCommands, bool FixedFolders,
    IReadOnlyList<string>? Executors, PoolRules Pools);

/// <summary>Builds a step from an item whose shape has been checked, and says what is odd about it.</summary>
internal sealed class StepReader(Problems problems, StepDefaults defaults, ComponentShelf shelf)
{
    private readonly UsesReader _uses = new(problems, shelf);

    /// <summary>Compares defaults with the rules of their parameters.</summary>
    public DefaultChecker Defaults { get; } = new(problems, defaults.IsWide);

    public Step Read(YamlMapping map, DocumentPath path)
    {
        var name = map.Text("name")!;
        CheckName(name, "step", path, map.PlaceOf("name"));
        var parameters = new ParameterReader(Defaults, problems);
        var step = new Step
        {
            Name = name,
            Image = map.Text("image"),
            Commands = map.Texts("command"),
            CommandIsText = map.Find("command") is YamlScalar,
            Parameters = Unique(map, "parameters", path, (item, where) => parameters.Read(item, where, name), parameter => parameter.Name),
            Inputs = Unique(map, "inputs", path, ReadInput, input => input.Name),
            Outputs = [.. map.Maps("outputs", path).Select(item => new OutputDefinition { Name = item.Map.Text("name")!, Description = item.Map.Text("description") })],
            EnvironmentVariables = Unique(map, "environment-variables", path, ReadVariable, variable => variable.Name),
            Resources = ReadResources(map.Map("resources")),
            Executor = map.Text("executor"),
            Pools = defaults.Pools.Read(map, path, name, problems),
            TimeLimit = NoneIfZero(ReadDuration(map, "time-limit", path)),
            NoOutputTimeout = NoneIfZero(ReadDuration(map, "no-output-timeout", path)),
            StopCondition = map.Text("stop-condition"),
            SourcePath = map.Text("source-path"),
            StrictCommands = map.Flag("strict-commands") ?? defaults.StrictCommands,
            FixedFolders = map.Flag("fixed-folders") ?? defaults.FixedFolders,
            Cache = ReadCache(map, path),
            Other = map.Rest("environment", "runtime-config-preset", "environment-variable-groups", "cache-volumes", "upload-store", "mounts", "description", "category", "icon"),
        };
        step = _uses.Apply(step, map, path);
        CheckExecutor(step, map, path);
        Check(step, map, path);
        return step;
    }

    /// <summary>Another home may have it: a run of the step is refused, the file is not.</summary>
    private void CheckExecutor(Step step, YamlMapping map, DocumentPath path)
    {
        if (step.Executor is not { Length: > 0 } name || defaults.Executors is not { } known
            || known.Contains(name, StringComparer.Ordinal))
            return;
        problems.Warning(
            "executor.unknown",
            $"Step '{Names.Shown(step.Name)}': there is no executor '{Names.Shown(name)}' here.",
            path.Key("executor"),
            map.PlaceOf("executor"),
            NearestWords.Question(name, known) + $"Available: {string.Join(", ", known)}.");
    }

    public TimeSpan? ReadDuration(YamlMapping map, string key, DocumentPath path)
    {
        if (map.Find(key) is not { } node)
            return null;
        if (!Durations.TryRead(node.ToValue(), out var duration, out var reason, out var odd))
            problems.Error(
                "duration.invalid",
                $"'{key}: {node.ToValue()}' is not a valid duration: {reason}.",
                path.Key(key),
                node.Place,
                "Use whole seconds, or numbers with units such as '1h 30m'.");
        else if (odd is not null)
            problems.Hint(
                "duration.odd",
                $"'{key}: {node.ToValue()}' means {duration!.Value.TotalSeconds} seconds: {odd}.",
                path.Key(key),
                node.Place);
        return duration;
    }

    public InputDefinition ReadInput(YamlMapping map, DocumentPath path)
    {
        var name = map.Text("name")!;
        if (!SafePath.TryParse(name, out var folder, out var reason) || folder.Segments.Length != 1)
            problems.Error(
                "input.name",
                $"The input name '{Names.Shown(name)}' is not a valid folder name: {reason ?? "it contains '/'"}.",
                path.Key("name"),
                map.PlaceOf("name"),
                "Use letters, digits, '-' and '_'.");
        return new InputDefinition
        {
            Name = name,
            Default = [.. map.Texts("default")],
            Optional = map.Flag("optional") ?? false,
            FileName = map.Text("filename"),
            KeepDirectories = map.Find("keep-directories") is YamlScalar { Value: var keep } ? ReadKeep(keep) : KeepDirectories.None,
            OnDemand = map.Text("download") == "on-demand",
            Other = map.Rest("download", "description"),
        };
    }

    public EnvironmentVariableDefinition ReadVariable(YamlMapping map, DocumentPath path)
    {
        var name = map.Text("name")!;
        if (name.Length == 0 || name.Any(c => c == '=' || char.IsControl(c)))
            problems.Error(
                "variable.name",
                $"'{Names.Shown(name)}' is not a valid environment variable name.",
                path.Key("name"),
                map.PlaceOf("name"),
                "Use letters, digits and '_', and do not start with a digit.");
        else if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(name[0]))
            problems.Hint(
                "variable.name",
                $"'{Names.Shown(name)}' is not a portable environment variable name.",
                path.Key("name"),
                map.PlaceOf("name"),
                "Use letters, digits and '_', and do not start with a digit.");
        return new EnvironmentVariableDefinition
        {
            Name = name,
            Default = map.Text("default"),
            Optional = map.Flag("optional") ?? true,
            Secret = map.Flag("secret") ?? false,
            FromHost = map.Flag("from-host") ?? false,
        };
    }

    public void CheckName(string name, string kind, DocumentPath path, YamlPlace place)
    {
        if (Names.Refuse(name) is { } reason)
            problems.Error(
                $"{kind}.name",
                $"The {kind} name '{Names.Shown(name)}' is not valid: {reason}.",
                path.Key("name"),
                place,
                "Use a short name on one line.");
    }

    /// <summary>Elements by name; of two with one name the last wins, at the place of the first.</summary>
    private ImmutableArray<T> Unique<T>(YamlMapping map, string key, DocumentPath path, Func<YamlMapping, DocumentPath, T> read, Func<T, string> nameOf)
    {
        var items = new List<T>();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (item, where) in map.Maps(key, path))
        {
            var value = read(item, where);
            if (index.TryAdd(nameOf(value), items.Count))
            {
                items.Add(value);
                continue;
            }
            problems.Hint(
                "step.duplicate-name",
                $"'{Names.Shown(nameOf(value))}' appears twice under '{key}'; the last one is used.",
                where.Key("name"),
                item.PlaceOf("name"),
                "Remove one of them.");
            items[index[nameOf(value)]] = value;
        }
        return [.. items];
    }

    private static KeepDirectories ReadKeep(Value value) => value switch
    {
        BooleanValue { Flag: true } or TextValue { Text: "full" } => KeepDirectories.Full,
        TextValue { Text: "suffix" } => KeepDirectories.Suffix,
        _ => KeepDirectories.None,
    };

    private static StepResources ReadResources(YamlMapping? map) => map is null ? new StepResources() : new StepResources
    {
        CpuMin = map.Map("cpu")?.Number("min"),
        CpuMax = map.Map("cpu")?.Number("max"),
        MemoryMin = map.Map("memory")?.Number("min"),
        MemoryMax = map.Map("memory")?.Number("max"),
        Devices = map.Map("devices")?.Entries.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.ToValue().TryGetNumber(out var count) ? count : 0, StringComparer.Ordinal),
    };

    private CachePolicy ReadCache(YamlMapping map, DocumentPath path) => map.Find("cache") switch
    {
        YamlScalar { Value: BooleanValue { Flag: var enabled } } => new CachePolicy { Enabled = enabled },
        YamlMapping cache => new CachePolicy { Lifetime = ReadDuration(cache, "lifetime", path.Key("cache")), Code = cache.Texts("code") },
        _ => new CachePolicy(),
    };

    private static TimeSpan? NoneIfZero(TimeSpan? duration) => duration == TimeSpan.Zero ? null : duration;

    private void Check(Step step, YamlMapping map, DocumentPath path)
    {
        var owner = $"Step '{Names.Shown(step.Name)}'";
        Conditions.Check(problems, map, "stop-condition", owner, path);
        new CommandHints(problems, step).Check(map, path, owner);
        if (map.Text("runtime-config-preset") is { Length: > 0 } && map.Text("environment") is not { Length: > 0 })
            problems.Error(
                "step.preset-without-environment",
                $"Step '{Names.Shown(step.Name)}' sets 'runtime-config-preset' without 'environment'.",
                path,
                map.PlaceOf("runtime-config-preset"),
                "Add 'environment: ...'.");
    }
}
