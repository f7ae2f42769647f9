using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.ProjectFiles;
using Gyre.Projects.Formats.Yaml;
using Gyre.Projects.Sweeps;

namespace Gyre.Projects.Formats.OctopusCL;

/// <summary>Reads the search of a trial, which OctopusCL does not have: the words are those of sweeps in gyre.yaml.</summary>
internal sealed class SearchReader(Problems problems)
{
    /// <summary>The most candidates of one search: each is a node of the graph.</summary>
    private const int MostCandidates = 1000;

    private static readonly ImmutableDictionary<string, SearchKind> Kinds = SweepWords.Kinds
        .Where(static word => word.Value != SweepKind.Distributed)
        .Select(static word => KeyValuePair.Create(word.Key, word.Value switch
        {
            SweepKind.Grid => SearchKind.Grid,
            SweepKind.Random => SearchKind.Random,
            SweepKind.Manual => SearchKind.Manual,
            _ => SearchKind.Bayesian,
        }))
        .Append(new("successive_halving", SearchKind.SuccessiveHalving)).Append(new("asha", SearchKind.Asha))
        .ToImmutableDictionary(StringComparer.Ordinal);

    private static readonly string[] RungFields = ["reduction-factor", "resource", "minimum-resource", "maximum-resource"];

    /// <param name="node">The search.</param>
    /// <param name="path">Its place.</param>
    /// <param name="model">What is searched for; null when it could not be read.</param>
    /// <param name="delegation">Strategy of the trial; null for none.</param>
    public PlannedSearch? Read(YamlNode node, DocumentPath path, ClassBlock? model, PlannedDelegation? delegation)
    {
        var before = problems.Errors;
        var fields = PlanFields.Of(
            node, path, "'search'", problems, "type", "parameters", "parameter-sets", "execution-count", "execution-batch-size",
            "optimization-target-metric", "optimization-target-value", "direction", "validation", "seed", "reduction-factor", "resource",
            "minimum-resource", "maximum-resource");
        if (!fields.IsThere)
            return null;
        var kind = Kind(fields);
        var sweep = new Sweep
        {
            Name = "",
            Step = "",
            Kind = kind switch
            {
                SearchKind.Grid => SweepKind.Grid,
                SearchKind.Manual => SweepKind.Manual,
                SearchKind.Bayesian => SweepKind.Bayesian,
                _ => SweepKind.Random,
            },
            Parameters = Parameters(fields),
            ParameterSets = Sets(fields),
            ExecutionCount = Count(fields, "execution-count", 1, MostCandidates),
            ExecutionBatchSize = Count(fields, "execution-batch-size", 1, MostCandidates),
            OptimizationTargetMetric = fields.Text("optimization-target-metric"),
            OptimizationTargetValue = Number(fields, "optimization-target-value"),
        };
        TellIgnored(fields, kind);
        var (fraction, folds) = Validation(fields);
        var search = new PlannedSearch
        {
            Kind = kind,
            Sweep = sweep,
            Candidates = 1,
            GreaterIsBetter = fields.Find("direction") is { } direction
                ? fields.Word("direction", direction, "maximize", "minimize") == "maximize" : null,
            ValidationFraction = fraction,
            ValidationFolds = folds,
            Seed = (ulong?)Count(fields, "seed", 0, int.MaxValue),
            Document = (MapValue)node.ToValue(),
        };
        if (kind is SearchKind.SuccessiveHalving or SearchKind.Asha)
            search = new SearchRungRules(fields, problems).Apply(search, model, delegation);
        return problems.Errors > before ? null : Counted(search, fields);
    }

    private static SearchKind Kind(PlanFields fields)
    {
        if (fields.Text("type") is not { Length: > 0 } word)
            return SearchKind.Grid;
        if (Kinds.TryGetValue(word.ToLowerInvariant().Replace('-', '_'), out var kind))
            return kind;
        fields.Error(
            "plan.search.type", $"The search type '{PlanFields.Short(word)}' is not known.", "type",
            Suggestions.Remedy(word, Kinds.Keys) ?? $"Use one of: {string.Join(", ", Kinds.Keys.Order(StringComparer.Ordinal))}.");
        return SearchKind.Grid;
    }

    private ImmutableArray<SweepParameter> Parameters(PlanFields search)
    {
        var parameters = ImmutableArray.CreateBuilder<SweepParameter>();
        foreach (var (item, path) in search.List("parameters", search.Find("parameters")))
        {
            var fields = PlanFields.Of(item, path, "The search parameter", problems, "name", "style", "rules");
            if (!fields.IsThere)
                continue;
            var name = fields.RequireText("name");
            if (fields.Find("style") is { } style)
                fields.Word("style", style, SweepWords.Styles);
            if (fields.Require("rules") is not YamlMapping rules)
            {
                if (fields.Find("rules") is not null)
                    fields.Error("plan.type", "'rules' is not a mapping.", "rules", "Write rules such as {min: 0.001, max: 1}.");
                continue;
            }
            if (parameters.Any(other => other.Name == name))
                fields.Error(
                    "plan.search.parameter", $"The parameter '{PlanFields.Short(name)}' is searched twice.", "name", "Remove one.");
            if (name.Length > 0)
                parameters.Add(Of((YamlMapping)item, rules));
            if (name.Length > 0 && SweepValues.Refuse(parameters[^1], SweepKind.Random) is { } reason)
                fields.Error("plan.search.rules", $"Search parameter '{PlanFields.Short(name)}': {reason}.", "rules", "Correct the rules.");
        }
        return parameters.ToImmutable();
    }

