using System.Text;
using System.Text.Json;

namespace Gyre.Experiments.Drawing;

/// <summary>A picture with its data.</summary>
internal abstract record Chart
{
    /// <summary>Above it.</summary>
    public required string Title { get; init; }

    /// <summary>SVG that stands in a page.</summary>
    public string ToInlineSvg()
    {
        var svg = new Svg();
        var (width, height) = Draw(svg);
        return svg.Inline(width, height, Title, Summary);
    }

    /// <summary>SVG as a file of its own.</summary>
    public string ToSvgFile()
    {
        var svg = new Svg();
        var (width, height) = Draw(svg);
        return svg.File(width, height, Title, Summary);
    }

    /// <summary>The data; a number that is not finite is null.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 1);
            json.WriteString("title", Title);
            WriteData(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>What it shows, for people who do not see it.</summary>
    protected abstract string Summary { get; }

    /// <summary>Draws it and gives its size.</summary>
    protected abstract (double Width, double Height) Draw(Svg svg);

    /// <summary>Writes its fields.</summary>
    protected abstract void WriteData(Utf8JsonWriter json);

    private protected static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        json.WritePropertyName(name);
        WriteNumber(json, number);
    }

    private protected static void WriteNumber(Utf8JsonWriter json, double? number)
    {
        if (number is { } value && double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
    }

    private protected static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
