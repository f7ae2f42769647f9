using System.Text.Json;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Schema;

/// <summary>A row of <c>runs</c> without its plan.</summary>
internal sealed record RunRow
{
    public const string Columns =
        "id, project, pipeline, title, state, ends_as, reason, any_failed, open_nodes, executions, cache_hits, parameters, created_at, ended_at, parent, cycle, turn, tags, revision, code";

    public RunId Id { get; init; }

    public string Project { get; init; } = "";

    public string Pipeline { get; init; } = "";

    public string Title { get; init; } = "";

    public string State { get; init; } = "";

    public string? EndsAs { get; init; }

    public string? Reason { get; init; }

    public bool AnyFailed { get; init; }

    public int OpenNodes { get; init; }

    public int Executions { get; init; }

    public int CacheHits { get; init; }

    public string Parameters { get; init; } = "{}";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public RunId? Parent { get; init; }

    public CycleId? Cycle { get; init; }

    public int Turn { get; init; }

    public string Tags { get; init; } = "[]";

    public string? Revision { get; init; }

    public string? Code { get; init; }

    public RunState RunState => Enum.Parse<RunState>(State);

    public MapValue ParameterValues => (MapValue)ValueJson.Parse(Parameters);

    public RunMachineState MachineState => new()
    {
        State = RunState,
        EndsAs = EndsAs is null ? null : Enum.Parse<RunState>(EndsAs),
        Reason = Reason,
        AnyFailed = AnyFailed,
        OpenNodes = OpenNodes,
        Executions = Executions,
    };

    public RunView ToView() => new()
    {
        Id = Id,
        Project = Project,
        Pipeline = Pipeline,
        Title = Title,
        State = RunState,
        Reason = Reason,
        Parameters = ParameterValues,
        CreatedAt = CreatedAt,
        EndedAt = EndedAt,
        Parent = Parent,
        Cycle = Cycle,
        Turn = Turn,
        Executions = Executions,
        Revision = Revision,
        CodeOrigin = Code is null ? null : JsonSerializer.Deserialize(Code, PipelinesJson.Default.CodeOrigin),
        Tags = [.. ((ListValue)ValueJson.Parse(Tags)).Items.Select(tag => tag.ToString())],
    };
}
