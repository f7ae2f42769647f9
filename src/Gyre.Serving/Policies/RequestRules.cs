using System.Globalization;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Policies;

/// <summary>Whether a request fits the policies of a deployment. Pure.</summary>
internal static class RequestRules
{
    private const int MaxId = 200;
    private const int MaxArmName = 250;
    private const int MaxArms = 10_000;
    private const int MaxFeatures = 1_000_000;
    private const double Largest = 1e50;

    /// <summary>Checks a request against the fields that all versions of a deployment have.</summary>
    /// <exception cref="InvalidInputException">With the field.</exception>
    public static CheckedRequest Check(PolicySpecification specification, DecisionRequest request)
    {
        CheckId("decisionId", request.DecisionId);
        var context = ContextOf(specification, request);
        CheckArms(request.Arms);
        CheckFeatures(specification, request);
        var arms = request.Arms?.ToArray();
        var mask = request.Mask?.ToArray();
        var features = request.Features?.Select(static one => one.ToArray()).ToArray();
        return new CheckedRequest
        {
            DecisionId = request.DecisionId,
            Context = context,
            Arms = arms,
            Features = features is null ? [] : [.. features.SelectMany(static one => one)],
            Mask = mask,
            Document = JsonSerializer.Serialize(new RequestDocument(context, arms, features, mask), ServingJson.Default.RequestDocument),
        };
    }

    /// <summary>An id that a caller chose.</summary>
    public static void CheckId(string field, string? id)
    {
        if (id is not null && (id.Length is 0 or > MaxId || !id.All(static c => c is >= ' ' and not '\u007f' && !char.IsSurrogate(c))))
        {
            throw Refusals.Of(
                "decision.id", field, $"'{field}' has {id.Length} characters or some that cannot be printed.",
                $"Use 1 to {MaxId} printable characters.");
        }
    }

    private static double[] ContextOf(PolicySpecification specification, DecisionRequest request)
    {
        if (request is { Context: not null, Fields: not null })
            throw Refusals.Of("decision.context", "fields", "Both 'context' and 'fields' are given.", "Give one of them.");
        if (request.Fields is { } fields)
            return FromFields(specification, fields);
        var names = specification.ContextFields;
        var values = request.Context ?? [];
        if (values.Count != names.Length)
        {
            var place = values.Count < names.Length ? $"'{names[values.Count]}' is missing" : "the last ones have no field";
            throw Refusals.Of(
                "decision.context-length", "context", $"The context has {values.Count} values, but the policy expects {names.Length}: {place}.",
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
                throw Refusals.Of(
                    "decision.field-missing", $"fields/{names[i]}", $"The context field '{names[i]}' is missing.",
                    "Send a value for each context field of the policy.");
            }
            CheckNumber("fields", i, names[i], values[i]);
        }
        if (fields.Count > names.Length)
        {
            var known = names.ToHashSet(StringComparer.Ordinal);
            var extra = fields.Keys.First(name => !known.Contains(name));
            throw Refusals.Of(
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
            throw Refusals.Of("decision.arms", "arms", $"There are {arms.Count} arms.", $"Send 1 to {MaxArms} arms, or leave 'arms' out.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < arms.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(arms[i]) || arms[i].Length > MaxArmName || !seen.Add(arms[i]))
            {
                throw Refusals.Of(
                    "decision.arm-name", At("arms", i), $"The arm '{Shown(arms[i] ?? "")}' is blank, too long or there twice.",
                    $"Name each arm once, with at most {MaxArmName} characters.");
            }
        }
    }

    private static void CheckFeatures(PolicySpecification specification, DecisionRequest request)
    {
        var features = request.Features;
        if (!specification.IsShared)
        {
            if (features is not null)
                throw Refusals.Of("decision.features", "features", "The policy has no features of arms.", "Leave 'features' out.");
            CheckMask(request, request.Arms?.Count);
            return;
        }
        var most = Math.Min(MaxArms, MaxFeatures / specification.ArmFields.Length);
        if (features is null || features.Count is 0 || features.Count > most || features.Count != (request.Arms?.Count ?? features.Count))
        {
            throw Refusals.Of(
                "decision.features", "features", $"There are features of {features?.Count ?? 0} arms, and names of {request.Arms?.Count ?? 0}.",
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
            throw Refusals.Of(
                "decision.features-length", At("features", arm), $"The arm has {values?.Count ?? 0} features, but the policy expects {names.Length}.",
                "Send one value for each arm field, in the order of the policy.");
        }
        for (var i = 0; i < names.Length; i++)
            CheckNumber(At("features", arm), i, names[i], values[i]);
    }

    private static void CheckMask(DecisionRequest request, int? arms)
    {
        if (request.Mask is { } mask && arms is { } count && mask.Count != count)
            throw Refusals.Of("decision.mask", "mask", $"The mask has {mask.Count} values for {count} arms.", "Send one value for each arm.");
    }

    private static void CheckNumber(string path, int index, string name, double value)
    {
        // False for what is not a number, too.
        if (!(Math.Abs(value) <= Largest))
        {
            throw Refusals.Of(
                "decision.number", At(path, index), $"'{name}' is {NumberText.Of(value)}.", "Send a finite number of at most 1e50 in size.");
        }
    }

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}/{index}");

    private static string Shown(string text) => text.Length <= MaxArmName ? text : text[..MaxArmName] + "...";
}
