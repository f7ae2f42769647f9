using System.Globalization;
using Gyre.Core;

namespace Gyre.Learning.Policies;

/// <summary>Whether a question fits a policy. Pure.</summary>
internal static class RequestRules
{
    private const int MaxArmName = 250;
    private const int MaxArms = 10_000;
    private const int MaxFeatures = 1_000_000;
    private const double Largest = 1e50;

    /// <exception cref="InvalidInputException">With the field.</exception>
    public static CheckedPolicyRequest Check(PolicySpecification specification, PolicyRequest request)
    {
        var context = ContextOf(specification, request);
        CheckArms(request.Arms);
        CheckFeatures(specification, request);
        return new CheckedPolicyRequest(
            context, request.Arms?.ToArray(), request.Features?.Select(static one => one.ToArray()).ToArray(), request.Mask?.ToArray());
    }

    /// <summary>One problem of one field.</summary>
    /// <param name="code">A stable, dotted name.</param>
    /// <param name="path">The field; keys and indexes from the root of the question.</param>
    /// <param name="message">What is wrong and what was given.</param>
    /// <param name="remedy">What to do.</param>
    public static InvalidInputException Refusal(string code, string path, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { Path = path, Remedy = remedy }]);

    private static double[] ContextOf(PolicySpecification specification, PolicyRequest request)
    {
        if (request is { Context: not null, Fields: not null })
            throw Refusal("decision.context", "fields", "Both 'context' and 'fields' are given.", "Give one of them.");
        if (request.Fields is { } fields)
            return FromFields(specification, fields);
        var names = specification.ContextFields;
        var values = request.Context ?? [];
        if (values.Count != names.Length)
        {
            var place = values.Count < names.Length ? $"'{names[values.Count]}' is missing" : "the last ones have no field";
            throw Refusal(
                "decision.context-length", "context",
                $"The context has {values.Count} values, but the policy expects {names.Length}: {place}.",
                "Send one value for each context field, in the order of the policy.");
        }
        for (var i = 0; i < names.Length; i++)
            CheckNumber("context", i, names[i], values[i]);
        return [.. values];
    }

    private static double[] FromFields(PolicySpecification specification, IReadOnlyDictionary<string, double> fields)
    {
        var names = specification.ContextFields;
        var values = new double[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (!fields.TryGetValue(names[i], out values[i]))
            {
                throw Refusal(
                    "decision.field-missing", $"fields/{names[i]}", $"The context field '{names[i]}' is missing.",
                    "Send a value for each context field of the policy.");
            }
            CheckNumber("fields", i, names[i], values[i]);
        }
        if (fields.Count > names.Length)
        {
            var known = names.ToHashSet(StringComparer.Ordinal);
            var extra = fields.Keys.First(name => !known.Contains(name));
            throw Refusal(
                "decision.field-unknown", $"fields/{Shown(extra)}", $"The policy has no context field '{Shown(extra)}'.",
                "Send only the context fields of the policy.");
        }
        return values;
    }

    private static void CheckArms(IReadOnlyList<string>? arms)
    {
        if (arms is null)
            return;
        if (arms.Count is 0 or > MaxArms)
            throw Refusal("decision.arms", "arms", $"There are {arms.Count} arms.", $"Send 1 to {MaxArms} arms, or leave 'arms' out.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < arms.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(arms[i]) || arms[i].Length > MaxArmName || !seen.Add(arms[i]))
            {
                throw Refusal(
                    "decision.arm-name", At("arms", i), $"The arm '{Shown(arms[i] ?? "")}' is blank, too long or there twice.",
                    $"Name each arm once, with at most {MaxArmName} characters.");
            }
        }
    }

    private static void CheckFeatures(PolicySpecification specification, PolicyRequest request)
    {
        var features = request.Features;
        if (!specification.IsShared)
        {
            if (features is not null)
                throw Refusal("decision.features", "features", "The policy has no features of arms.", "Leave 'features' out.");
            CheckMask(request, request.Arms?.Count);
            return;
        }
        var most = Math.Min(MaxArms, MaxFeatures / specification.ArmFields.Length);
        if (features is null || features.Count is 0 || features.Count > most || features.Count != (request.Arms?.Count ?? features.Count))
        {
            throw Refusal(
                "decision.features", "features",
                $"There are features of {features?.Count ?? 0} arms, and names of {request.Arms?.Count ?? 0}.",
                $"Send the features of 1 to {most} arms, and as many names or none.");
        }
        for (var i = 0; i < features.Count; i++)
            CheckFeaturesOfArm(specification, features[i], i);
        CheckMask(request, features.Count);
    }

    private static void CheckFeaturesOfArm(PolicySpecification specification, IReadOnlyList<double>? values, int arm)
    {
        var names = specification.ArmFields;
        if (values?.Count != names.Length)
        {
            throw Refusal(
                "decision.features-length", At("features", arm),
                $"The arm has {values?.Count ?? 0} features, but the policy expects {names.Length}.",
                "Send one value for each arm field, in the order of the policy.");
        }
        for (var i = 0; i < names.Length; i++)
            CheckNumber(At("features", arm), i, names[i], values[i]);
    }

    private static void CheckMask(PolicyRequest request, int? arms)
    {
        if (request.Mask is { } mask && arms is { } count && mask.Count != count)
            throw Refusal("decision.mask", "mask", $"The mask has {mask.Count} values for {count} arms.", "Send one value for each arm.");
    }

    private static void CheckNumber(string path, int index, string name, double value)
    {
        // False for what is not a number, too.
        if (!(Math.Abs(value) <= Largest))
        {
            throw Refusal(
                "decision.number", At(path, index), $"'{name}' is {NumberText.Of(value)}.",
                "Send a finite number of at most 1e50 in size.");
        }
    }

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}/{index}");

    private static string Shown(string text) => text.Length <= MaxArmName ? text : text[..MaxArmName] + "...";
}
