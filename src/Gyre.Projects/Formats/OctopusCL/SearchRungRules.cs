namespace Gyre.Projects.Formats.OctopusCL;

/// <summary>What a search in rungs needs: a model that goes on training, and how long it is trained.</summary>
internal sealed class SearchRungRules(PlanFields fields, Problems problems)
{
    private const int UsualFactor = 3;
    private const int MostResource = 1_000_000;

    /// <summary>Built-in models that are not trained epoch by epoch, so that there is nothing to go on from.</summary>
    private static readonly string[] Unfit = ["trees", "linear", "nearest-mean", "streaming-lda"];

    public PlannedSearch Apply(PlannedSearch search, ClassBlock? model, PlannedDelegation? delegation)
    {
        if (model is not null && Unfit.Contains(model.Component))
            fields.Error(
                "plan.search.model", $"'{PlanFields.Short(model.Class)}' is not trained epoch by epoch, so it cannot go on from rung to rung.",
                "type", "Use grid_search, random_search or bayesian_tpe.");
        if (delegation?.Strategy is not null)
            fields.Error(
                "plan.search.strategy", "A search in rungs does not go with a strategy, for which each rung would be a new experience.",
                "type",
                "Use grid_search, random_search or bayesian_tpe, or leave 'delegation' out.");
        var resource = fields.Text("resource") ?? "epochs";
        var least = Whole("minimum-resource", 1, MostResource) ?? 1;
        var most = Whole("maximum-resource", 1, MostResource) ?? FromModel(model, resource);
        if (most is { } last && last < least)
            fields.Error(
                "plan.value", $"The last rung has {last} {PlanFields.Short(resource)}, which is less than 'minimum-resource' ({least}).",
                "maximum-resource", "Let the maximum be greater than the minimum.");
        if (search.Sweep.Parameters.Any(parameter => parameter.Name == resource))
            fields.Error(
                "plan.search.resource", $"'{PlanFields.Short(resource)}' is what rungs are made of, so it cannot be searched for.",
                "parameters",
                $"Remove '{PlanFields.Short(resource)}' from the parameters.");
        return search with
        {
            ReductionFactor = Whole("reduction-factor", 2, 100) ?? UsualFactor,
            Resource = resource,
            MinimumResource = least,
            MaximumResource = most ?? least,
        };
    }

    /// <summary>Without a maximum of its own the last rung is trained as the plan trains the model.</summary>
    private int? FromModel(ClassBlock? model, string resource)
    {
        if (model is null)
            return null;
        if (model.Parameters.Find(resource) is { } value && value.TryGetNumber(out var number) && number == Math.Floor(number)
            && number is >= 1 and <= MostResource)
            return (int)number;
        problems.Error(
            "plan.search.resource",
            $"The search does not know how long the last rung is trained: the model has no '{PlanFields.Short(resource)}'.",
            fields.Path.Key("maximum-resource"), fields.Place,
            $"Give the model a parameter '{PlanFields.Short(resource)}', or the search 'maximum-resource'.");
        return null;
    }

    private int? Whole(string field, int least, int most)
    {
        if (fields.Find(field) is not { } node || fields.Whole(field, node) is not { } number)
            return null;
        if (number >= least && number <= most)
            return number;
        fields.Error("plan.value", $"'{field}' is {number}.", field, $"Use a whole number from {least} to {most}.");
        return null;
    }
}
