using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gyre.Core;

namespace Gyre.Tracking.Tests.Search;

/// <summary>A condition as text, and what it means, worked out in memory from the text's parts and not from a parser.</summary>
internal sealed record RandomFilter(string Text, Func<SampleRun, bool> Matches)
{
    private static readonly string[] Signs = ["=", "!=", ">", ">=", "<", "<="];
    private static readonly string[] TextSigns = ["=", "!=", "LIKE", "ILIKE", "like"];

    public static RandomFilter Plain(SeededRandom random)
    {
        var filter = Clause(random);
        for (var more = random.NextInt(0, 4); more > 1; more--)
        {
            var (left, right) = (filter, Clause(random));
            filter = new RandomFilter($"{left.Text} {(random.NextInt(0, 2) == 0 ? "AND" : "and")} {right.Text}", run => left.Matches(run) && right.Matches(run));
        }
        return filter;
    }

    public static RandomFilter Extended(SeededRandom random, int depth)
    {
        if (depth == 0)
            return Clause(random);
        var (left, right) = (Extended(random, depth - 1), Extended(random, depth - 1));
        return random.NextInt(0, 5) switch
        {
            0 => left,
            1 => new RandomFilter($"NOT ({left.Text})", run => !left.Matches(run)),
            2 => new RandomFilter($"({left.Text}) AND NOT ({right.Text})", run => left.Matches(run) && !right.Matches(run)),
            3 => new RandomFilter($"(({left.Text}) OR {(depth == 1 ? "NOT " : "(")}{right.Text}{(depth == 1 ? "" : ")")})", run => left.Matches(run) || (depth == 1 ? !right.Matches(run) : right.Matches(run))),
            _ => new RandomFilter($"({left.Text}) OR ({right.Text})", run => left.Matches(run) || right.Matches(run)),
        };
    }

    private static RandomFilter Clause(SeededRandom random) => random.NextInt(0, 9) switch
    {
        0 or 1 => Metric(random),
        2 => OfTexts(random, Entity(random, "params", "param", "parameters"), run => run.Params),
        3 => OfTexts(random, Entity(random, "tags", "tag"), run => run.Tags),
        4 => Number(random, "start_time", run => run.StartTime),
        5 => Number(random, "attributes.end_time", run => run.EndTime),
        6 => Attribute(random),
        7 => Dataset(random),
        _ => RunIds(random),
    };

    private static RandomFilter Metric(SeededRandom random)
    {
        var key = SampleRuns.Pick(random, SampleRuns.Keys);
        var sign = SampleRuns.Pick(random, Signs);
        var number = SampleRuns.Pick(random, [.. SampleRuns.Numbers.Where(n => !double.IsNaN(n)), 0.2]);
        var text = number.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "E", StringComparison.Ordinal);
        return new RandomFilter($"{Entity(random, "metrics", "metric")}.`{key}` {sign} {text}", run => run.Metrics.TryGetValue(key, out var value) && Compare(value, sign, number));
    }

    private static RandomFilter OfTexts(SeededRandom random, string entity, Func<SampleRun, Dictionary<string, string>> values)
    {
        var key = SampleRuns.Pick(random, SampleRuns.Keys);
        if (random.NextInt(0, 4) == 0)
        {
            var isNull = random.NextInt(0, 2) == 0;
            return new RandomFilter($"{entity}.\"{key}\" IS {(isNull ? "NULL" : "NOT NULL")}", run => values(run).ContainsKey(key) != isNull);
        }
        var (sign, text) = Comparison(random);
        return new RandomFilter($"{entity}.`{key}` {sign} {Quoted(random, text)}", run => values(run).TryGetValue(key, out var value) && Compare(value, sign, text));
    }

    private static RandomFilter Attribute(SeededRandom random)
    {
        var (sign, text) = Comparison(random);
        (string Name, Func<SampleRun, string> Value) field = random.NextInt(0, 4) switch
        {
            0 => ("run_name", run => run.Name),
            1 => ("attributes.`Run name`", run => run.Name),
            2 => ("user_id", run => run.UserId),
            _ => ("status", run => run.Status),
        };
        if (field.Name == "status")
            text = SampleRuns.Pick(random, ["FINISHED", "finished", "F%", "%ED", "_ILLED", "RUNNING"]);
        return new RandomFilter($"{field.Name} {sign} {Quoted(random, text)}", run => Compare(field.Value(run), sign, text));
    }

    private static RandomFilter Dataset(SeededRandom random)
    {
        (string Key, Func<SampleDataset, string?> Value) field = random.NextInt(0, 3) switch
        {
            0 => ("name", d => d.Name),
            1 => ("digest", d => d.Digest),
            _ => ("context", d => d.Context),
        };
        if (random.NextInt(0, 3) == 0)
        {
            string[] list = ["d1", "h2", SampleRuns.Pick(random, SampleRuns.Texts)];
            var isIn = random.NextInt(0, 2) == 0;
            return new RandomFilter(
                $"datasets.{field.Key} {(isIn ? "IN" : "NOT IN")} ({string.Join(", ", list.Select(t => Quoted(random, t)))})",
                run => run.Datasets.Any(d => field.Value(d) is { } value && list.Contains(value, StringComparer.Ordinal) == isIn));
        }
        var (sign, text) = Comparison(random);
        return new RandomFilter($"dataset.{field.Key} {sign} {Quoted(random, text)}", run => run.Datasets.Any(d => field.Value(d) is { } value && Compare(value, sign, text)));
    }

    private static RandomFilter RunIds(SeededRandom random)
    {
        var start = "0123456789abcdef"[random.NextInt(0, 16)] + "%";
        return new RandomFilter($"run_id LIKE '{start}'", run => run.RunId[0] == start[0]);
    }

    private static RandomFilter Number(SeededRandom random, string name, Func<SampleRun, long?> value)
    {
        var sign = SampleRuns.Pick(random, Signs);
        var (text, number) = SampleRuns.Pick<(string, decimal)>(random, [("1700000000010", 1_700_000_000_010), ("1700000000005.5", 1_700_000_000_005.5m), ("-1", -1), ("1e30", 1e28m), ("1.7e12", 1_700_000_000_000)]);
        return new RandomFilter($"{name} {sign} {text}", run => value(run) is { } at && Holds(((decimal)at).CompareTo(number), sign));
    }

    private static (string Sign, string Text) Comparison(SeededRandom random)
    {
        var sign = SampleRuns.Pick(random, TextSigns);
        var text = SampleRuns.Pick(random, SampleRuns.Texts);
        if (!sign.EndsWith("IKE", StringComparison.OrdinalIgnoreCase) || text.Length == 0)
            return (sign, text);
        return (sign, random.NextInt(0, 5) switch
        {
            0 => "%" + text[^1..].TrimStart('\uDE00'),
            1 => text[..1].TrimEnd('\uD83D') + "%",
            2 => "_%",
            3 => text.Length is > 1 and < 50 && !char.IsSurrogate(text[0]) ? "_" + text[1..] : text,
            _ => text.ToUpperInvariant(),
        });
    }

    private static string Entity(SeededRandom random, params string[] spellings) => SampleRuns.Pick(random, spellings);

    private static string Quoted(SeededRandom random, string text) => random.NextInt(0, 2) == 0 ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : $"\"{text}\"";

    private static bool Compare(double value, string sign, double number) => double.IsNaN(value) ? sign == "!=" : Holds(value.CompareTo(number), sign);

    private static bool Compare(string value, string sign, string text) => sign switch
    {
        "=" => value == text,
        "!=" => value != text,
        "ILIKE" => Like(Lower(value), Lower(text)),
        _ => Like(value, text),
    };

    private static bool Holds(int order, string sign) => sign switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        ">" => order > 0,
        ">=" => order >= 0,
        "<" => order < 0,
        _ => order <= 0,
    };

    private static bool Like(string value, string pattern)
    {
        var expression = new StringBuilder("^");
        foreach (var c in pattern)
            expression.Append(c switch { '%' => ".*", '_' => @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\uD800-\uDFFF])", _ => Regex.Escape(c.ToString()) });
        return Regex.IsMatch(value, expression.Append(@"\z").ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }

    private static string Lower(string text) => string.Concat(text.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c));
}

