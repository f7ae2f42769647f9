using Gyre.Core;

namespace Gyre.Client.Pipelines;

/// <summary>
/// A step and the node that runs it: either a command of the shell (<see cref="Command"/>) or a component (<see cref="Uses"/>). Made by <see cref="PipelineBuilder.Step"/>.
/// </summary>
public sealed class StepBuilder : NodeBuilder
{
    private const int MaxComponent = 2048;

    private readonly Dictionary<string, Value?> _parameters = new(StringComparer.Ordinal);
    private readonly List<MapValue> _parameterWords = [];
    private readonly List<(string Name, Value? Default, MapValue Words)> _inputs = [];
    private readonly List<MapValue> _variables = [];
    private readonly List<MapValue> _swept = [];
    private Value? _command;
    private Value? _uses;
    private Value? _image;
    private Value? _cache;
    private Value? _timeLimit;
    private Value? _pools;
    private Value? _retry;

    internal StepBuilder(PipelineBuilder pipeline, string name)
        : base(pipeline, name)
    {
    }

    /// <summary>Runs commands of the shell, in which <c>{parameters}</c> and <c>{parameter-value:NAME}</c> are filled in.</summary>
    /// <exception cref="ArgumentException">None is given, or the step uses a component.</exception>
    public StepBuilder Command(params string[] commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        if (commands.Length == 0 || _uses is not null)
            throw new ArgumentException(
                $"The step '{Name}' {(commands.Length == 0 ? "has no command" : "uses a component, which defines its own command")}.",
                nameof(commands));
        _command = Value.Of(commands.Select(command => Value.Of(BuilderRules.Text(command, "A command"))));
        return this;
    }

    /// <summary>Runs a component: <c>./PATH</c>, <c>git+ADDRESS@REVISION#PATH</c> or <c>gyre/NAME</c>.</summary>
    /// <exception cref="ArgumentException">It is none of these, or the step has a command.</exception>
    public StepBuilder Uses(string component)
    {
        BuilderRules.Text(component, "The component name");
        if (_command is not null)
            throw new ArgumentException($"The step '{Name}' already has a command.", nameof(component));
        var begins = component.StartsWith("./", StringComparison.Ordinal) || component.StartsWith("git+", StringComparison.Ordinal) || component.StartsWith("gyre/", StringComparison.Ordinal);
        if (!begins || component.Length > MaxComponent || component.Any(char.IsControl) || component.Split('/', '#').Contains("..", StringComparer.Ordinal))
            throw new ArgumentException(
                $"'{BuilderRules.Shown(component)}' is not a valid component reference. Use './PATH', 'git+URL@REVISION#PATH' or "
                    + "'gyre/NAME'.",
                nameof(component));
        _uses = Value.Of(component);
        return this;
    }

    /// <summary>Names a container image.</summary>
    public StepBuilder Image(string image)
    {
        _image = Value.Of(BuilderRules.Name(image, "image"));
        return this;
    }

    /// <summary>Declares a parameter without a default: an edge, a sweep or whoever starts the run gives it a value.</summary>
    /// <exception cref="ArgumentException">The name is refused or taken.</exception>
    public Parameter<T> Parameter<T>(string name)
        where T : notnull => Declare<T>(name, null, null);

    /// <summary>Declares a parameter with a default; of a component it sets the value.</summary>
    /// <exception cref="ArgumentException">The name is refused or taken.</exception>
    public Parameter<T> Parameter<T>(string name, T value, string? description = null)
        where T : notnull => Declare<T>(name, BuilderRules.ValueOf(value), description);

    /// <summary>Declares an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="defaults">Paths of the project or URIs that it takes when no edge brings files.</param>
    /// <exception cref="ArgumentException">The name is refused or taken.</exception>
    public ArtifactInput<TKind> Input<TKind>(string name, params string[] defaults)
        where TKind : ArtifactKind => AddInput<TKind>(name, defaults, optional: false);

    /// <summary>Declares an input that may stay empty.</summary>
    /// <exception cref="ArgumentException">The name is refused or taken.</exception>
    public ArtifactInput<TKind> OptionalInput<TKind>(string name)
        where TKind : ArtifactKind => AddInput<TKind>(name, [], optional: true);