    /// <summary>YAML in Python reads <c>1e-4</c> as a text; among rules that are numbers it is one.</summary>
    private static SweepParameter Of(YamlMapping map, YamlMapping rules) => SweepReader.ReadParameter(map) with
    {
        Rules = new MapValue([.. rules.Entries.Select(static entry =>
            KeyValuePair.Create(entry.Key, entry.Key is "items" or "value" ? entry.Value.ToValue() : NumberOf(entry.Value.ToValue())))]),
    };

    private static Value NumberOf(Value value) =>
        value is TextValue { Text: var text } && NumberText.TryReadDouble(text, out var number) ? Value.Of(number) : value;

    private ImmutableArray<MapValue> Sets(PlanFields search)
    {
        var sets = ImmutableArray.CreateBuilder<MapValue>();
        foreach (var (item, path) in search.List("parameter-sets", search.Find("parameter-sets")))
        {
            if (item is YamlMapping { Entries.Length: > 0 } map)
                sets.Add((MapValue)map.ToValue());
            else
                problems.Error("plan.type", "A parameter set is not a mapping.", path, item.Place, "Write names with values.");
        }
        return sets.ToImmutable();
    }

    private static int? Count(PlanFields fields, string field, int least, int most)
    {
        if (fields.Find(field) is not { } node || fields.Whole(field, node) is not { } number)
            return null;
        if (number >= least && number <= most)
            return number;
        fields.Error("plan.value", $"'{field}' is {number}.", field, $"Use a whole number from {least} to {most}.");
        return null;
    }

    private static double? Number(PlanFields fields, string field)
    {
        if (fields.Find(field) is not { } node)
            return null;
        if (node is YamlScalar { Value: not BooleanValue } scalar && NumberOf(scalar.Value).TryGetNumber(out var number)
            && double.IsFinite(number))
            return number;
        fields.Error("plan.type", $"'{field}' is not a number.", field, "Write a number such as 0.95.");
        return null;
    }

    private (double Fraction, int? Folds) Validation(PlanFields search)
    {
        const double Usual = 0.2;
        if (search.Find("validation") is not { } node)
            return (Usual, null);
        var fields = PlanFields.Of(node, search.Path.Key("validation"), "'validation'", problems, "fraction", "folds");
        if (fields.Find("fraction") is not null && fields.Find("folds") is not null)
            fields.Error("plan.value", "'validation' has both 'fraction' and 'folds'.", "folds", "Remove one of them.");
        var fraction = Number(fields, "fraction") ?? Usual;
        if (fraction is not (> 0 and < 1))
            fields.Error("plan.value", $"'fraction' is {NumberText.Of(fraction)}.", "fraction", "Use a share above 0 and below 1.");
        return (fraction, Count(fields, "folds", 2, 100));
    }

    private void TellIgnored(PlanFields fields, SearchKind kind)
    {
        Tell(kind is SearchKind.Grid or SearchKind.Manual, "execution-count");
        Tell(kind != SearchKind.Bayesian, "execution-batch-size");
        Tell(kind != SearchKind.Manual, "parameter-sets");
        foreach (var field in RungFields)
            Tell(kind is not (SearchKind.SuccessiveHalving or SearchKind.Asha), field);

        void Tell(bool isIgnored, string field)
        {
            if (isIgnored && fields.Find(field) is { } node)
                problems.Warning(
                    "plan.search.ignored", $"'{field}' has no effect in a search of this type.", fields.Path.Key(field), node.Place,
                    $"Remove '{field}', or choose another type.");
        }
    }

    /// <summary>The search with its number of candidates, which is that of the sweep.</summary>
    private static PlannedSearch? Counted(PlannedSearch search, PlanFields fields)
    {
        if (search.Sweep is { Kind: SweepKind.Grid } grid && SweepValues.GridSize(grid.Parameters) is var size && size > MostCandidates)
        {
            Refuse($"The grid has {size} candidates; the maximum is {MostCandidates}.", "Use fewer values, or random_search.");
            return null;
        }
        var isManual = search.Kind == SearchKind.Manual && search.Sweep.ParameterSets.Length > 0;
        if (!isManual && search.Sweep.Parameters.IsEmpty)
        {
            Refuse("The search has no parameters.", "Add a list of parameters, each with name, style and rules.");
            return null;
        }
        var trials = TrialMaker.Trials(search.Sweep, ImmutableDictionary<string, ImmutableArray<Value>>.Empty, 0);
        if (trials.Problem is { } problem)
        {
            Refuse(problem, "Correct the parameters of the search.");
            return null;
        }
        if (trials.Trials.Any(static set => set.Entries.Any(static entry => entry.Value.IsNull || entry.Value is TimestampValue)))
            Refuse("A value of the search is null or a date, which cannot be passed on.", "Write another value, or put it into quotes.");
        return search with { Candidates = trials.Trials.Length };

        void Refuse(string message, string remedy) => fields.Error("plan.search.parameters", message, "parameters", remedy);
    }
}
