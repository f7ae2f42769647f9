using System.Text.Json;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>For what something is run. The names are those of OctopusCL.</summary>
public enum EnvironmentKind
{
    /// <summary>On this machine, with what is at hand.</summary>
    Development,

    /// <summary>As in production, on trial.</summary>
    Staging,

    /// <summary>For real.</summary>
    Production,
}

/// <summary>
/// Where an environment keeps its things: the keys of <c>gyre.ENVIRONMENT.json</c> in the project folder, and environment variables, of
/// which those of OctopusCL count where the file says nothing. Pure.
/// </summary>
/// <param name="Kind">The environment.</param>
public sealed record ProjectEnvironment(EnvironmentKind Kind)
{
    private const string Bucket = "OCTOPUSCL_AWS_S3_BUCKET";
    private const string DatasetsFolder = "OCTOPUSCL_AWS_S3_DATASETS_DIR";
    private const string TrackingUri = "OCTOPUSCL_MLFLOW_TRACKING_URI";
    private const string OwnHome = "home";
    private const string BucketScheme = "s3://";
    private static readonly string[] Credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    private static readonly string[] Keys = ["datasets", "tracking", "executor"];

    /// <summary>
    /// As the file has it: <c>s3://bucket/prefix</c> or a folder, which may be relative to the file's; null when it does not say.
    /// </summary>
    public string? Datasets { get; init; }

    /// <summary>
    /// As the file has it: the URI of the tracking server, or <c>home</c> for none but the home; null when it does not say.
    /// </summary>
    public string? Tracking { get; init; }

    /// <summary>As the file has it: the executor of steps; null when it does not say.</summary>
    public string? Executor { get; init; }

    /// <summary>Name of the file of an environment: <c>gyre.staging.json</c>.</summary>
    public static string FileNameOf(EnvironmentKind kind) => $"gyre.{KebabCase.Of(kind)}.json";

    /// <summary>Reads the word of an environment, in lowercase.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static EnvironmentKind ParseKind(string word)
    {
        foreach (var kind in Enum.GetValues<EnvironmentKind>())
        {
            if (KebabCase.Of(kind) == word)
                return kind;
        }
        throw new InvalidInputException(
            "environment.name", "The name of the environment is not known.", "Use development, staging or production.");
    }

    /// <summary>Reads the file of an environment.</summary>
    /// <param name="kind">The environment.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="json">Its content.</param>
    /// <exception cref="InvalidInputException">
    /// It is not a JSON object of the known keys with texts (codes <c>environment.*</c>).
    /// </exception>
    public static ProjectEnvironment Parse(EnvironmentKind kind, string file, ReadOnlySpan<byte> json)
    {
        Value value;
        try
        {
            value = ValueJson.Parse(json);
        }
        catch (JsonException exception)
        {
            throw Refuse(file, "", "environment.json", "The file is not JSON.", "Correct the JSON.", exception.LineNumber);
        }
        if (value is not MapValue map)
            throw Refuse(
                file, "", "environment.json", "The file is not a JSON object.", "Write {\"datasets\": \"s3://bucket/prefix\"}.");
        if (map.Entries.FirstOrDefault(static entry => !Keys.Contains(entry.Key)) is { Key: { } unknown })
            throw Refuse(
                file, unknown, "environment.key", "The key is not known.",
                $"Use {string.Join(", ", Keys)}.{(NearestWords.Closest(unknown, Keys) is { } near ? $" Did you mean '{near}'?" : "")}");
        return new ProjectEnvironment(kind)
        {
            Datasets = TextOf(map, "datasets", file),
            Tracking = TextOf(map, "tracking", file),
            Executor = TextOf(map, "executor", file),
        };
    }

    /// <summary>Where datasets are: <c>s3://...</c> or a folder; null for the home, which only development may mean.</summary>
    /// <param name="variable">Gives environment variables.</param>
    /// <exception cref="InvalidInputException">Variables are missing; all are named (code <c>environment.variables</c>).</exception>
    public string? DatasetsAddress(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (Datasets is not null)
        {
            if (Datasets.StartsWith(BucketScheme, StringComparison.Ordinal))
                Require(Credentials, variable);
            return Datasets;
        }
        var bucket = Given(variable, $"{Bucket}_{Suffix}") ?? Given(variable, Bucket);
        if (bucket is null && Kind == EnvironmentKind.Development)
            return null;
        var folder = Given(variable, DatasetsFolder)?.Trim('/');
        string[] needed = Kind == EnvironmentKind.Development ? Credentials : [DatasetsFolder, .. Credentials];
        Require(bucket is null ? [$"{Bucket}_{Suffix}", .. needed] : needed, variable);
        return string.IsNullOrEmpty(folder) ? $"{BucketScheme}{bucket}" : $"{BucketScheme}{bucket}/{folder}";
    }

    /// <summary>The URI of the tracking server; null for the home.</summary>
    /// <param name="variable">Gives environment variables.</param>
    /// <exception cref="InvalidInputException">
    /// The variable is missing, and it is not development (code <c>environment.variables</c>).
    /// </exception>
    public string? TrackingAddress(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if ((Tracking ?? Given(variable, $"{TrackingUri}_{Suffix}")) is { } tracking)
            return tracking == OwnHome ? null : tracking;
        if (Kind != EnvironmentKind.Development)
            Require([$"{TrackingUri}_{Suffix}"], variable);
        return null;
    }

    private char Suffix => Kind.ToString()[0];

    private void Require(string[] names, Func<string, string?> variable)
    {
        var missing = names.Where(name => Given(variable, name) is null).ToList();
        if (missing.Count > 0)
            throw new InvalidInputException(
                "environment.variables", $"Missing environment variables: {string.Join(", ", missing)}.",
                $"Set them, or say in {FileNameOf(Kind)} where things are.");
    }

    private static string? Given(Func<string, string?> variable, string name) =>
        variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static string? TextOf(MapValue map, string key, string file) => map.Find(key) switch
    {
        null or NullValue => null,
        TextValue { Text.Length: > 0 } text => text.Text,
        _ => throw Refuse(file, key, "environment.value", "The value is not a text, or is empty.", "Write a text, or leave the key out."),
    };

    private static InvalidInputException Refuse(
        string file, string path, string code, string message, string remedy, long? line = null) => new(
    [
        new Diagnostic(Severity.Error, code, message)
        {
            File = file,
            Path = path,
            Remedy = remedy,
            Line = line is { } at ? (int)Math.Min(at, int.MaxValue - 1) + 1 : 0,
            Column = line is null ? 0 : 1,
        },
    ]);
}