    /// <summary>Files that the step leaves behind: the name of a component's output, or for a command the path of a file, in which <c>*</c> may stand.</summary>
    /// <exception cref="ArgumentException">The name is refused.</exception>
    public Artifact<TKind> Output<TKind>(string name)
        where TKind : ArtifactKind => new(this, BuilderRules.Name(name, "output"));

    /// <summary>A value that a component returns.</summary>
    /// <exception cref="ArgumentException">The name is refused.</exception>
    public Output<T> Result<T>(string name)
        where T : notnull => GivenBy<T>("result", name);

    /// <summary>A value that the step prints as metadata.</summary>
    /// <exception cref="ArgumentException">The name is refused.</exception>
    public Output<T> Metadata<T>(string key)
        where T : notnull => GivenBy<T>("metadata", key);

    /// <summary>Sets an environment variable. Secrets do not belong into project files.</summary>
    /// <exception cref="ArgumentException">The name is not made of letters, digits and underscores, or begins with a digit.</exception>
    public StepBuilder Variable(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw new ArgumentException(
                $"'{BuilderRules.Shown(name)}' is not a valid environment variable name. Use letters, digits and '_', and do not start "
                    + "with a digit.",
                nameof(name));
        _variables.Add(Map([("name", Value.Of(name)), ("default", Value.Of(BuilderRules.Text(value, "The value")))]));
        return this;
    }

