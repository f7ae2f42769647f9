using Gyre.Client.Formats.Mlflow.Folder;

namespace Gyre.Client.Formats.Mlflow;

/// <summary>Where to track: a server, or a folder.</summary>
internal sealed record TrackerAddress(Uri? Server, string? Folder)
{
    private const string Variable = "MLFLOW_TRACKING_URI";
    private const string DefaultFolder = "mlruns";

    /// <summary>The environment comes first, then what the program gives, then <c>./mlruns</c>.</summary>
    /// <exception cref="ArgumentException">The address is none that this client speaks to.</exception>
    public static TrackerAddress Choose(string? given, Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } variable)
            return Read(variable, $"the environment variable {Variable}");
        return Read(given is { Length: > 0 } ? given : DefaultFolder, "the tracking URI");
    }

    private static TrackerAddress Read(string text, string origin)
    {
        if (!text.Contains("://", StringComparison.Ordinal) && !text.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && !HasOtherScheme(text))
            return new TrackerAddress(null, Path.GetFullPath(text));
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            if (uri.Scheme is "http" or "https")
                return new TrackerAddress(uri, null);
            if (uri.IsFile && uri.Host.Length == 0)
                return new TrackerAddress(null, uri.LocalPath);
        }
        throw new ArgumentException(
            $"{origin} is '{Shown(text)}', which this client does not support. Use the http:// or https:// URL of a tracking server, or "
                + "a folder.",
            nameof(text));
    }

    // A single letter is a drive.
    private static bool HasOtherScheme(string text) => text.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon && text.AsSpan(0, colon).IndexOfAnyExceptInRange('+', 'z') < 0 && !text.AsSpan(0, colon).ContainsAny('/', '\\', '.');

    /// <summary>Without what may stand before an at sign: a password.</summary>
    private static string Shown(string text) => text.Contains('@', StringComparison.Ordinal) && text.IndexOf("//", StringComparison.Ordinal) is >= 0 and var slashes
        ? text[..(slashes + 2)] + "..." + text[text.LastIndexOf('@')..] : text;
}

/// <summary>A YAML file with <c>tracking_uri</c> and <c>default_experiment_name</c>.</summary>
internal sealed record TrackerSettings(string? Uri, string? Experiment)
{
    public static TrackerSettings Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The settings file '{Path.GetFullPath(path)}' does not exist.", path);
        var meta = MetaYaml.Read(path);
        var uri = meta.Text("tracking_uri");
        if (uri is not null && !uri.Contains(':', StringComparison.Ordinal))
            uri = Path.GetFullPath(uri, Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new TrackerSettings(uri, meta.Text("default_experiment_name"));
    }
}
