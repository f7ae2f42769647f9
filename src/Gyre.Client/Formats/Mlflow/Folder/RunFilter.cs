using System.Globalization;
using System.Text.RegularExpressions;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>A search filter over runs: clauses joined by AND.</summary>
internal sealed class RunFilter
{
    private readonly List<Func<TrackingRunRecord, bool>> _clauses = [];

    public bool Matches(TrackingRunRecord run) => _clauses.TrueForAll(clause => clause(run));

    /// <exception cref="TrackingException">The text is none (INVALID_PARAMETER_VALUE).</exception>
    public static RunFilter Parse(string text)
    {
        var filter = new RunFilter();
        if (text.Length == 0)
            return filter;
        var tokens = new FilterTokens(text);
        do
            filter._clauses.Add(Clause(tokens));
        while (tokens.TakeWord("AND"));
        if (!tokens.AtEnd)
            throw tokens.Bad("AND or the end");
        return filter;
    }

    private static Func<TrackingRunRecord, bool> Clause(FilterTokens tokens)
    {
        var field = RunField.Parse(tokens.Identifier(), tokens);
        if (tokens.TakeWord("IS"))
        {
            var not = tokens.TakeWord("NOT");
            if (!tokens.TakeWord("NULL"))
                throw tokens.Bad("NULL");
            if (field.Entity is not (RunEntity.Param or RunEntity.Tag))
                throw tokens.Refused("IS NULL and IS NOT NULL apply to tags and params only");
            return run => (field.Text(run) is not null) == not;
        }
        var negated = tokens.TakeWord("NOT");
        if (tokens.TakeWord("IN"))
        {
            if (field is not { Entity: RunEntity.Attribute, Key: "run_id" })
                throw tokens.Refused("only the run_id attribute can be compared with a list");
            var list = tokens.List();
            return run => list.Contains(run.RunId) != negated;
        }
        if (negated)
            throw tokens.Bad("IN");
        return field.IsNumber ? NumberClause(field, tokens) : TextClause(field, tokens);
    }

    private static Func<TrackingRunRecord, bool> NumberClause(RunField field, FilterTokens tokens)
    {
        var test = tokens.Operator() switch
        {
            "=" => (Func<double, double, bool>)((a, b) => a.Equals(b)),
            "!=" => (a, b) => !a.Equals(b),
            "<" => (a, b) => a < b,
            "<=" => (a, b) => a <= b,
            ">" => (a, b) => a > b,
            ">=" => (a, b) => a >= b,
            var other => throw tokens.Refused($"'{other}' cannot compare numbers"),
        };
        var wanted = tokens.Number();
        return run => field.Number(run) is { } value && test(value, wanted);
    }

    private static Func<TrackingRunRecord, bool> TextClause(RunField field, FilterTokens tokens)
    {
        var operation = tokens.Operator();
        var wanted = tokens.Text();
        Func<string, bool> test = operation switch
        {
            "=" => value => string.Equals(value, wanted, StringComparison.Ordinal),
            "!=" => value => !string.Equals(value, wanted, StringComparison.Ordinal),
            "LIKE" => Like(wanted, RegexOptions.None).IsMatch,
            "ILIKE" => Like(wanted, RegexOptions.IgnoreCase).IsMatch,
            var other => throw tokens.Refused($"'{other}' cannot compare strings"),
        };
        return run => field.Text(run) is { } value && test(value);
    }

