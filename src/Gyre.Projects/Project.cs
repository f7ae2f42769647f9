using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>What a project file declares. Names are unique within a kind; order is the file's.</summary>
public sealed record Project
{
    /// <summary>Templates of work.</summary>
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>Named sweeps.</summary>
    public ImmutableArray<Sweep> Sweeps { get; init; } = [];

    /// <summary>Graphs.</summary>
    public ImmutableArray<Pipeline> Pipelines { get; init; } = [];

    /// <summary>Declared cycles.</summary>
    public ImmutableArray<Cycle> Cycles { get; init; } = [];

    /// <summary>Who is told what happens to its runs.</summary>
    public ImmutableArray<Notification> Notifications { get; init; } = [];

    /// <summary>What starts pipelines by itself.</summary>
    public ImmutableArray<Trigger> Triggers { get; init; } = [];

    /// <summary>Registered models that its steps may do more to than add versions.</summary>
    public ImmutableArray<ModelGrant> Models { get; init; } = [];

    /// <summary>How deployments serve; kept as written.</summary>
    public ImmutableArray<NamedDefinition> Endpoints { get; init; } = [];

    /// <summary>Deployments; kept as written.</summary>
    public ImmutableArray<NamedDefinition> Deployments { get; init; } = [];

    /// <summary>What of <see cref="Deployments"/> says what they serve or how.</summary>
    public ImmutableArray<DeploymentDeclaration> DeclaredDeployments { get; init; } = [];

    /// <summary>The pipeline of a name.</summary>
    /// <exception cref="InvalidInputException">There is none; the message names those there are.</exception>
    public Pipeline FindPipeline(string name) => Pipelines.FirstOrDefault(pipeline => pipeline.Name == name)
        ?? throw new InvalidInputException(
            "pipeline.unknown",
            $"The project has no pipeline '{name}'.",
            Pipelines.IsEmpty
                ? "The project has no pipelines."
                : NearestWords.Question(name, Pipelines.Select(pipeline => pipeline.Name))
                    + $"Available pipelines: {string.Join(", ", Pipelines.Select(pipeline => pipeline.Name))}.");
}

/// <summary>A definition that is kept and shown, and used by a part that is not the engine.</summary>
public sealed record NamedDefinition(string Name, MapValue Definition);

/// <summary>A template of work.</summary>
public sealed record Step
{
    /// <summary>Free text, unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>Container image; the process executor ignores it.</summary>
    public string? Image { get; init; }

    /// <summary>Shell command templates; the builder fills the placeholders in.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>Whether the file gives the one command as a text instead of a list; it makes no difference to what runs.</summary>
    public bool CommandIsText { get; init; }

    /// <summary>A program with argument templates, started without a shell, in place of <see cref="Commands"/>.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Parameters in declared order.</summary>
    public ImmutableArray<ParameterDefinition> Parameters { get; init; } = [];

    /// <summary>Inputs in declared order.</summary>
    public ImmutableArray<InputDefinition> Inputs { get; init; } = [];

    /// <summary>Declared outputs; documentation unless typed.</summary>
    public ImmutableArray<OutputDefinition> Outputs { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public ImmutableArray<EnvironmentVariableDefinition> EnvironmentVariables { get; init; } = [];

    /// <summary>Whether it also gets the variables and secrets of its project. Default true.</summary>
    public bool InheritVariables { get; init; } = true;

    /// <summary>What it asks of the machine: cores, and memory in megabytes; as declared.</summary>
    public StepResources Resources { get; init; } = new();

    /// <summary>
    /// The kind of machine it runs on, in the words of the installation: it selects an executor, or is the queue of the default one. Null when nothing is said.
    /// </summary>
    [JsonIgnore]
    public string? Environment => (Other.Find("environment") as TextValue)?.Text;

    /// <summary>Name of the executor that runs it: <c>process</c>; null for the one that <see cref="Environment"/> or the home selects.</summary>
    public string? Executor { get; init; }

    /// <summary>Pools in which it takes a place while it runs, each name once; see <see cref="PoolNames"/>.</summary>
    public ImmutableArray<string> Pools
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Longest duration; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Longest silence; null for none.</summary>
    public TimeSpan? NoOutputTimeout { get; init; }

    /// <summary>Ends the execution early and well; null for none.</summary>
    public string? StopCondition { get; init; }

    /// <summary>File the step came from, or null.</summary>
    public string? SourcePath { get; init; }

    /// <summary>Stop at the first failing command.</summary>
    public bool StrictCommands { get; init; }

    /// <summary>Whether code may look for its folders at the fixed absolute paths of the platform it was written for; default for files of that platform.</summary>
    public bool FixedFolders { get; init; }

    /// <summary>Whether and how long results may be reused.</summary>
    public CachePolicy Cache { get; init; } = new();

    /// <summary>Everything else the file says of it, by the file's own keys; kept and shown.</summary>
    public MapValue Other { get; init; } = new([]);

    /// <summary>The revision it is taken from, when that is not the run's own; null otherwise.</summary>
    public StepRevision? Revision { get; init; }

    /// <summary>What runs instead of <see cref="Commands"/>: a component with typed inputs and outputs; null for a step that is a command.</summary>
    public Component? Component { get; init; }
}

/// <summary>A revision of the project that a step is taken from.</summary>
/// <param name="Commit">The commit: 40 hexadecimal digits.</param>
/// <param name="Code">Digest of the tree of files that the step sees.</param>
public sealed record StepRevision(string Commit, Digest Code);

/// <summary>Whether a step's results may be reused.</summary>
public sealed record CachePolicy
{
    /// <summary>False for steps that act on the outside or are not deterministic.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Older results are not used; null for no limit.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>Stands for all values, files, commands and code in the key; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>Patterns of the only files whose content counts; empty for all the step can see.</summary>
    public ImmutableArray<string> Code { get; init; } = [];
}

/// <summary>How a parameter with several values is passed.</summary>
public enum MultipleMode
{
    /// <summary>One value only.</summary>
    None,

