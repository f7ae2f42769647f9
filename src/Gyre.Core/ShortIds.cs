namespace Gyre.Core;

/// <summary>The beginnings of ids by which people call things.</summary>
public static class ShortIds
{
    /// <summary>Shorter ones look like words, and a run that starts a minute later would make most of them ambiguous.</summary>
    public const int MinLength = 8;

    /// <summary>The shortest beginning, of at least eight characters and not ending in a hyphen, that no other id has.</summary>
    /// <param name="id">The id.</param>
    /// <param name="others">Other ids; of many in order the one before and the one behind are enough.</param>
    public static string Of(string id, IEnumerable<string> others)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(others);
        var length = Math.Max(MinLength, others.Select(other => Common(id, other) + 1).DefaultIfEmpty(0).Max());
        while (length < id.Length && id[length - 1] == '-')
            length++;
        return length >= id.Length ? id : id[..length];
    }

    private static int Common(string a, string b)
    {
        var length = 0;
        while (length < a.Length && length < b.Length && a[length] == b[length])
            length++;
        return length;
    }
}
