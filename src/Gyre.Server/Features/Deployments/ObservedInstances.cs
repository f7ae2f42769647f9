using System.Globalization;
using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Server.Features.Deployments;

/// <summary>
/// Instances that a policy decides for: contexts as lists or objects of numbers, or, as prediction containers of bandits take them,
/// objects with a list of contexts as <c>observation</c>, which are answered with <c>{"PolicyStep 0": [arm index, ...]}</c>. Pure.
/// </summary>
internal sealed class ObservedInstances
{
    private const string Observation = "observation";

    /// <summary>Requests of each instance, and whether it is a batch.</summary>
    private readonly List<(int Count, bool IsBatch)> _instances = [];
    private readonly List<DecisionRequest> _requests = [];

    private ObservedInstances()
    {
    }

    public IReadOnlyList<DecisionRequest> Requests => _requests;

    /// <exception cref="InvalidInputException">They are none.</exception>
    public static ObservedInstances Read(Value? instances)
    {
        if (instances is not ListValue { Items: { IsEmpty: false } rows })
            throw PredictionBody.Refuse("instances", "A deployment of policies takes a list of contexts as 'instances'.");
        var read = new ObservedInstances();
        for (var i = 0; i < rows.Length; i++)
            read.Add(rows[i], string.Create(CultureInfo.InvariantCulture, $"instances/{i}"));
        return read;
    }

    /// <summary>What was decided, in the form of the question.</summary>
    public Value Answer(IReadOnlyList<Decision> made)
    {
        var answers = new List<Value>();
        var next = 0;
        foreach (var (index, (count, isBatch)) in _instances.Index())
        {
            var part = made.Skip(next).Take(count);
            next += count;
            var arms = Value.Of(part.Select(static decision => Value.Of(decision.ArmIndex)));
            answers.Add(isBatch
                ? new MapValue([KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"PolicyStep {index}"), arms)])
                : Single(made[next - 1]));
        }
        return Value.Of(answers);
    }

    private static MapValue Single(Decision decision) => new(
    [
        KeyValuePair.Create("arm", Value.Of(decision.Arm)),
        KeyValuePair.Create("arm_index", Value.Of(decision.ArmIndex)),
        KeyValuePair.Create("propensity", Value.Of(decision.Propensity)),
        KeyValuePair.Create("decision_id", Value.Of(decision.DecisionId)),
        KeyValuePair.Create("version", Value.Of(decision.Version)),
    ]);

    private void Add(Value row, string path)
    {
        if (row is MapValue { Entries: [{ Key: Observation, Value: ListValue { Items: { IsEmpty: false } contexts } }] }
            && contexts[0] is ListValue)
        {
            for (var i = 0; i < contexts.Length; i++)
                _requests.Add(ContextOf(contexts[i], string.Create(CultureInfo.InvariantCulture, $"{path}/{Observation}/{i}")));
            _instances.Add((contexts.Length, true));
            return;
        }
        _requests.Add(row is MapValue map ? FieldsOf(map, path) : ContextOf(row, path));
        _instances.Add((1, false));
    }

    private static DecisionRequest ContextOf(Value value, string path) => value is ListValue list
        ? new DecisionRequest { Context = [.. list.Items.Select(item => Number(item, path))] }
        : throw PredictionBody.Refuse(path, "The context is no list of numbers.");

    private static DecisionRequest FieldsOf(MapValue map, string path) => new()
    {
        Fields = map.Entries.ToDictionary(static entry => entry.Key, entry => Number(entry.Value, $"{path}/{entry.Key}"),
            StringComparer.Ordinal),
    };

    private static double Number(Value value, string path) =>
        value.TryGetNumber(out var number) ? number : throw PredictionBody.Refuse(path, "A value of the context is no number.");
}
