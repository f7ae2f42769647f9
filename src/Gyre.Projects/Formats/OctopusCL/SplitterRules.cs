using System.Globalization;
using System.Numerics;
using Gyre.Core;

namespace Gyre.Projects.Formats.OctopusCL;

/// <summary>What the parameters of the built-in splitters must be, as far as no dataset is needed to tell.</summary>
internal sealed class SplitterRules
{
    private readonly MapValue _parameters;
    private readonly DocumentPath _path;
    private readonly YamlPlace _place;
    private readonly Problems _problems;

    private SplitterRules(MapValue parameters, DocumentPath path, YamlPlace place, Problems problems) =>
        (_parameters, _path, _place, _problems) = (parameters, path, place, problems);

    /// <summary>Checks the parameters; gives the numbers of experiences and partitions, null where they are not known.</summary>
    public static (int? Experiences, int? Partitions) ShapeOf(ClassBlock splitter, DocumentPath path, YamlPlace place, Problems problems)
    {
        if (splitter.Component is not ("random-partitioner" or "class-incremental" or "task-incremental" or "domain-incremental"
                or "permuted-inputs" or "rotated-inputs")
            || ClassNames.IsSample(splitter.Class))
            return (null, null);
        var rules = new SplitterRules(splitter.Parameters, path.Key("parameters"), place, problems);
        rules.CheckShares();
        rules.CheckWhole("seed", null);
        if (splitter.Component is "domain-incremental" or "permuted-inputs" or "rotated-inputs")
            return (rules.Domains(splitter.Component), 1);
        var (experiences, partitions) = (rules.CheckWhole("num_experiences", 1) ?? 1, rules.CheckWhole("num_partitions", 1) ?? 1);
        if (splitter.Component is "class-incremental" or "task-incremental")
            rules.CheckClasses(experiences, partitions);
        return (experiences, partitions);
    }

    /// <summary>Experiences of a domain-incremental stream; null where the dataset says how many there are.</summary>
    private int? Domains(string component)
    {
        if (component == "permuted-inputs")
            return CheckWhole("num_experiences", 1) ?? 1;
        if (component == "domain-incremental")
            return CheckList("domain_order", static item => item is not (ListValue or MapValue), "names of domains", "[north, south]");
        CheckWhole("width", 1);
        return CheckList(
            "degrees", static item => item is not BooleanValue && item.TryGetNumber(out var number) && double.IsFinite(number), "angles",
            "[0, 30, 60]");
    }

    private int? CheckList(string name, Func<Value, bool> isGood, string what, string example)
    {
        if (_parameters.Find(name) is not { } value)
            return null;
        if (value is not ListValue { Items: { IsEmpty: false } items } || !items.All(isGood))
            Error("plan.value", name, $"'{name}' is not a list of {what}.", $"Write a list such as {example}.");
        else if (name == "domain_order" && items.Select(static item => item.ToString()).Distinct(StringComparer.Ordinal)
            .Count() != items.Length)
            Error("plan.value", name, $"'{name}' names a domain twice.", "Name each domain once.");
        else
            return items.Length;
        return null;
    }

    private void CheckShares()
    {
        var sum = 0.0;
        foreach (var name in (string[])["training_pct", "test_pct", "validation_pct"])
        {
            if (_parameters.Find(name) is not { } value)
                continue;
            if (value is BooleanValue || !value.TryGetNumber(out var share) || !(share >= 0 && share <= 1))
            {
                Error("plan.value", name, $"'{name}' is {PlanFields.Short(value.ToString())}.", "Write a share from 0 to 1, such as 0.8.");
                return;
            }
            sum += share;
        }
        if (_parameters.Find("training_pct") is null || _parameters.Find("test_pct") is null)
            return;
        var rounded = Math.Round(sum, 2);
        if (rounded != 1)
            Error(
                "plan.shares", "training_pct", string.Create(
                    CultureInfo.InvariantCulture, $"training_pct, test_pct and validation_pct add up to {rounded}."),
                "Let them add up to 1.");
    }

    private int? CheckWhole(string name, int? least)
    {
        if (_parameters.Find(name) is not { } value)
            return null;
        if (value is IntegerValue { Number: var number } && (least is null || (number >= least && number <= 100_000)))
            return number >= int.MinValue && number <= int.MaxValue ? (int)number : 0;
        Error(
            "plan.value", name, $"'{name}' is {PlanFields.Short(value.ToString())}.",
            least is null ? "Write a whole number." : "Write a whole number from 1 to 100,000.");
        return null;
    }

    private void CheckClasses(int experiences, int partitions)
    {
        if (partitions > 1)
            Error("plan.partitions", "num_partitions", "Class-incremental learning does not support several partitions in an experience.",
                "Leave num_partitions out.");
        CheckOrder();
        if (_parameters.Find("num_classes_per_experience") is not { } value)
            return;
        if (value is not ListValue { Items: var counts }
            || counts.Any(static count => count is not IntegerValue { Number: var number } || number < BigInteger.One))
            Error("plan.value", "num_classes_per_experience", "'num_classes_per_experience' is not a list of whole numbers from 1.",
                "Write a list such as [2, 2].");
        else if (counts.Length != experiences)
            Error(
                "plan.class-counts", "num_classes_per_experience",
                $"There are {counts.Length} numbers of classes for {experiences} experiences.", "Give one number for each experience.");
    }

    /// <summary>The strategy is an enumeration in Python; a text is its name, in any case.</summary>
    private void CheckOrder()
    {
        var strategy = _parameters.Find("strategy");
        if (strategy is not null
            && (strategy is not TextValue { Text: var word } || word.ToUpperInvariant() is not ("RANDOM" or "ORDERED")))
        {
            Error("plan.value", "strategy", $"'strategy' is {PlanFields.Short(strategy.ToString())}.", "Use RANDOM or ORDERED.");
            return;
        }
        if (_parameters.Find("class_order") is not { } order)
            return;
        if (order is not ListValue { Items: var classes } || classes.Any(static one => one is not IntegerValue))
            Error("plan.value", "class_order", "'class_order' is not a list of class numbers.", "Write a list such as [1, 0, 2].");
        else if (classes.Distinct().Count() != classes.Length)
            Error("plan.value", "class_order", "'class_order' names a class twice.", "Name each class once.");
        if (strategy is not TextValue text || !string.Equals(text.Text, "ORDERED", StringComparison.OrdinalIgnoreCase))
            Error("plan.class-order", "class_order", "A class order is only supported for ordered splitting.",
                "Add 'strategy: ORDERED', or leave class_order out.");
    }

    private void Error(string code, string name, string message, string remedy) =>
        _problems.Error(code, message, _path.Key(name), _place, remedy);
}