    private static Regex Like(string pattern, RegexOptions options)
    {
        var text = string.Concat(pattern.Select(c => c switch { '%' => ".*", '_' => ".", _ => Regex.Escape(c.ToString()) }));
        return new Regex($"\\A{text}\\z", options | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}

/// <summary>The order of found runs: values first, then NaN, then runs without the key; ties by the latest start, then by id.</summary>
internal sealed class RunOrder
{
    private readonly List<(RunField Field, bool Descending)> _fields = [];

    public static RunOrder Parse(IReadOnlyList<string> clauses)
    {
        var order = new RunOrder();
        foreach (var clause in clauses)
        {
            var tokens = new FilterTokens(clause);
            var field = RunField.Parse(tokens.Identifier(), tokens);
            var descending = tokens.TakeWord("DESC");
            if (!descending)
                tokens.TakeWord("ASC");
            if (!tokens.AtEnd)
                throw tokens.Bad("ASC, DESC or the end");
            order._fields.Add((field, descending));
        }
        return order;
    }

    public IEnumerable<TrackingRunRecord> Sort(IEnumerable<TrackingRunRecord> runs)
    {
        var sorted = runs.OrderBy(_ => 0);
        foreach (var (field, descending) in _fields)
        {
            sorted = sorted.ThenBy(field.Rank);
            sorted = (field.IsNumber, descending) switch
            {
                (true, false) => sorted.ThenBy(field.Number),
                (true, true) => sorted.ThenByDescending(field.Number),
                (false, false) => sorted.ThenBy(field.Text, StringComparer.Ordinal),
                _ => sorted.ThenByDescending(field.Text, StringComparer.Ordinal),
            };
        }
        return sorted.ThenByDescending(run => run.StartTime).ThenBy(run => run.RunId, StringComparer.Ordinal);
    }
}

internal enum RunEntity
{
    Attribute,
    Metric,
    Param,
    Tag,
}

/// <summary>Something of a run that can be compared.</summary>
internal sealed record RunField(RunEntity Entity, string Key)
{
    private static readonly string[] Attributes = ["run_id", "run_name", "status", "user_id", "artifact_uri", "start_time", "end_time"];

    public bool IsNumber => Entity == RunEntity.Metric || (Entity == RunEntity.Attribute && Key is "start_time" or "end_time");

    public static RunField Parse((string? Entity, string Key) identifier, FilterTokens tokens)
    {
        var (entity, key) = identifier;
        return entity switch
        {
            "metric" or "metrics" => new RunField(RunEntity.Metric, key),
            "param" or "params" or "parameter" or "parameters" => new RunField(RunEntity.Param, key),
            "tag" or "tags" => new RunField(RunEntity.Tag, key),
            null or "attribute" or "attributes" or "attr" or "run" => Attribute(key, tokens),
            _ => throw tokens.Refused($"'{entity}' cannot be searched; use metrics, params, tags or attributes"),
        };
    }

    public double? Number(TrackingRunRecord run) => Entity == RunEntity.Metric
        ? run.Metrics.TryGetValue(Key, out var point) ? point.Value : null
        : Key == "start_time" ? run.StartTime.ToUnixTimeMilliseconds() : run.EndTime?.ToUnixTimeMilliseconds();

    public string? Text(TrackingRunRecord run) => Entity switch
    {
        RunEntity.Param => run.Params.GetValueOrDefault(Key),
        RunEntity.Tag => run.Tags.GetValueOrDefault(Key),
        _ => Key switch
        {
            "run_id" => run.RunId,
            "run_name" => run.Tags.GetValueOrDefault(SystemTags.RunName) ?? run.Name,
            "status" => WireMap.Status(run.Status),
            "user_id" => run.UserId,
            _ => run.ArtifactUri,
        },
    };

    public int Rank(TrackingRunRecord run) => IsNumber ? Number(run) switch { null => 2, double.NaN => 1, _ => 0 } : Text(run) is null ? 2 : 0;

    private static RunField Attribute(string key, FilterTokens tokens)
    {
        var name = key switch { "run name" or "Run name" or "Run Name" => "run_name", "created" or "Created" => "start_time", _ => key };
        return Attributes.Contains(name) ? new RunField(RunEntity.Attribute, name) : throw tokens.Refused(
            $"unknown attribute '{key}'; use one of {string.Join(", ", Attributes)}");
    }
}

/// <summary>The pieces of a filter or an order clause.</summary>
internal sealed partial class FilterTokens
{
    private const int MaxLength = 100_000;
    private readonly string _text;
    private readonly List<string> _tokens;
    private int _at;

    public FilterTokens(string text)
    {
        _text = text;
        if (text.Length > MaxLength)
            throw Refused($"it is longer than {MaxLength} characters");
        _tokens = [.. Token().Matches(text).Select(match => match.Value.Trim()).Where(token => token.Length > 0)];
        if (_tokens.Count == 0)
            throw Refused("it is empty");
    }

    public bool AtEnd => _at == _tokens.Count;

    private string Next => AtEnd ? "" : _tokens[_at];

    public bool TakeWord(string word)
    {
        var taken = string.Equals(Next, word, StringComparison.OrdinalIgnoreCase);
        if (taken)
            _at++;
        return taken;
    }

    /// <summary>The first dot splits entity and key; the key may be in quotes.</summary>
    public (string? Entity, string Key) Identifier()
    {
        var token = Next;
        if (token.Length == 0 || !(char.IsLetter(token[0]) || token[0] is '_' or '`' or '"'))
            throw Bad("a name");
        _at++;
        var dot = token[0] is '`' or '"' ? -1 : token.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (null, Unquote(token)) : (token[..dot], Unquote(token[(dot + 1)..]));
    }

    public string Operator()
    {
        var token = Next.ToUpperInvariant();
        if (token is not ("=" or "!=" or "<" or "<=" or ">" or ">=" or "LIKE" or "ILIKE"))
            throw Bad("a comparison");
        _at++;
        return token;
    }

    public double Number() => double.TryParse(Next, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && _at++ >= 0 ? number : throw Bad("a number");

    public string Text()
    {
        var token = Next;
        if (token.Length < 2 || token[0] is not ('\'' or '"'))
            throw Bad("a string in quotes");
        _at++;
        return token[1..^1];
    }

    public HashSet<string> List()
    {
        var list = new HashSet<string>(StringComparer.Ordinal);
        if (!TakeWord("("))
            throw Bad("'('");
        do
            list.Add(Text());
        while (TakeWord(","));
        return TakeWord(")") ? list : throw Bad("')'");
    }

    public TrackingException Bad(string expected) => Refused($"expected {expected} at '{Next}'");

    public TrackingException Refused(string why) => new(
        $"The search '{(_text.Length > 200 ? _text[..200] + "..." : _text)}' is not valid: "
            + $"{why}.")
    { ErrorCode = "INVALID_PARAMETER_VALUE" };

    private static string Unquote(string text) => text.Length >= 2 && text[0] is '`' or '"' && text[^1] == text[0] ? text[1..^1] : text;

    [GeneratedRegex("""[A-Za-z_]+\.(`[^`]*`|"[^"]*")|'[^']*'|"[^"]*"|`[^`]*`|!=|<=|>=|[=<>(),]|[^\s=<>!(),'"`]+|\S""", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