/// <summary>An order as texts, and as a comparison in memory.</summary>
internal sealed record RandomOrder(IReadOnlyList<string> Texts, Comparison<SampleRun> Compare)
{
    public static RandomOrder Make(SeededRandom random)
    {
        var texts = new List<string>();
        var comparisons = new List<Comparison<SampleRun>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var more = random.NextInt(0, 4); more > 0; more--)
        {
            var (name, compare) = Key(random);
            if (!names.Add(name))
                continue;
            var direction = SampleRuns.Pick(random, ["", " ASC", " desc", " DESC"]);
            texts.Add(name + direction);
            comparisons.Add(compare(direction.Trim().Equals("DESC", StringComparison.OrdinalIgnoreCase) ? -1 : 1));
        }
        if (!names.Contains("start_time"))
            comparisons.Add((a, b) => b.StartTime.CompareTo(a.StartTime));
        comparisons.Add((a, b) => string.CompareOrdinal(a.RunId, b.RunId));
        return new RandomOrder(texts, (a, b) => comparisons.Select(compare => compare(a, b)).FirstOrDefault(result => result != 0));
    }

    private static (string Name, Func<int, Comparison<SampleRun>> Compare) Key(SeededRandom random)
    {
        var key = SampleRuns.Pick(random, SampleRuns.Keys);
        return random.NextInt(0, 8) switch
        {
            0 or 1 => ($"metrics.`{key}`", sign => (a, b) => Metrics(a, b, key, sign)),
            2 => ($"params.\"{key}\"", sign => (a, b) => CompareTexts(a.Params.GetValueOrDefault(key), b.Params.GetValueOrDefault(key), sign)),
            3 => ($"tag.`{key}`", sign => (a, b) => CompareTexts(a.Tags.GetValueOrDefault(key), b.Tags.GetValueOrDefault(key), sign)),
            4 => ("start_time", sign => (a, b) => sign * a.StartTime.CompareTo(b.StartTime)),
            5 => ("attributes.end_time", sign => (a, b) => a.EndTime is null || b.EndTime is null ? (a.EndTime is null).CompareTo(b.EndTime is null) : sign * a.EndTime.Value.CompareTo(b.EndTime.Value)),
            6 => ("status", sign => (a, b) => CompareTexts(a.Status, b.Status, sign)),
            _ => ("run_name", sign => (a, b) => CompareTexts(a.Name, b.Name, sign)),
        };
    }

    private static int Metrics(SampleRun a, SampleRun b, string key, int sign)
    {
        double? left = a.Metrics.TryGetValue(key, out var first) ? first : null;
        double? right = b.Metrics.TryGetValue(key, out var second) ? second : null;
        var ranks = Rank(left).CompareTo(Rank(right));
        return ranks != 0 || Rank(left) > 0 ? ranks : sign * left!.Value.CompareTo(right!.Value);
    }

    private static int Rank(double? value) => value is null ? 2 : double.IsNaN(value.Value) ? 1 : 0;

    private static int CompareTexts(string? a, string? b, int sign) =>
        a is null || b is null ? (a is null).CompareTo(b is null) : sign * Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
}
