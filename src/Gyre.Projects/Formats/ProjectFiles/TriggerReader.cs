using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects.Formats.Yaml;
using Gyre.Projects.Rules;
using Gyre.Projects.Schedules;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds declared triggers: <c>- trigger: {...}</c>, or several under <c>- triggers:</c>.</summary>
internal sealed class TriggerReader(Problems problems, DeclaredList<Pipeline> pipelines, StepReader stepReader, EventTypes events)
{
    private static readonly RunState[] Ends = [RunState.Succeeded, RunState.Failed, RunState.Stopped, RunState.Cancelled];

    public ImmutableArray<Trigger> ReadAll(IEnumerable<(string? Kind, YamlMapping Map, DocumentPath Path)> parts)
    {
        var triggers = new List<Trigger>();
        foreach (var (map, path) in parts.SelectMany(Declared))
        {
            if (Read(map, path) is not { } trigger)
                continue;
            if (triggers.Any(other => other.Name == trigger.Name))
                problems.Error("trigger.duplicate-name", $"Two triggers have the name '{Names.Shown(trigger.Name)}'.", path.Key("name"), map.PlaceOf("name"), "Rename one of them.");
            triggers.Add(trigger);
        }
        return [.. triggers];
    }

    private static IEnumerable<(YamlMapping Map, DocumentPath Path)> Declared((string? Kind, YamlMapping Map, DocumentPath Path) part) => part.Kind switch
    {
        "trigger" => [(part.Map.Map("trigger")!, part.Path.Key("trigger"))],
        "triggers" => part.Map.Maps("triggers", part.Path),
        _ => [],
    };

    private Trigger? Read(YamlMapping map, DocumentPath path)
    {
        var name = map.Text("name")!;
        stepReader.CheckName(name, "trigger", path, map.PlaceOf("name"));
        var owner = $"Trigger '{Names.Shown(name)}'";
        if (FindPipeline(map, path, owner) is not { } pipeline)
            return null;
        if (ReadSource(map, path, owner) is not { } source)
            return null;
        var limits = map.Map("limits");
        var plain = new Trigger { Name = name, Pipeline = pipeline.Name, Source = source };
        var trigger = plain with
        {
            Enabled = map.Flag("enabled") ?? true,
            Parameters = ReadParameters(map, path, owner, pipeline),
            Missed = ReadMissed(map, path),
            Concurrency = ReadConcurrency(map),
            CoolDown = stepReader.ReadDuration(map, "cool-down", path) ?? TimeSpan.Zero,
            MaxDepth = limits?.Integer("depth") ?? plain.MaxDepth,
            MaxStartsPerHour = limits?.Integer("starts-per-hour") ?? plain.MaxStartsPerHour,
            MaxFailures = limits?.Integer("failures") ?? plain.MaxFailures,
        };
        if (!TriggerPlan.TryMake(trigger, out _, out var found))
        {
            foreach (var problem in found)
                Report(problem, map, path, owner, trigger);
        }
        if (TriggerRules.CheckEvents(trigger, events) is { } unknown)
            Report(unknown, map, path, owner, trigger);
        return trigger;
    }

    private Pipeline? FindPipeline(YamlMapping map, DocumentPath path, string owner)
    {
        var name = map.Text("pipeline")!;
        if (pipelines.Find(name) is { } found)
            return found.Value;
        problems.Error(
            "trigger.unknown-pipeline",
            $"{owner}: pipeline '{Names.Shown(name)}' does not exist.",
            path.Key("pipeline"),
            map.PlaceOf("pipeline"),
            Suggestions.Remedy(name, pipelines.Names));
        return null;
    }

    private TriggerSource? ReadSource(YamlMapping map, DocumentPath path, string owner)
    {
        if (map.Text("cron") is { } cron)
            return new CronSource(cron, map.Text("timezone") ?? "UTC");
        if (map.Find("every") is not null)
            return stepReader.ReadDuration(map, "every", path) is { } every ? new IntervalSource(every) : Missing("every", "a duration greater than zero", map, path, owner);
        if (map.Map("webhook") is { } webhook)
            return ReadWebhook(webhook, path.Key("webhook"), owner);
        if (map.Map("run-ended") is { } ended)
            return ReadRunEnded(ended, path.Key("run-ended"), owner);
        if (map.Map("event") is { } declared)
            return ReadEvent(declared, path.Key("event"));
        return map.Flag("manual") == true ? new ManualSource() : Missing("manual", "'true', or another source", map, path, owner);
    }

    private TriggerSource? Missing(string key, string wanted, YamlMapping map, DocumentPath path, string owner)
    {
        problems.Error("trigger.source", $"{owner}: '{key}' requires {wanted}.", path.Key(key), map.PlaceOf(key));
        return null;
    }

    private EventSource ReadEvent(YamlMapping map, DocumentPath path)
    {
        return new EventSource(map.Text("type")!)
        {
            Filter = map.Text("filter"),
            Count = map.Integer("count") ?? 1,
            Weight = map.Text("weight"),
            Window = stepReader.ReadDuration(map, "window", path),
            Group = map.Text("group"),
        };
    }

    private WebhookSource ReadWebhook(YamlMapping map, DocumentPath path, string owner)
    {
        var variable = map.Text("secret")!;
        if (!IsVariableName(variable))
        {
            problems.Error(
                "trigger.secret", $"{owner}: 'secret' must be the name of an environment variable of the server, not the secret itself.", path.Key("secret"), map.PlaceOf("secret"), "Use 'secret: MY_HOOK_SECRET' and set that variable for the server.");
        }
        return new WebhookSource { SecretVariable = variable };
    }

