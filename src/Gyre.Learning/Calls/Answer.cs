using System.Text.Json.Nodes;

namespace Gyre.Learning.Calls;

/// <summary>An answer in which what is undefined is null and has its reason beside it.</summary>
internal sealed class Answer
{
    private readonly JsonObject _fields = [];
    private readonly JsonObject _reasons = [];

    public Answer Add(string name, JsonNode? value)
    {
        _fields[name] = value;
        return this;
    }

    /// <param name="name">Of the field.</param>
    /// <param name="value">Null or not finite where it is undefined.</param>
    /// <param name="why">Why it is undefined then.</param>
    public Answer Add(string name, double? value, string why)
    {
        _fields[name] = Inputs.Json(value);
        if (_fields[name] is null)
            _reasons[name] = why;
        return this;
    }

    public JsonObject Done()
    {
        if (_reasons.Count > 0)
            _fields["reasons"] = _reasons;
        return _fields;
    }
}
