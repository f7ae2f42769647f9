namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>Something that was not taken, or not as it stood.</summary>
/// <param name="Place">A file below the store's folder, a table or a request.</param>
/// <param name="Line">From 1; 0 when there is none.</param>
/// <param name="Reason">What is wrong there and what became of it.</param>
public sealed record Remark(string Place, int Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{Place}:{Line}: {Reason}" : $"{Place}: {Reason}";
}

/// <summary>Remarks in the order they came. Those beyond a limit are counted and not kept. Not for several threads at once.</summary>
public sealed class RemarkList
{
    /// <summary>How many are kept.</summary>
    public const int MaxKept = 10_000;

    private readonly List<Remark> _kept = [];

    /// <summary>The first ones.</summary>
    public IReadOnlyList<Remark> Kept => _kept;

    /// <summary>All, those that were not kept included.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(string place, string reason, int line = 0)
    {
        Count++;
        if (_kept.Count < MaxKept)
            _kept.Add(new Remark(Shown(place), line, reason));
    }

    /// <summary>Text from outside without what would disturb a terminal, and not longer than a line.</summary>
    internal static string Shown(string text)
    {
        var cut = text.Length <= 300 ? text : text[..300] + "...";
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c)) : cut;
    }
}
