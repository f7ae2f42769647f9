using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Experiments.Steps;
using Gyre.Projects;

namespace Gyre.Experiments.Graphs;

/// <summary>
/// Adds a search to a graph: candidates as nodes that run at once, between rounds nodes that choose what comes next, and a last one that
/// tells the best. A candidate that fails stops nothing.
/// </summary>
internal sealed class SearchNodes(GraphParts parts, SearchPlace place)
{
    private readonly PlannedSearch _search = place.Trial.Search!;

    private ulong Seed => _search.Seed ?? place.Learn.Seed;

    private string Title => $"{place.Trial.Name}_{place.Dataset.Name}{place.Suffix}";

    /// <summary>Adds all nodes; gives the one that knows the best.</summary>
    public string Add()
    {
        var known = SearchRounds.Known(_search, Seed);
        var rounds = SearchRounds.Of(_search);
        var last = parts.Names.Take($"choose_{Title}");
        ImmutableArray<(string Try, string? Choice)> before = [];
        foreach (var (index, round) in rounds.Index())
        {
            var now = ImmutableArray.CreateBuilder<(string, string?)>();
            foreach (var group in round.Groups)
            {
                var choice = index == 0 ? null
                    : AddChoice(last, index, now.Count, group, [.. group.Sources.Select(source => before[source])], known, index == 1);
                for (var slot = 0; slot < group.Slots; slot++)
                    now.Add((AddTry(last, index, now.Count, slot, choice, known, index < rounds.Length - 1), choice));
            }
            before = now.ToImmutable();
        }
        AddLast(last, before, known, rounds.Length == 1);
        return last;
    }

    private string AddTry(
        string last, int round, int number, int slot, string? choice, ImmutableArray<MapValue> known, bool isContinued)
    {
        var name = round > 0 && _search.HasRungs
            ? string.Create(CultureInfo.InvariantCulture, $"{Title}_r{round}_{number}")
            : string.Create(CultureInfo.InvariantCulture, $"{Title}_c{FirstOf(round) + number}");
        var node = parts.Names.Take($"try_{name}");
        var setup = new TrySetup
        {
            Learn = place.Learn,
            Number = choice is null ? number : null,
            Values = choice is null ? known[number] : null,
            Validation = new InnerValidation(_search.ValidationFraction, _search.ValidationFolds, Seed),
            Metric = _search.Metric,
            GreaterIsBetter = _search.GreaterIsBetter,
            Rung = _search.HasRungs ? round : 0,
            Resource = SearchRounds.Of(_search)[round].Resource,
            IsContinued = _search.HasRungs && isContinued,
        };
        ImmutableArray<InputDefinition> inputs = [GraphParts.DatasetInput(place.Dataset), GraphParts.Input(GraphBuilder.SplitInput)];
        parts.Add(
            Node(node, ExperimentSteps.Try), Setups.Write(setup), choice is null ? inputs : inputs.Add(GraphParts.Input(TryStep.Input)),
            OnError.Continue);
        parts.Connect(place.Split, SplitDocument.FileName, node, GraphBuilder.SplitInput);
        if (choice is not null)
            parts.Connect(choice, string.Create(CultureInfo.InvariantCulture, $"{TryStep.Input}/{slot}/*"), node, TryStep.Input);
        parts.Records.Add(new NodeRecord(node, NodeNames.Run(name)) { Parent = last });
        return node;
    }

    /// <summary>Number of the first candidate of a round of a guided search.</summary>
    private int FirstOf(int round) => SearchRounds.Of(_search).Take(round).Sum(static one => one.Groups.Sum(static group => group.Slots));

    private string AddChoice(
        string last, int round, int place, SearchGroup group, ImmutableArray<(string Try, string? Choice)> sources,
        ImmutableArray<MapValue> known, bool isFirst)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $"r{round}_{place}");
        var node = parts.Names.Take($"choose_{Title}_{suffix}");
        var setup = Setup(suffix) with
        {
            Started = isFirst ? Numbered(known, group.Sources) : ImmutableSortedDictionary<int, MapValue>.Empty,
            Guide = _search.Kind == SearchKind.Bayesian
                ? new Guide(
                    [.. _search.Sweep.Parameters.Select(static one => new SearchAxis(one.Name, one.Style.ToString(), one.Rules))],
                    _search.Candidates, unchecked((long)Seed))
                : null,
            Target = _search.Target,
            Slots = group.Slots,
        };
        AddChoice(node, setup, sources, withStates: _search.HasRungs);
        parts.Records.Add(new NodeRecord(node, NodeNames.Run($"{Title}_{suffix}_choice")) { Parent = last });
        return node;
    }

    private void AddLast(string node, ImmutableArray<(string Try, string? Choice)> sources, ImmutableArray<MapValue> known, bool isFirst)
    {
        var setup = Setup("best") with
        {
            Started = isFirst ? Numbered(known, Enumerable.Range(0, known.Length)) : ImmutableSortedDictionary<int, MapValue>.Empty,
            Resource = SearchRounds.Of(_search)[^1].Resource,
        };
        AddChoice(node, setup, sources, withStates: false);
        parts.Records.Add(new NodeRecord(node, NodeNames.Run($"{Title}_search"))
        {
            Parent = place.Summary,
            FromTheBeginning = true,
            Params = [new("search_type", _search.Kind.ToString()), new("search_candidates", Invariant(_search.Candidates))],
            Artifacts = "artifacts/",
        });
    }

    private void AddChoice(string node, ChooseSetup setup, ImmutableArray<(string Try, string? Choice)> sources, bool withStates)
    {
        string[] choices = [.. sources.Select(static source => source.Choice).OfType<string>().Distinct(StringComparer.Ordinal)];
        var inputs = ImmutableArray.CreateBuilder<InputDefinition>();
        // Candidates may fail, all of them too.
        inputs.Add(GraphParts.Input(ChooseStep.Results, isOptional: true));
        if (choices.Length > 0)
            inputs.Add(GraphParts.Input(ChooseStep.History));
        if (withStates)
            inputs.Add(GraphParts.Input(ChooseStep.States, isOptional: true));
        parts.Add(Node(node, ExperimentSteps.Choose), Setups.Write(setup), inputs.ToImmutable());
        foreach (var (source, _) in sources)
        {
            parts.Connect(source, "result/*", node, ChooseStep.Results);
            if (withStates)
                parts.Connect(source, $"{TryStep.StateFolder}/*", node, ChooseStep.States);
        }
        foreach (var choice in choices)
            parts.Connect(choice, $"{ChooseStep.History}/*", node, ChooseStep.History);
    }

    private ChooseSetup Setup(string name) => new()
    {
        Kind = KebabCase.Of(_search.Kind),
        Name = name,
        Partition = place.Learn.Partition,
    };

    private static ImmutableSortedDictionary<int, MapValue> Numbered(ImmutableArray<MapValue> known, IEnumerable<int> numbers) =>
        numbers.ToImmutableSortedDictionary(static number => number, number => known[number]);

    private ExperimentNode Node(string name, string word) =>
        new(name, word, place.Trial.Name, place.Dataset.Name, null, place.Learn.Partition);

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where a search stands in the graph.</summary>
/// <param name="Trial">Its trial.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="Learn">How the trial learns its first experience.</param>
/// <param name="Split">The node that divides the dataset.</param>
/// <param name="Summary">The node that sums up the trial on the dataset.</param>
/// <param name="Suffix">What names of the partition end with; may be empty.</param>
internal sealed record SearchPlace(
    PlannedTrial Trial, PreparedDataset Dataset, LearnSetup Learn, string Split, string Summary, string Suffix);