    /// <summary>The argument once per value.</summary>
    Repeat,

    /// <summary>One argument with joined values.</summary>
    Separate,
}

/// <summary>A declared parameter of a step.</summary>
public sealed record ParameterDefinition
{
    /// <summary>Unique in the step.</summary>
    public required string Name { get; init; }

    /// <summary>Its type; default string.</summary>
    public ParameterType Type { get; init; }

    /// <summary>Value when none is given; null for none. A list when <see cref="Multiple"/> is on.</summary>
    public Value? Default { get; init; }

    /// <summary>May be left without a value.</summary>
    public bool Optional { get; init; }

    /// <summary>Several values or one.</summary>
    public MultipleMode Multiple { get; init; }

    /// <summary>Between values of <see cref="MultipleMode.Separate"/>; default a comma.</summary>
    public string MultipleSeparator { get; init; } = ",";

    /// <summary>Argument template, or null for <c>--{name}={value}</c> (flags <c>--{name}</c>).</summary>
    public string? PassAs { get; init; }

    /// <summary>Argument of a flag that is set, or null.</summary>
    public string? PassTrueAs { get; init; }

    /// <summary>Argument of a flag that is not set, or null.</summary>
    public string? PassFalseAs { get; init; }

    /// <summary>Smallest value, or null.</summary>
    public Value? Min { get; init; }

    /// <summary>Largest value, or null.</summary>
    public Value? Max { get; init; }

    /// <summary>The only values allowed; empty for any.</summary>
    public ImmutableArray<Value> Choices { get; init; } = [];

    /// <summary>Keys that are only shown (widget, category, description).</summary>
    public MapValue Other { get; init; } = new([]);
}

/// <summary>What happens to folders of an input's files.</summary>
public enum KeepDirectories
{
    /// <summary>Flat.</summary>
    None,

    /// <summary>From the store's root on.</summary>
    Full,

    /// <summary>From the first wildcard on.</summary>
    Suffix,
}

/// <summary>A declared input of a step.</summary>
public sealed record InputDefinition
{
    /// <summary>Unique in the step; the name of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>URIs of the files when nothing else brings them.</summary>
    public ImmutableArray<string> Default { get; init; } = [];

    /// <summary>May be empty.</summary>
    public bool Optional { get; init; }

    /// <summary>New name of the one file, or null.</summary>
    public string? FileName { get; init; }

    /// <summary>Flat or with folders.</summary>
    public KeepDirectories KeepDirectories { get; init; }

    /// <summary>The step asks for the files when it wants them; they are not laid out before.</summary>
    public bool OnDemand { get; init; }

    /// <summary>
    /// Folders of many files, directly below that of the input, are one entry each in the run, and on each machine one folder that all
    /// steps read. Their files cannot be written.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AsTree { get; init; }

    /// <summary>Type of the artifact (<c>system.Model</c>), or null for plain files.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Keys that are only shown.</summary>
    public MapValue Other { get; init; } = new([]);
}

/// <summary>A declared output of a step.</summary>
public sealed record OutputDefinition
{
    /// <summary>Unique in the step.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the artifact, or null for plain files.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Type of the value when the output is a parameter, not files; else null.</summary>
    public ParameterType? ParameterType { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }
}

/// <summary>A declared environment variable of a step.</summary>
public sealed record EnvironmentVariableDefinition
{
    /// <summary>A portable name: letters, digits, underscore, not starting with a digit.</summary>
    public required string Name { get; init; }

    /// <summary>Value when none is given, or null.</summary>
    public string? Default { get; init; }

    /// <summary>May be left unset; default true.</summary>
    public bool Optional { get; init; } = true;

    /// <summary>Its value is never shown, logged or part of a cache key.</summary>
    public bool Secret { get; init; }

    /// <summary>
    /// Its value is that of the same variable of the user who runs the engine, when the run is accepted; <see cref="Default"/> stands
    /// in for it.
    /// </summary>
    public bool FromHost { get; init; }
}

/// <summary>Declared resources of a step; null where nothing is said.</summary>
public sealed record StepResources
{
    /// <summary>Cores asked for.</summary>
    public double? CpuMin { get; init; }

    /// <summary>Cores allowed.</summary>
    public double? CpuMax { get; init; }

    /// <summary>Megabytes asked for.</summary>
    public double? MemoryMin { get; init; }

    /// <summary>Megabytes allowed.</summary>
    public double? MemoryMax { get; init; }

    /// <summary>Devices by name; null when nothing is said, empty for "none".</summary>
    public ImmutableSortedDictionary<string, double>? Devices { get; init; }
}