    private static bool IsVariableName(string text) =>
        text.Length is > 0 and <= 100 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private RunEndedSource ReadRunEnded(YamlMapping map, DocumentPath path, string owner)
    {
        var pipeline = map.Text("pipeline")!;
        if (pipelines.Find(pipeline) is null)
            problems.Error(
                "trigger.unknown-pipeline",
                $"{owner}: pipeline '{Names.Shown(pipeline)}' does not exist.",
                path.Key("pipeline"),
                map.PlaceOf("pipeline"),
                Suggestions.Remedy(pipeline, pipelines.Names));
        var states = ImmutableArray.CreateBuilder<RunState>();
        foreach (var word in map.Find("states") is null ? [KebabCase.Of(RunState.Succeeded)] : map.Texts("states"))
        {
            if (Array.Find(Ends, end => KebabCase.Of(end) == word) is var state && KebabCase.Of(state) == word)
                states.Add(state);
            else
                problems.Error(
                    "trigger.state",
                    $"{owner}: '{Names.Shown(word)}' is not a valid final state of a run. Use one of: "
                        + $"{string.Join(", ", Ends.Select(KebabCase.Of))}.",
                    path.Key("states"),
                    map.PlaceOf("states"),
                    Suggestions.Remedy(word, Ends.Select(KebabCase.Of)));
        }
        return new RunEndedSource(pipeline, states.ToImmutable());
    }

    private ImmutableArray<TriggerParameter> ReadParameters(YamlMapping map, DocumentPath path, string owner, Pipeline pipeline)
    {
        var parameters = ImmutableArray.CreateBuilder<TriggerParameter>();
        var nodes = new CycleNodes(problems, pipeline, owner);
        foreach (var entry in map.Map("parameters")?.Entries ?? [])
        {
            var where = path.Key("parameters").Key(entry.Key);
            CheckParameter(entry, where, owner, pipeline, nodes);
            if (entry.Value is not YamlMapping from)
                parameters.Add(new TriggerConstant(entry.Key, entry.Value.ToValue()));
            else if (from.Entries.Length == 1 && from.Text("from") is { } expression)
                parameters.Add(new TriggerExpression(entry.Key, expression));
            else
                problems.Error(
                    "trigger.parameter",
                    $"{owner}: the value of '{Names.Shown(entry.Key)}' is neither a value nor an expression.",
                    where,
                    entry.Value.Place,
                    "Use a value, or '{from: EXPRESSION}' such as '{from: event.data.version}'.");
        }
        return parameters.ToImmutable();
    }

    private void CheckParameter(YamlEntry entry, DocumentPath path, string owner, Pipeline pipeline, CycleNodes nodes)
    {
        var names = pipeline.Parameters.Select(parameter => parameter.Name).ToList();
        if (names.Contains(entry.Key, StringComparer.Ordinal))
            return;
        if (entry.Key.Contains('.', StringComparison.Ordinal))
            nodes.Target(entry.Key, path, entry.KeyPlace);
        else
            problems.Error(
                "trigger.unknown-parameter",
                $"{owner}: pipeline '{Names.Shown(pipeline.Name)}' has no parameter '{Names.Shown(entry.Key)}'.",
                path,
                entry.KeyPlace,
                Suggestions.Remedy(entry.Key, names) ?? "Use the name of a pipeline parameter, or NODE.PARAMETER.");
    }

    private MissedPolicy ReadMissed(YamlMapping map, DocumentPath path)
    {
        var plain = new MissedPolicy();
        var rule = map.Map("missed");
        return new MissedPolicy
        {
            Mode = (rule?.Text("mode") ?? map.Text("missed")) switch { "skip" => MissedMode.Skip, "all" => MissedMode.All, _ => MissedMode.Last },
            Bound = rule?.Integer("bound") ?? plain.Bound,
            Tolerance = (rule is null ? null : stepReader.ReadDuration(rule, "tolerance", path.Key("missed"))) ?? plain.Tolerance,
        };
    }

    private static TriggerConcurrency ReadConcurrency(YamlMapping map)
    {
        var plain = new TriggerConcurrency();
        var rule = map.Map("concurrency");
        return new TriggerConcurrency
        {
            Mode = (rule?.Text("mode") ?? map.Text("concurrency")) switch { "queue" => ConcurrencyMode.Queue, "cancel-previous" => ConcurrencyMode.CancelPrevious, _ => ConcurrencyMode.Skip },
            MaxRunning = rule?.Integer("max-running") ?? plain.MaxRunning,
            QueueBound = rule?.Integer("queue-bound") ?? plain.QueueBound,
        };
    }

    /// <summary>Says it where the file has it.</summary>
    private void Report(Diagnostic problem, YamlMapping map, DocumentPath path, string owner, Trigger trigger)
    {
        var (where, place, at) = (path, map.Place, (YamlNode)map);
        foreach (var key in KeysOf(problem.Path, trigger))
        {
            where = where.Key(key);
            if ((at as YamlMapping)?.Find(key) is not { } next)
                continue;
            (place, at) = (next.Place, next);
        }
        problems.Error(problem.Code, $"{owner}: {problem.Message}", where, place, problem.Remedy);
    }

    private static string[] KeysOf(string path, Trigger trigger) => (path.Split('/'), trigger.Source) switch
    {
        (["source", "zone"], _) => ["timezone"],
        (["source", "cron" or "every"], _) => [path.Split('/')[1]],
        (["source", var key], EventSource) => ["event", key],
        (["source", var key], RunEndedSource) => ["run-ended", key],
        (["parameters", var index], _) when int.TryParse(index, out var number) && number < trigger.Parameters.Length => ["parameters", trigger.Parameters[number].Name],
        (["max-depth"], _) => ["limits", "depth"],
        (["max-starts-per-hour"], _) => ["limits", "starts-per-hour"],
        (["max-failures"], _) => ["limits", "failures"],
        (var keys, _) => keys,
    };
}
