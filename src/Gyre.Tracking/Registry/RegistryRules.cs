using System.Globalization;
using System.Text;
using Gyre.Tracking.Rules;

namespace Gyre.Tracking.Registry;

/// <summary>Rules for names in the registry, with the words in which clients know them.</summary>
internal static class RegistryRules
{
    /// <summary>The alias that needs not be set: the latest version.</summary>
    public const string Latest = "latest";

    private const int MaxName = 500;
    private const int MaxAlias = 255;
    private const int MaxTagValue = 100_000;
    private const int MaxReason = 2000;
    private const int MaxEvidence = 100;

    /// <exception cref="TrackingException">The name of a model is refused.</exception>
    public static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw Refuse("Missing value for required parameter 'name'.");
        if (name.AsSpan().IndexOfAny('/', ':') >= 0)
            throw Refuse($"Invalid model name '{name}'. Names cannot contain '/' or ':'.");
        NameRules.CheckPath(name, "name");
        NameRules.CheckLength(name, MaxName, "name");
    }

    /// <exception cref="TrackingException">The tag is refused.</exception>
    public static void CheckTag(Tag tag)
    {
        NameRules.CheckKey(tag.Key, "key");
        NameRules.CheckLength(tag.Key, NameRules.MaxKey, "key");
        NameRules.CheckLength(tag.Value, MaxTagValue, "value");
    }

    /// <exception cref="TrackingException">The alias cannot be set.</exception>
    public static void CheckAlias(string alias)
    {
        if (alias.Length == 0)
            throw Refuse("Registered model alias name cannot be empty.");
        if (!alias.EnumerateRunes().All(IsOfAlias))
            throw Refuse($"Invalid alias name: '{alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
        NameRules.CheckLength(alias, MaxAlias, "Registered model alias name");
        if (IsLatest(alias))
            throw Refuse("'latest' alias name (case insensitive) is reserved.");
        if (alias.Length > 1 && alias[0] is 'v' or 'V' && alias.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
            throw Refuse($"Version alias name '{alias}' is reserved.");
    }

    /// <exception cref="TrackingException">The alias cannot be set, or what is said about its move is refused.</exception>
    public static void CheckMove(NewAliasMove move)
    {
        CheckAlias(move.Alias);
        if (move.Reason is { } reason)
        {
            if (string.IsNullOrWhiteSpace(reason))
                throw Refuse("The reason of a move cannot be blank. Say why the alias is moved, or leave the reason out.");
            NameRules.CheckLength(reason, MaxReason, "reason");
        }
        if (move.Evidence.Length > MaxEvidence)
            throw Refuse($"A move can have at most {MaxEvidence} metrics as evidence; {move.Evidence.Length} were given.");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in move.Evidence)
        {
            NameRules.CheckKey(one.Metric, "metric");
            NameRules.CheckLength(one.Metric, NameRules.MaxKey, "metric");
            if (!keys.Add(one.Metric))
                throw Refuse($"The metric '{one.Metric}' is given twice as evidence. Give each metric once.");
            if (!double.IsFinite(one.Value) || !double.IsFinite(one.Before ?? 0))
                throw Refuse($"The evidence '{one.Metric}' is not a finite number. Leave out metrics that are NaN or infinite.");
        }
    }

    public static bool IsLatest(string alias) => alias.Equals(Latest, StringComparison.OrdinalIgnoreCase);

    /// <summary>A stage by its name in any case.</summary>
    /// <exception cref="TrackingException">There is no such stage.</exception>
    public static ModelStage StageOf(string text)
    {
        foreach (var stage in Enum.GetValues<ModelStage>())
        {
            if (stage.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                return stage;
        }
        throw Refuse($"Invalid Model Version stage: {text}. Value must be one of {string.Join(", ", Enum.GetNames<ModelStage>())}.");
    }

    public static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);

    public static TrackingException Missing(string name) => new(TrackingError.DoesNotExist, $"Registered Model with name={name} not found");

    public static TrackingException Missing(string name, long version) =>
        new(TrackingError.DoesNotExist, string.Create(CultureInfo.InvariantCulture, $"Model Version (name={name}, version={version}) not found"));

    private static bool IsOfAlias(Rune rune) =>
        rune.Value is '_' or '-' || Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber;
}
