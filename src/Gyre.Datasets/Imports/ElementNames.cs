using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Gyre.Datasets.Imports;

/// <summary>Names that elements may have, made of names of columns.</summary>
internal static class ElementNames
{
    private const int Longest = 200;

    /// <summary>One per column, all different.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<string> columns)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = ImmutableArray.CreateBuilder<string>(columns.Length);
        foreach (var (i, column) in columns.Index())
        {
            var name = Of(column);
            if (name.Length == 0)
                name = Numbered("column", i + 1);
            var free = name;
            for (var number = 2; !taken.Add(free); number++)
                free = Numbered(name, number);
            names.Add(free);
        }
        return names.MoveToImmutable();
    }

    /// <summary>In lower case; everything but letters, digits and <c>_</c> becomes <c>_</c>. Empty when nothing is left.</summary>
    public static string Of(string column)
    {
        var name = new StringBuilder(column.Length);
        foreach (var rune in column.ToLowerInvariant().EnumerateRunes())
        {
            var isPlain = Rune.IsLetterOrDigit(rune) && !Rune.IsUpper(rune);
            if (isPlain)
                name.Append(rune.ToString());
            else if (name.Length > 0 && name[^1] != '_')
                name.Append('_');
        }
        if (name.Length > Longest)
            name.Length = char.IsHighSurrogate(name[Longest - 1]) ? Longest - 1 : Longest;
        return column.StartsWith('_') && name.Length > 0 ? $"_{name.ToString().TrimEnd('_')}" : name.ToString().TrimEnd('_');
    }

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
}
