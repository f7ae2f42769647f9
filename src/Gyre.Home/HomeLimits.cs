using System.Globalization;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Home;

/// <summary>
/// How much a home runs at once, as its owner declares it in <c>HOME/home.json</c>: <c>{"jobs": 8, "pools": {"gpu": 1}}</c>. Without the
/// file there are no limits and no pools. Comments and
/// a comma at the end of a list are allowed; other settings of the file are read elsewhere.
/// </summary>
public static class HomeLimits
{
    /// <summary>The file in the folder of a home.</summary>
    public const string FileName = "home.json";

    internal const string Jobs = "jobs";
    internal const string Pools = "pools";
    private const long MaxBytes = 1 << 20;
    private const string Example = "Write {\"jobs\": 8, \"pools\": {\"gpu\": 1}}; a pool of size 0 is closed.";
    private static readonly JsonDocumentOptions Leniently =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads the limits of a home.</summary>
    /// <param name="home">The folder of the home, which need not exist.</param>
    /// <exception cref="InvalidInputException">The file is not valid; file and field are named.</exception>
    public static ConcurrencyLimits Load(string home)
    {
        var file = Path.Join(home, FileName);
        if (!File.Exists(file))
            return ConcurrencyLimits.None;
        if (new FileInfo(file).Length > MaxBytes)
            throw Refuse(file, "", "The file is larger than 1 MiB.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Leniently);
            return Read(file, document.RootElement);
        }
        catch (JsonException exception)
        {
            throw Refuse(file, string.Create(CultureInfo.InvariantCulture, $"line {exception.LineNumber + 1}"), "This is not valid JSON.");
        }
    }

    private static ConcurrencyLimits Read(string file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Refuse(file, "", "The file must hold an object.");
        int? jobs = root.TryGetProperty(Jobs, out var count)
            ? Whole(count) is >= 1 and var number
                ? number
                : throw Refuse(file, Jobs, $"'{Jobs}' must be a whole number from 1 to {ConcurrencyLimits.Max}.")
            : null;
        if (!root.TryGetProperty(Pools, out var pools))
            return new ConcurrencyLimits { Jobs = jobs };
        if (pools.ValueKind != JsonValueKind.Object)
            throw Refuse(file, Pools, $"'{Pools}' must be an object of names and sizes.");
        var sizes = pools.EnumerateObject().Select(pool => PoolOf(file, pool)).DistinctBy(static pool => pool.Name);
        return new ConcurrencyLimits { Jobs = jobs, Pools = [.. sizes] };
    }

    private static PoolSize PoolOf(string file, JsonProperty pool)
    {
        var path = $"{Pools}.{(pool.Name.Length <= 80 ? pool.Name : pool.Name[..80] + "...")}";
        if (!PoolNames.IsValid(pool.Name))
            throw Refuse(file, path, $"This is not a valid name of a pool. {PoolNames.Rule}");
        return Whole(pool.Value) is { } size
            ? new PoolSize(pool.Name, size)
            : throw Refuse(file, path, $"The size of a pool must be a whole number from 0 to {ConcurrencyLimits.Max}.");
    }

    private static int? Whole(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 0 and <= ConcurrencyLimits.Max
            ? number : null;

    private static InvalidInputException Refuse(string file, string path, string message) => new(
        [new Diagnostic(Severity.Error, "home.limits", message) { File = file, Path = path, Remedy = Example }]);
}
