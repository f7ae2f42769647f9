using System.Collections.Immutable;
using System.Globalization;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Server.Http;

namespace Gyre.Server.Formats.Valohai;

/// <summary>Refusals in the shape that clients of <c>/api/v0</c> read: places nested like the request, else a message with a code.</summary>
internal sealed class CompatibleErrors : IErrorWriter
{
    public static readonly CompatibleErrors Writer = new();

    private const string Prefix = "/api/v0";

    private CompatibleErrors()
    {
    }

    public bool Speaks(PathString path) => path.StartsWithSegments(Prefix, StringComparison.Ordinal);

    public Task WriteAsync(HttpContext context, Problem problem)
    {
        var response = context.Response;
        if (problem.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Token";
        response.ContentType = "application/json";
        return response.WriteAsync(ValueJson.Write(Describe(problem)), context.RequestAborted);
    }

    public static Value Describe(Problem problem)
    {
        if (problem.Status == StatusCodes.Status400BadRequest && problem.Errors.Any(error => !string.IsNullOrEmpty(error.Path)))
        {
            var root = new Branch();
            foreach (var error in problem.Errors)
                root.Add(error.Path ?? "", error.Remedy is null ? error.Message : $"{error.Message} {error.Remedy}");
            return root.ToValue();
        }
        var detail = problem.Detail ?? problem.Title;
        if (problem.Remedy is { } remedy)
            detail = $"{detail} {remedy}";
        return new MapValue([new("message", Value.Of(detail)), new("code", Value.Of(problem.Code)), new("detail", Value.Of(detail))]);
    }

    /// <summary>A place in the request with what is wrong there and below. A list has an empty object for each element that is fine.</summary>
    private sealed class Branch
    {
        private readonly List<string> _messages = [];
        private readonly Dictionary<string, Branch> _below = new(StringComparer.Ordinal);

        public void Add(string path, string message)
        {
            var at = this;
            foreach (var key in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!at._below.TryGetValue(key, out var next))
                    at._below[key] = next = new Branch();
                at = next;
            }
            at._messages.Add(Quotes.Bound(message));
        }

        public Value ToValue()
        {
            if (_below.Count == 0)
                return Value.Of(_messages.Select(Value.Of));
            if (_messages.Count == 0 && Indexes() is { } indexes)
                return Value.Of(Enumerable.Range(0, indexes.Max + 1).Select(index => indexes.ByIndex.TryGetValue(index, out var below) ? below.ToValue() : new MapValue([])));
            var entries = _below.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToValue())).ToImmutableArray();
            return new MapValue(_messages.Count == 0 ? entries : entries.Add(new("non_field_errors", Value.Of(_messages.Select(Value.Of)))));
        }

        private (int Max, Dictionary<int, Branch> ByIndex)? Indexes()
        {
            const int Longest = 10_000;
            var byIndex = new Dictionary<int, Branch>();
            foreach (var (key, branch) in _below)
            {
                if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > Longest)
                    return null;
                byIndex[index] = branch;
            }
            return (byIndex.Keys.Max(), byIndex);
        }
    }
}