    /// <summary>Tries again after a failure.</summary>
    /// <param name="maxAttempts">Tries in all, 1 to 1000.</param>
    /// <param name="backOff">Before the second try, whole seconds; null for the default of one second.</param>
    /// <param name="factor">Growth from try to try, 1 to 1000.</param>
    /// <param name="maxBackOff">Never longer than this, whole seconds; null for the default of one minute.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public StepBuilder Retry(int maxAttempts, TimeSpan? backOff = null, double factor = 2, TimeSpan? maxBackOff = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxAttempts, 1000);
        if (!(factor is >= 1 and <= 1000))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be from 1 to 1000.");
        _retry = Map(
        [
            ("max-attempts", Value.Of(maxAttempts)), ("back-off", backOff is { } wait ? BuilderRules.Seconds(wait) : null), ("factor", Value.Of(factor)),
            ("max-back-off", maxBackOff is { } longest ? BuilderRules.Seconds(longest) : null),
        ]);
        return this;
    }

    /// <summary>Says what a failure does.</summary>
    public StepBuilder OnFailure(FailureRule rule)
    {
        Failure = rule;
        return this;
    }

    /// <summary>Never takes an earlier result: for steps that act on the outside or are not deterministic.</summary>
    public StepBuilder NoCache()
    {
        _cache = Value.False;
        return this;
    }

    /// <summary>Says for how long and for which code earlier results may be taken.</summary>
    /// <param name="lifetime">Whole seconds; null for no limit.</param>
    /// <param name="code">Patterns of the only files whose content counts; none for all.</param>
    public StepBuilder Cache(TimeSpan? lifetime, params string[] code)
    {
        ArgumentNullException.ThrowIfNull(code);
        _cache = Map([("lifetime", lifetime is { } time ? BuilderRules.Seconds(time) : null), ("code", code.Length == 0 ? null : Value.Of(code.Select(pattern => Value.Of(BuilderRules.Text(pattern, "A pattern")))))]);
        return this;
    }

    /// <summary>Ends the step when it takes longer.</summary>
    /// <param name="limit">Whole seconds, from 1.</param>
    public StepBuilder TimeLimit(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.FromSeconds(1));
        _timeLimit = BuilderRules.Seconds(limit);
        return this;
    }

    /// <summary>Takes a place in each of these pools while it runs; the home or the run says how many places each has.</summary>
    /// <exception cref="ArgumentException">None is given, or a name is refused.</exception>
    public StepBuilder Pool(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Length == 0 || !names.All(PoolNames.IsValid))
            throw new ArgumentException($"The step '{Name}' needs valid names of pools. {PoolNames.Rule}", nameof(names));
        _pools = Value.Of(names.Distinct(StringComparer.Ordinal).Select(Value.Of));
        return this;
    }

    /// <summary>Runs the step once per value; several calls make a grid of all combinations, the last parameter fastest.</summary>
    /// <exception cref="ArgumentException">No value is given, or the parameter is of another step or swept already.</exception>
    public StepBuilder Sweep<T>(Parameter<T> parameter, params T[] values)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(values);
        if (parameter.Node != this || values.Length == 0 || _swept.Any(known => known.Find("name") == Value.Of(parameter.Name)))
            throw new ArgumentException(
                $"Each parameter of step '{Name}' can be swept only once, over at least one value.", nameof(parameter));
        _swept.Add(Map(
        [
            ("name", Value.Of(parameter.Name)), ("style", Value.Of("multiple")), ("rules", Map([("items", Value.Of(values.Select(BuilderRules.ValueOf)))])),
        ]));
        return this;
    }

    /// <summary>Waits for other nodes first.</summary>
    /// <exception cref="ArgumentException">A node belongs to another pipeline, or is a later one.</exception>
    public StepBuilder After(params NodeBuilder[] nodes)
    {
        Owner.Order(nodes, this);
        return this;
    }

    internal bool IsSwept => _swept.Count > 0;

    internal override MapValue WriteNode() => Map(
    [
        ("name", Value.Of(Name)), ("type", Value.Of(IsSwept ? "task" : "execution")), (IsSwept ? "task" : "step", Value.Of(Name)), ("on-error", FailureWord()), ("retry", _retry),
    ]);

    internal MapValue WriteTask() => Map([("name", Value.Of(Name)), ("step", Value.Of(Name)), ("type", Value.Of("grid_search")), ("parameters", Value.Of(_swept))]);

    /// <exception cref="InvalidOperationException">It is not said what runs.</exception>
    internal MapValue WriteStep()
    {
        if (_command is null && _uses is null)
            throw new InvalidOperationException($"The step '{Name}' has neither a command nor a component. Call Command or Uses.");
        var declared = _uses is null;
        return Map(
        [
            ("name", Value.Of(Name)), ("image", _image), ("command", _command), ("uses", _uses), ("with", declared ? null : OrNone(With())),
            ("parameters", declared ? OrNone(_parameterWords) : null), ("inputs", declared ? OrNone([.. _inputs.Select(input => input.Words)]) : null),
            ("environment-variables", OrNone(_variables)), ("time-limit", _timeLimit), ("pool", _pools),
                ("cache", _cache is MapValue { Entries: [] } ? null : _cache),
        ]);
    }

    private MapValue With() => Map([.. _parameters.Select(parameter => (parameter.Key, parameter.Value)), .. _inputs.Select(input => (input.Name, input.Default))]);

    private static ListValue? OrNone(List<MapValue> items) => items.Count == 0 ? null : new ListValue([.. items]);

    private static MapValue? OrNone(MapValue map) => map.Entries.IsEmpty ? null : map;

    private Output<T> GivenBy<T>(string kind, string name)
        where T : notnull
    {
        BuilderRules.TypeWord(typeof(T));
        return new Output<T>(this, kind, BuilderRules.Name(name, kind));
    }

    private Parameter<T> Declare<T>(string name, Value? value, string? description)
        where T : notnull
    {
        BuilderRules.Name(name, "parameter");
        if (name.AsSpan().ContainsAny('{', '}'))
            throw new ArgumentException(
                $"The parameter name '{BuilderRules.Shown(name)}' is not valid: braces delimit placeholders.", nameof(name));
        if (!_parameters.TryAdd(name, value))
            throw new ArgumentException($"The step '{Name}' already has a parameter '{name}'.", nameof(name));
        var words = description is null ? null : Value.Of(BuilderRules.Text(description, "The description"));
        _parameterWords.Add(Map([("name", Value.Of(name)), ("type", Value.Of(BuilderRules.TypeWord(typeof(T)))), ("default", value), ("description", words)]));
        return new Parameter<T>(this, name);
    }

    private ArtifactInput<TKind> AddInput<TKind>(string name, string[] defaults, bool optional)
        where TKind : ArtifactKind
    {
        ArgumentNullException.ThrowIfNull(defaults);
        BuilderRules.InputName(name);
        if (_inputs.Any(input => input.Name == name))
            throw new ArgumentException($"The step '{Name}' already has an input '{name}'.", nameof(name));
        var value = defaults.Length == 0 ? null : Value.Of(defaults.Select(uri => Value.Of(BuilderRules.Text(uri, "A URI"))));
        _inputs.Add((name, value, Map([("name", Value.Of(name)), ("default", value), ("optional", optional ? Value.True : null)])));
        return new ArtifactInput<TKind>(this, name);
    }
}
