using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>How one person's labels compare with what is right and with the others. A figure is null where nothing was counted.</summary>
public sealed record PersonFigures
{
    /// <summary>Number of the person.</summary>
    public required int Person { get; init; }

    /// <summary>Labels that the person gave.</summary>
    public required int Labels { get; init; }

    /// <summary>Labels on items whose class is known (honeypots, reviewed items).</summary>
    public required int Judged { get; init; }

    /// <summary>The right ones of these.</summary>
    public required int Right { get; init; }

    /// <summary>Exact 95 % interval of the share that is right: few honeypots prove little.</summary>
    public required ConfidenceInterval? Accuracy { get; init; }

    /// <summary>Pairs with a label of somebody else on the same item.</summary>
    public required int Compared { get; init; }

    /// <summary>The pairs of these that agree.</summary>
    public required int Agreeing { get; init; }

    /// <summary>
    /// Wilson's 95 % interval of the share of pairs that agree. Pairs on one item hang together, so it is a little too narrow where many
    /// people label the same item.
    /// </summary>
    public required ConfidenceInterval? Agreement { get; init; }

    /// <summary>Share of each class among the person's labels; empty without labels.</summary>
    public required ImmutableArray<double> ClassShares { get; init; }

    /// <summary>Counts for each person. O(labels x people per item).</summary>
    /// <param name="labels">In any order.</param>
    /// <param name="people">Number of people.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="known">The true class of the items that are known.</param>
    public static ImmutableArray<PersonFigures> Of(
        IReadOnlyList<PersonLabel> labels, int people, int classes, IReadOnlyDictionary<int, int> known)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(known);
        var (compared, agreeing) = (new int[people], new int[people]);
        foreach (var item in labels.GroupBy(static label => label.Item))
        {
            foreach (var (one, other) in item.SelectMany(one => item.Where(other => other.Person != one.Person)
                .Select(other => (one, other))))
            {
                compared[one.Person]++;
                agreeing[one.Person] += one.Label == other.Label ? 1 : 0;
            }
        }
        var byPerson = labels.ToLookup(static label => label.Person);
        return [.. Enumerable.Range(0, people)
            .Select(person => Describe(person, [.. byPerson[person]], classes, known, compared[person], agreeing[person]))];
    }

    private static PersonFigures Describe(
        int person, PersonLabel[] labels, int classes, IReadOnlyDictionary<int, int> known, int compared, int agreeing)
    {
        var judged = labels.Where(label => known.ContainsKey(label.Item)).ToList();
        var right = judged.Count(label => known[label.Item] == label.Label);
        return new()
        {
            Person = person,
            Labels = labels.Length,
            Judged = judged.Count,
            Right = right,
            Accuracy = Proportions.Exact(right, judged.Count),
            Compared = compared,
            Agreeing = agreeing,
            Agreement = Proportions.Wilson(agreeing, compared),
            ClassShares = labels.Length == 0 ? []
                : [.. Enumerable.Range(0, classes).Select(c => labels.Count(label => label.Label == c) / (double)labels.Length)],
        };
    }
}
