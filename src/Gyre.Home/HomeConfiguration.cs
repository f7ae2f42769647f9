using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Home;

/// <summary>
/// What the owner of a home declares in <c>HOME/home.json</c>: which variables of the environment projects may have as secrets, and how
/// long things are kept. Without the file
/// the defaults hold. Comments and a comma at the end of a list are allowed.
/// </summary>
public sealed record HomeConfiguration
{
    /// <summary>Its name in a home.</summary>
    public const string FileName = "home.json";

    private const long MaxBytes = 1 << 20;
    private static readonly JsonDocumentOptions Leniently = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true
    };

    /// <summary>Those that are read here, and those of <see cref="HomeLimits"/>.</summary>
    private static readonly string[] Words = ["allow-secrets", "retention", HomeLimits.Jobs, HomeLimits.Pools];

    /// <summary>Names of variables of the environment that projects may have as secrets, also on a server.</summary>
    public ImmutableArray<string> AllowedSecrets { get; init; } = [];

    /// <summary>How long things are kept.</summary>
    public RetentionRules Retention { get; init; } = new();

    /// <summary>Reads the file of a home.</summary>
    /// <param name="home">The home folder.</param>
    /// <exception cref="InvalidInputException">The file is not valid; file and field are named.</exception>
    public static HomeConfiguration Load(string home)
    {
        var file = Path.Join(home, FileName);
        if (!File.Exists(file))
            return new HomeConfiguration();
        if (new FileInfo(file).Length > MaxBytes)
            throw Refuse(file, "", "the file is larger than 1 MiB", "Use a file as described in docs/guides/secrets.md.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Leniently);
            return new Reader(file).Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw Refuse(
                file, string.Create(CultureInfo.InvariantCulture, $"line {exception.LineNumber + 1}"), "this is not valid JSON",
                    "Correct the file, or remove it to use the defaults.");
        }
    }

    private static InvalidInputException Refuse(string file, string path, string problem, string remedy)
    {
        var message = path.Length > 0 ? $"{path}: {problem}." : $"{problem}.";
        return new InvalidInputException([new Diagnostic(Severity.Error, "home.configuration", message) { File = file,
            Path = path, Remedy = remedy }]);
    }

    private sealed class Reader(string file)
    {
        public HomeConfiguration Read(JsonElement root)
        {
            Require(root, "", JsonValueKind.Object, "an object");
            RefuseOthers(root, "", Words);
            var configuration = new HomeConfiguration();
            if (root.TryGetProperty("allow-secrets", out var names))
                configuration = configuration with { AllowedSecrets = Names(names, "allow-secrets") };
            if (root.TryGetProperty("retention", out var rules))
                configuration = configuration with { Retention = Rules(rules) };
            return configuration;
        }

        private ImmutableArray<string> Names(JsonElement list, string path)
        {
            Require(list, path, JsonValueKind.Array, "a list of names of variables");
            var names = ImmutableArray.CreateBuilder<string>();
            foreach (var item in list.EnumerateArray())
            {
                Require(item, path, JsonValueKind.String, "a list of names of variables");
                names.Add(item.GetString()!);
            }
            return names.ToImmutable();
        }

        private RetentionRules Rules(JsonElement map)
        {
            Require(map, "retention", JsonValueKind.Object, "an object");
            RefuseOthers(map, "retention.", [.. RetentionRules.Names]);
            var rules = new RetentionRules();
            foreach (var property in map.EnumerateObject())
            {
                var path = $"retention.{property.Name}";
                Require(property.Value, path, JsonValueKind.String, "a text such as \"30d\" or \"forever\"");
                rules = rules.With(property.Name, RetentionRules.Parse(property.Value.GetString()!, out var problem));
                if (problem is not null)
                    throw Refuse(file, path, problem, "Use a number with h, d or w, such as \"30d\", or \"forever\".");
            }
            return rules;
        }

        private void RefuseOthers(JsonElement map, string path, IReadOnlyCollection<string> known)
        {
            if (map.EnumerateObject().Select(static property => property.Name)
                .FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is not { } other)
                return;
            var closest = NearestWords.Closest(other, known);
            throw Refuse(file, path + other, "this setting does not exist", closest is null ? $"Use one of: {string.Join(", ", known)}."
                : $"Did you mean '{closest}'?");
        }

        private void Require(JsonElement element, string path, JsonValueKind kind, string what)
        {
            if (element.ValueKind != kind)
                throw Refuse(file, path, $"expected {what}", "Correct the value.");
        }
    }
}
