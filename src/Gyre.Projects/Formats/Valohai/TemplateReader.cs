using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.ProjectFiles;
using Gyre.Projects.Sweeps;

namespace Gyre.Projects.Formats.Valohai;

/// <summary>A step as a template describes it, and the sweep when the template is a task's.</summary>
internal sealed record PostedStep(Step Step, Sweep? Sweep);

/// <summary>
/// Turns templates into steps. What the template says goes before the project's own declaration; what it does not say comes from there. A step that the
/// project does not declare needs a command.
/// </summary>
internal sealed class TemplateReader(Project project, Problems problems)
{
    public PostedStep Read(PostedObject template, bool isTask)
    {
        var name = template.Text("step") ?? template.Text("name") ?? "";
        var declared = project.Steps.FirstOrDefault(step => step.Name == name);
        if (declared is null && !template.Has("command"))
            template.Error("step", "posted.unknown-step", $"The project has no step '{Names.Shown(name)}', and no command is given.", Suggestions.Remedy(name, project.Steps.Select(step => step.Name)));
        else if (Names.Refuse(name) is { } reason)
            template.Error("step", "posted.name", $"The step name is not valid: {reason}.");
        var step = Base(declared ?? new Step { Name = name }, template);
        var parameters = new ParameterTemplates(problems, step, isTask);
        var values = parameters.Read(template.Entries("parameters"), template.Path.Key("parameters"));
        step = step with
        {
            Parameters = values.Definitions,
            Inputs = Inputs(step.Inputs, template),
            EnvironmentVariables = Variables(step.EnvironmentVariables, template),
            InheritVariables = template.Flag("inherit_environment_variables") ?? step.InheritVariables,
        };
        return new PostedStep(step, isTask ? ReadSweep(template, step, values.Axes) : null);
    }

    private static Step Base(Step step, PostedObject template)
    {
        var runtime = template.Object("runtime_config");
        var commands = template.Texts("command");
        return step with
        {
            Image = template.Text("image") is { Length: > 0 } image ? image : step.Image,
            Commands = commands.IsEmpty ? step.Commands : commands,
            TimeLimit = Duration(template, "time_limit", step.TimeLimit),
            NoOutputTimeout = runtime is null ? step.NoOutputTimeout : Duration(runtime, "no_output_timeout", step.NoOutputTimeout),
            StopCondition = Condition(template, "stop_condition") ?? step.StopCondition,
        };
    }

    private static TimeSpan? Duration(PostedObject from, string key, TimeSpan? absent)
    {
        if (from.Find(key) is not { } value)
            return absent;
        if (!Durations.TryRead(value, out var duration, out var reason, out _))
            from.Error(key, "posted.duration", $"This is not a valid duration: {reason}.");
        // Zero is how a browser writes that there is no limit.
        return duration == TimeSpan.Zero ? null : duration;
    }

    private static string? Condition(PostedObject from, string key)
    {
        if (from.Text(key) is not { Length: > 0 } text)
            return null;
        if (!Expression.TryParse(text, out _, out var error))
            from.Error(key, "posted.expression", $"This is not a valid expression: {error.Message}");
        return text;
    }

    /// <summary>Addresses by input; a null stands for none, as older clients send it.</summary>
    private ImmutableArray<InputDefinition> Inputs(ImmutableArray<InputDefinition> declared, PostedObject template)
    {
        var inputs = declared.ToList();
        foreach (var (name, value) in template.Entries("inputs"))
        {
            var where = template.Path.Key("inputs").Key(name);
            if (!SafePath.TryParse(name, out var folder, out var reason) || folder.Segments.Length != 1)
                problems.Error(
                    "posted.name", $"The input name is not a valid folder name: {reason ?? "it contains '/'"}.", where, default);
            var uris = Uris(value, where);
            var index = inputs.FindIndex(input => input.Name == name);
            if (index >= 0)
                inputs[index] = inputs[index] with { Default = uris };
            else
                inputs.Add(new InputDefinition { Name = name, Default = uris, Optional = true });
        }
        return [.. inputs];
    }

