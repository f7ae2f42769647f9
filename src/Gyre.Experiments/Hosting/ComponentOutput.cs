using System.Numerics;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Experiments.Hosting;

/// <summary>
/// Takes the lines of a component's program: <c>{"metric": "loss", "value": 0.5, "step": 3}</c> is a number, everything else is for people.
/// </summary>
internal sealed class ComponentOutput(ITrialLog log)
{
    private const int KeptLines = 20;
    private const int MostOfName = 250;

    private readonly Queue<string> _errors = new();

    /// <summary>The last lines that it wrote as errors.</summary>
    public string LastErrors => string.Join('\n', _errors);

    /// <summary>Takes a line of its output.</summary>
    public void Say(string line)
    {
        if (line.TrimStart().StartsWith('{') && ReadMetric(line) is var (name, value, step))
            log.Metric(name, value, step);
        else
            log.Say(line);
    }

    /// <summary>Takes a line of its errors.</summary>
    public void Complain(string line)
    {
        _errors.Enqueue(HostingRefusals.Shown(line));
        if (_errors.Count > KeptLines)
            _errors.Dequeue();
        log.Say(line);
    }

    private static (string Name, double Value, long Step)? ReadMetric(string line)
    {
        try
        {
            if (
                ValueJson.Parse(line) is not MapValue map
                || map.Find("metric") is not TextValue { Text: { Length: > 0 and <= MostOfName } name }
                || map.Find("value") is not { } value || !value.TryGetNumber(out var number))
                return null;
            return map.Find("step") switch
            {
                null or NullValue => (name, number, 0),
                IntegerValue { Number: var step } when step >= BigInteger.Zero && step <= long.MaxValue => (name, number, (long)step),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
