using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Client.Pipelines;

/// <summary>What a failure of a node does to its surroundings.</summary>
public enum FailureRule
{
    /// <summary>The run fails; what still runs is stopped. The default.</summary>
    StopAll,

    /// <summary>What follows does not run; other branches do; the run fails at the end.</summary>
    StopNext,

    /// <summary>Goes on as if it had succeeded.</summary>
    Continue,
}

/// <summary>A place in the pipeline: a step or a question. Made by a <see cref="PipelineBuilder"/>; not for several threads at once.</summary>
public abstract class NodeBuilder
{
    private protected NodeBuilder(PipelineBuilder pipeline, string name) => (Owner, Name) = (pipeline, name);

    /// <summary>Its name, unique in the pipeline.</summary>
    public string Name { get; }

    internal PipelineBuilder Owner { get; }

    internal FailureRule Failure { get; private protected set; }

    /// <summary>The node as the file has it.</summary>
    internal abstract MapValue WriteNode();

    private protected static MapValue Map(IEnumerable<(string Key, Value? Value)> entries) =>
        new([.. entries.Where(entry => entry.Value is not null).Select(entry => new KeyValuePair<string, Value>(entry.Key, entry.Value!))]);

    private protected Value? FailureWord() => Failure switch
    {
        FailureRule.StopNext => Value.Of("stop-next"),
        FailureRule.Continue => Value.Of("continue"),
        _ => null,
    };
}

/// <summary>Waits until a person answers.</summary>
public sealed class ApprovalBuilder : NodeBuilder
{
    private readonly string? _question;
    private Value? _expires;
    private bool _approves;
    private ImmutableArray<string> _approvers = [];

    internal ApprovalBuilder(PipelineBuilder pipeline, string name, string? question)
        : base(pipeline, name) => _question = question is null ? null : BuilderRules.Text(question, "The question");

    /// <summary>Ends the wait after a time.</summary>
    /// <param name="after">Whole seconds.</param>
    /// <param name="approve">Whether silence counts as approval; otherwise as refusal.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or has a fraction of a second.</exception>
    public ApprovalBuilder Expires(TimeSpan after, bool approve = false)
    {
        (_expires, _approves) = (BuilderRules.Seconds(after), approve);
        return this;
    }

    /// <summary>Names those who may answer; without, everybody may.</summary>
    /// <exception cref="ArgumentException">A name is empty or has control characters.</exception>
    public ApprovalBuilder Approvers(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _approvers = [.. names.Select(name => BuilderRules.Name(name, "person"))];
        return this;
    }

    /// <summary>Waits for other nodes first.</summary>
    /// <exception cref="ArgumentException">A node belongs to another pipeline, or is a later one.</exception>
    public ApprovalBuilder After(params NodeBuilder[] nodes)
    {
        Owner.Order(nodes, this);
        return this;
    }

    internal override MapValue WriteNode()
    {
        var rule = Map(
        [
            ("expires", _expires), ("on-expiry", _approves ? Value.Of("approve") : null),
            ("approvers", _approvers.IsEmpty ? null : Value.Of(_approvers.Select(Value.Of))),
        ]);
        return Map([("name", Value.Of(Name)), ("type", Value.Of("approval")), ("question", _question is null ? null : Value.Of(_question)), ("approval", rule.Entries.IsEmpty ? null : rule)]);
    }
}
