using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Machine;

/// <summary>A kind as a module would bring it: somebody reviews a subject and gives stars.</summary>
internal sealed class ReviewKind(string word = "review") : ExternalKind
{
    public override NodeKind Kind { get; } = NodeKinds.Standard.Find(word) ?? new()
    {
        Word = word,
        Fields =
        [
            new NodeField("subject", NodeFieldType.Text), new NodeField("key", NodeFieldType.Text),
            new NodeField("within", NodeFieldType.Duration),
            new NodeField("remind-every", NodeFieldType.Duration), new NodeField("breaks", NodeFieldType.Flag),
        ],
    };

    public override string WaitsFor => "a review";

    public override ExternalStart Start(ExternalNode node)
    {
        if (node.Settings.Find("breaks") is BooleanValue { Flag: true })
            throw new InvalidOperationException("secret");
        if (node.Values.Find("known") is { } known)
            return new AnsweredAtOnce(ExternalEnd.Succeeded("known") with { Metadata = new MapValue([new("v", known)]) });
        return new WaitFor
        {
            Key = (node.Settings.Find("key") as TextValue)?.Text,
            Question = new MapValue([new("subject", node.Settings.Find("subject") ?? Value.Null)]),
            Expires = Seconds(node, "within"),
            RemindEvery = Seconds(node, "remind-every"),
            MaxReminders = 2,
        };
    }

    public override ExternalEnd End(ExternalNode node, MapValue answer, string by)
    {
        if (answer.Find("stars") is not { } given || !given.TryGetNumber(out var stars))
            throw new InvalidInputException("review.stars", "The answer has no stars.", "Give 'stars': 0 to 5.");
        return stars switch
        {
            0 => ExternalEnd.Failed($"not good, says {by}"),
            6 => throw new InvalidOperationException("secret"),
            7 => ExternalEnd.Skipped("nothing to review"),
            _ => ExternalEnd.Succeeded() with
            {
                Metadata = new MapValue([new("v", answer.Find("stars")!)]),
                Results = new MapValue([new("stars", answer.Find("stars")!)])
            },
        };
    }

    private static TimeSpan? Seconds(ExternalNode node, string field) =>
        node.Settings.Find(field) is { } value && value.TryGetNumber(out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
}
