using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Datasets.Profiles;

/// <summary>An object within a profile, which knows its place.</summary>
/// <param name="value">What stands there.</param>
/// <param name="file">For errors.</param>
/// <param name="path">For errors; empty at the root.</param>
internal sealed class ProfilePart(Value value, string file, string path)
{
    // Sums of a thousand of them are whole numbers of 64 bits.
    private const long MostCounted = 1L << 53;

    public bool Has(string key) => Find(key) is not (null or NullValue);

    public ProfilePart Part(string key) => new(Get(key), file, PathOf(key));

    public string Text(string key, int longest) =>
        Get(key) is TextValue { Text: var text } && text.Length <= longest
            ? text
            : throw Refuse(key, $"must be a text of at most {longest} characters");

    public bool Flag(string key) => Get(key) is BooleanValue { Flag: var flag } ? flag : throw Refuse(key, "must be true or false");

    /// <summary>A count.</summary>
    public long Whole(string key) => WholeOf(Get(key)) ?? throw Refuse(key, "must be a whole number, 0 or greater");

    /// <summary>A finite number.</summary>
    public double Number(string key) => NumberOf(Get(key)) ?? throw Refuse(key, "must be a finite number");

    public TEnum Word<TEnum>(string key, Func<TEnum, string> wordOf)
        where TEnum : struct, Enum
    {
        var word = Text(key, 100);
        foreach (var known in Enum.GetValues<TEnum>())
        {
            if (wordOf(known) == word)
                return known;
        }
        throw Refuse(key, $"must be one of {string.Join(", ", Enum.GetValues<TEnum>().Select(wordOf))}");
    }

    public IEnumerable<ProfilePart> List(string key, int most) => Items(key, most).Select(
        (item, index) => new ProfilePart(item, file, string.Create(CultureInfo.InvariantCulture, $"{PathOf(key)}[{index}]")));

    public ImmutableArray<long> Counts(string key, int most) =>
        [.. Items(key, most).Select(item => WholeOf(item) ?? throw Refuse(key, "must have whole numbers, 0 or greater"))];

    public ImmutableArray<double> Ascending(string key, int most)
    {
        ImmutableArray<double> numbers =
            [.. Items(key, most).Select(item => NumberOf(item) ?? throw Refuse(key, "must have finite numbers"))];
        for (var i = 1; i < numbers.Length; i++)
        {
            if (!(numbers[i - 1] < numbers[i]))
                throw Refuse(key, "must be ascending");
        }
        return numbers;
    }

    public InvalidInputException Refuse(string key, string what) => new(
    [
        new Diagnostic(Severity.Error, "dataset.profile.invalid", $"'{PathOf(key)}' {what}.")
        {
            File = file, Remedy = "Write the profile again with 'gyre dataset profile DIR --format json --output FILE'.",
        },
    ]);

    private ImmutableArray<Value> Items(string key, int most) =>
        Get(key) is ListValue { Items: var items } && items.Length <= most
            ? items
            : throw Refuse(key, $"must be a list of at most {most} entries");

    private Value Get(string key) => Find(key) ?? throw Refuse(key, "is missing");

    private Value? Find(string key) => value is MapValue map ? map.Find(key) : throw Refuse(key, "is missing: its place is no object");

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static long? WholeOf(Value one) =>
        one is IntegerValue { Number: var number } && number >= 0 && number <= MostCounted ? (long)number : null;

    private static double? NumberOf(Value one) => one.TryGetNumber(out var number) && double.IsFinite(number) ? number : null;
}
