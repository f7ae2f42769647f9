using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Gyre.Datasets.Values;

/// <summary>Several values in one cell: a JSON array of texts, numbers, truth values and nulls.</summary>
internal static class MultiValueText
{
    /// <summary>The texts of the items, null for null.</summary>
    /// <returns>False when it is not such an array.</returns>
    public static bool TryParse(ReadOnlySpan<byte> cell, out ImmutableArray<string?> items)
    {
        items = [];
        var reader = new Utf8JsonReader(CellText.Trim(cell), new JsonReaderOptions { MaxDepth = 1 });
        var found = ImmutableArray.CreateBuilder<string?>();
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                return false;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                found.Add(reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString(),
                    JsonTokenType.Null => null,
                    _ => Encoding.UTF8.GetString(reader.ValueSpan),
                });
            }
            if (reader.Read())
                return false;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
        items = found.ToImmutable();
        return true;
    }
}