    private ImmutableArray<string> Uris(Value value, DocumentPath where)
    {
        switch (value)
        {
            case NullValue or TextValue { Text: "" }:
                return [];
            case TextValue { Text: var text }:
                return [text];
            case ListValue list when list.Items.All(item => item is TextValue):
                return [.. list.Items.Cast<TextValue>().Select(item => item.Text).Where(text => text.Length > 0)];
            default:
                problems.Error("posted.type", "Expected a list of URIs.", where, default);
                return [];
        }
    }

    private ImmutableArray<EnvironmentVariableDefinition> Variables(ImmutableArray<EnvironmentVariableDefinition> declared, PostedObject template)
    {
        var variables = declared.ToList();
        foreach (var (name, value) in template.Entries("environment_variables"))
        {
            if (name.Length == 0 || name.Any(c => c == '=' || char.IsControl(c)))
                problems.Error(
                    "posted.name",
                    "This is not a valid environment variable name.",
                    template.Path.Key("environment_variables").Key(name),
                    default);
            var text = value.IsNull ? null : value.ToString();
            var index = variables.FindIndex(variable => variable.Name == name);
            if (index >= 0)
                variables[index] = variables[index] with { Default = text ?? variables[index].Default };
            else if (text is not null)
                variables.Add(new EnvironmentVariableDefinition { Name = name, Default = text });
        }
        return [.. variables];
    }

    /// <summary>A task's own declaration is looked up by nothing: the template holds all of it.</summary>
    private Sweep ReadSweep(PostedObject template, Step step, ImmutableArray<SweepParameter> axes)
    {
        var configuration = template.Object("configuration");
        var sweep = new Sweep
        {
            Name = "",
            Step = step.Name,
            Kind = Word(template, "type", SweepWords.Kinds, word => word.ToLowerInvariant().Replace('-', '_'), SweepKind.Grid),
            Parameters = axes,
            ExecutionCount = template.Integer("execution_count") ?? configuration?.Integer("execution_count"),
            ExecutionBatchSize = template.Integer("execution_batch_size") ?? configuration?.Integer("execution_batch_size"),
            MaximumQueuedExecutions = template.Integer("maximum_queued_executions"),
            OptimizationTargetMetric = template.Text("optimization_target_metric") ?? configuration?.Text("optimization_target_metric"),
            OptimizationTargetValue = template.Number("optimization_target_value") ?? configuration?.Number("optimization_target_value"),
            OptimizationEngine = template.Text("engine") ?? configuration?.Text("engine"),
            OnChildError = Word(template, "on_child_error", SweepWords.ChildErrors, word => word.ToLowerInvariant().Replace('_', '-'), OnChildError.ContinueAndError),
            StopCondition = Condition(template, "stop_expression"),
            ReuseChildren = template.Flag("allow_reuse") ?? false,
        };
        foreach (var axis in axes)
        {
            if (SweepValues.Refuse(axis, sweep.Kind) is { } reason)
                problems.Error(
                    "posted.rules", $"The rules are not valid: {reason}.", template.Path.Key("parameters").Key(axis.Name), default);
        }
        CheckSize(template, sweep, axes);
        return sweep;
    }

    private static void CheckSize(PostedObject template, Sweep sweep, ImmutableArray<SweepParameter> axes)
    {
        if (sweep.Kind == SweepKind.Grid && SweepValues.GridSize(axes) > SweepExpansion.MaxTrials)
            template.Error("parameters", "posted.too-many", $"The grid has more than {SweepExpansion.MaxTrials} points.");
        var lists = axes.Where(axis => axis.Style == SweepStyle.Multiple).Select(axis => SweepValues.All(axis).Length).Where(length => length > 1).Distinct().ToList();
        if (sweep.Kind == SweepKind.Manual && lists.Count > 1)
            template.Error(
                "parameters",
                "posted.rows",
                $"The value lists of a manual search must have the same length; these have {string.Join(" and ", lists.Order())} values.");
    }

    private static T Word<T>(PostedObject from, string key, Dictionary<string, T> words, Func<string, string> spell, T absent)
    {
        if (from.Text(key) is not { Length: > 0 } word)
            return absent;
        if (words.TryGetValue(spell(word), out var value))
            return value;
        from.Error(
            key,
            "posted.word",
            $"Unknown value '{Names.Shown(word)}'. Use one of: {string.Join(", ", words.Keys)}.",
            Suggestions.Remedy(word, words.Keys));
        return absent;
    }
}
