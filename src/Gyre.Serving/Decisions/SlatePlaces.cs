namespace Gyre.Serving.Decisions;

/// <summary>
/// Which arms a place of a slate may still get: those that leave an arm for each place that has none yet. It keeps one matching of places
/// and arms, and changes it along augmenting paths (Kuhn 1955). Pure but for its own state.
/// </summary>
internal sealed class SlatePlaces
{
    private const int Nobody = -1;

    private readonly IReadOnlyList<IReadOnlyList<int>> _allowed;
    private readonly bool[] _isTaken;
    private int[] _holders;

    /// <param name="allowed">The arms that each place may get, by their index; all different.</param>
    /// <param name="arms">How many arms there are.</param>
    public SlatePlaces(IReadOnlyList<IReadOnlyList<int>> allowed, int arms)
    {
        (_allowed, _isTaken, _holders) = (allowed, new bool[arms], new int[arms]);
        Array.Fill(_holders, Nobody);
        for (var place = 0; place < allowed.Count && Unfilled is null; place++)
        {
            if (!Augment(_holders, _isTaken, place, new bool[arms]))
                Unfilled = place;
        }
    }

    /// <summary>The first place for which no arm is left, whatever the others get; null when each can have one.</summary>
    public int? Unfilled { get; }

    /// <summary>Whether a place may get an arm.</summary>
    public bool IsOpen(int place, int arm) => Give(place, arm) is not null;

    /// <summary>A place gets an arm, for good.</summary>
    public void Take(int place, int arm)
    {
        _holders = Give(place, arm) ?? throw new InvalidOperationException("The place may not get the arm.");
        _isTaken[arm] = true;
    }

    /// <summary>The matching in which a place has an arm; null when there is none.</summary>
    private int[]? Give(int place, int arm)
    {
        if (_isTaken[arm] || !_allowed[place].Contains(arm))
            return null;
        var holders = (int[])_holders.Clone();
        var displaced = holders[arm];
        if (Array.IndexOf(holders, place) is var own and >= 0)
            holders[own] = Nobody;
        holders[arm] = place;
        if (displaced == Nobody || displaced == place)
            return holders;
        var closed = (bool[])_isTaken.Clone();
        closed[arm] = true;
        return Augment(holders, closed, displaced, new bool[closed.Length]) ? holders : null;
    }

    /// <summary>Finds an arm for a place, and others for those that have to give theirs up; as deep as there are places.</summary>
    private bool Augment(int[] holders, bool[] closed, int place, bool[] seen)
    {
        foreach (var arm in _allowed[place])
        {
            if (closed[arm] || seen[arm])
                continue;
            seen[arm] = true;
            if (holders[arm] != Nobody && !Augment(holders, closed, holders[arm], seen))
                continue;
            holders[arm] = place;
            return true;
        }
        return false;
    }
}
