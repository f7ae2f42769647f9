using System.Globalization;
using System.Text;
using Gyre.Client.Texts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>A <c>meta.yaml</c>: a flat map of keys to scalars, keys in order.</summary>
internal sealed class MetaYaml
{
    private const int MaxDepth = 20;
    private const int MaxNodes = 20_000;

    private readonly SortedDictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>A string, a <see cref="long"/>, a map of texts, null, <see cref="EmptyList"/> or <see cref="EmptyMap"/>.</summary>
    public object? this[string key]
    {
        set => _values[key] = value;
    }

    /// <summary>Stands for <c>[]</c>.</summary>
    public static object EmptyList { get; } = new();

    /// <summary>Stands for <c>{}</c>.</summary>
    public static object EmptyMap { get; } = new();

    /// <summary>Something deeper that nobody here asks for.</summary>
    private static object Nested { get; } = new();

    public string? Text(string key) => _values.GetValueOrDefault(key) as string;

    public long? Number(string key) => Text(key) is { } text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number : _values.GetValueOrDefault(key) as long?;

    public void Remove(string key) => _values.Remove(key);

    /// <exception cref="TrackingException">It is no such file.</exception>
    public static MetaYaml Read(string path)
    {
        var meta = new MetaYaml();
        try
        {
            var parser = new Parser(new StringReader(FolderFile.Read(path)));
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            parser.Consume<MappingStart>();
            var nodes = 0;
            while (!parser.Accept<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>().Value;
                if (parser.Accept<Scalar>(out _))
                    meta._values[key] = Value(parser.Consume<Scalar>());
                else
                    meta._values[key] = Skip(parser, ref nodes);
                Count(path, ++nodes, MaxNodes, "nodes");
            }
            return meta;
        }
        catch (YamlException error)
        {
            throw new TrackingException(
                $"{path}:{error.Start.Line}:{error.Start.Column}: expected a mapping of keys to values: {error.Message}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            // The library's scanner throws these on some broken texts.
            throw new TrackingException($"{path}:1:1: expected a mapping of keys to values, but the YAML is malformed.", error);
        }

        object? Skip(IParser parser, ref int nodes)
        {
            var kind = parser.Current is SequenceStart ? EmptyList : EmptyMap;
            var before = nodes;
            var depth = 0;
            do
            {
                depth += parser.Current!.NestingIncrease;
                Count(path, depth, MaxDepth, "levels");
                Count(path, ++nodes, MaxNodes, "nodes");
                parser.MoveNext();
            }
            while (depth > 0);
            return nodes - before == 2 ? kind : Nested;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (key, value) in _values)
            text.Append(key).Append(": ").Append(Written(value)).Append('\n');
        return text.ToString();
    }

    private static string? Value(Scalar scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL" ? null : scalar.Value;

    private static void Count(string path, int count, int most, string what)
    {
        if (count > most)
            throw new TrackingException($"{path} has more than {most} {what}. Check whether the file belongs there.");
    }

    private static string Written(object? value) => value switch
    {
        null => "null",
        long number => number.ToString(CultureInfo.InvariantCulture),
        string text => YamlText.Scalar(text),
        IReadOnlyDictionary<string, string> { Count: 0 } => "{}",
        IReadOnlyDictionary<string, string> map => string.Concat(map.Select(pair => $"\n  {YamlText.Scalar(pair.Key)}: {YamlText.Scalar(pair.Value)}")),
        _ when ReferenceEquals(value, EmptyList) => "[]",
        _ when ReferenceEquals(value, EmptyMap) => "{}",
        _ => throw new TrackingException("A meta.yaml file with nested values cannot be rewritten without losing them."),
    };
}
