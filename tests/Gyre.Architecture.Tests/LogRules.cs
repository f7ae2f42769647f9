using System.Text.RegularExpressions;

namespace Gyre.Architecture.Tests;

/// <summary>Rules for what is logged: people search logs by the ids of events, and tools group messages by their templates.</summary>
public sealed partial class LogRules
{
    private static readonly Dictionary<string, int> Thousands = new(StringComparer.Ordinal)
    {
        ["Gyre.Core"] = 1,
        ["Gyre.Storage"] = 2,
        ["Gyre.Server"] = 3,
        ["Gyre.Execution"] = 4,
        ["Gyre.Pipelines"] = 5,
        ["Gyre.Automation"] = 6,
        ["Gyre.Tracking"] = 7,
        ["Gyre.Delivery"] = 8,
        ["Gyre.Home"] = 9,
        ["Gyre.Serving"] = 10,
        ["Gyre.Client"] = 11,
        ["Gyre.Experiments"] = 12,
        ["Gyre.Labeling"] = 13,
    };

    private static readonly IReadOnlyList<(string File, int Id, string Text)> Messages =
    [
        .. from file in Repository.SourceFiles("src")
        from Match found in Message().Matches(File.ReadAllText(file))
        let id = int.Parse(found.Groups["id"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
        select (Repository.Relative(file), id, found.Groups["rest"].Value),
    ];

    [Fact]
    public void Each_event_has_an_id_of_its_own() =>
        Messages.GroupBy(message => message.Id).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();

    [Fact]
    public void The_ids_of_a_module_are_in_its_thousand()
    {
        Messages.Count.ShouldBeGreaterThan(40);
        Messages.Where(message => message.Id / 1000 != Thousands.GetValueOrDefault(message.File.Split('/')[1])).ShouldBeEmpty();
    }

    [Fact]
    public void A_template_is_one_plain_text() =>
        Messages.Where(message => message.Text.Contains("$\"", StringComparison.Ordinal) || Joined().IsMatch(message.Text))
            .Select(message => message.Id).ShouldBeEmpty();

    [Fact]
    public void Messages_stand_beside_their_worker()
    {
        Messages.Where(message => !message.File.EndsWith(".Log.cs", StringComparison.Ordinal)).Select(message => message.File).Distinct()
            .ShouldBeEmpty();
        var lonely =
            Messages.Select(message => message.File).Distinct()
                .Where(file => !File.Exists(Path.Join(Repository.Root, file.Replace(".Log.cs", ".cs", StringComparison.Ordinal))));
        lonely.ShouldBe(["src/Gyre.Storage/Blobs/DamagedBlobs.Log.cs"], "two artifact stores share one");
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?<id>\d+),(?<rest>.*?)\)\]", RegexOptions.Singleline)]
    private static partial Regex Message();

    [GeneratedRegex("\"\\s*\\+|\\+\\s*\"")]
    private static partial Regex Joined();
}
