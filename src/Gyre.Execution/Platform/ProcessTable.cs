using System.Globalization;
using System.Text;

namespace Gyre.Execution.Platform;

/// <summary>A line of the process table.</summary>
/// <param name="Id">Process id.</param>
/// <param name="State">As the kernel writes it: R, S, D, T (stopped), Z (ended, not yet taken note of).</param>
/// <param name="Parent">Its parent.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="StartTime">Clock ticks between the boot and its start; with the id it names a process for ever.</param>
/// <param name="MemoryInBytes">Resident memory.</param>
internal readonly record struct ProcessEntry(int Id, char State, int Parent, int Group, int Session, long StartTime, long MemoryInBytes)
{
    /// <summary>Ended or ending.</summary>
    public bool IsGone => State is 'Z' or 'X';
}

/// <summary>Reads <c>/proc</c>. Everything here may be out of date when it returns.</summary>
internal static class ProcessTable
{
    /// <summary>One process, or null when there is none.</summary>
    public static ProcessEntry? Find(int process)
    {
        var text = ReadBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        return text is null ? null : Parse(process, Encoding.Latin1.GetString(text));
    }

    /// <summary>Every process.</summary>
    public static List<ProcessEntry> Read()
    {
        var entries = new List<ProcessEntry>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Find(id) is { } entry)
                entries.Add(entry);
        }
        return entries;
    }

    /// <summary>Adds everything that descends from the given processes.</summary>
    public static void AddDescendants(List<ProcessEntry> table, HashSet<int> processes)
    {
        var grown = true;
        while (grown)
        {
            grown = false;
            foreach (var entry in table)
                grown |= processes.Contains(entry.Parent) && processes.Add(entry.Id);
        }
    }

    /// <summary>Whether a process was started with this environment entry, <c>NAME=value</c>. False too when it may not be looked at.</summary>
    public static bool Carries(int process, ReadOnlySpan<byte> marker)
    {
        var text = ReadBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/environ"));
        if (text is null)
            return false;
        var found = text.AsSpan().IndexOf(marker);
        return found >= 0 && (found == 0 || text[found - 1] == 0);
    }

    private static byte[]? ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ProcessEntry? Parse(int id, string text)
    {
        // The name stands in parentheses and may hold anything, parentheses too.
        var end = text.LastIndexOf(')');
        if (end < 0)
            return null;
        var fields = text[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 22)
            return null;
        return new ProcessEntry(id, fields[0][0], Int(fields[1]), Int(fields[2]), Int(fields[3]), Long(fields[19]), Long(fields[21]) * Environment.SystemPageSize);
    }

    private static int Int(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static long Long(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
