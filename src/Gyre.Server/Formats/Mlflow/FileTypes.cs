using System.Collections.Frozen;
using Gyre.Server.Features.Artifacts;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Content types as MLflow's clients expect them: everything that reads like text is plain text, even where it has a type of its own.</summary>
internal static class FileTypes
{
    private const string Text = "text/plain";

    private static readonly FrozenSet<string> TextNames = FrozenSet.Create(StringComparer.Ordinal, "MLmodel", "MLproject");

    private static readonly FrozenSet<string> TextExtensions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".txt", ".log", ".err", ".cfg", ".conf", ".cnf", ".cf", ".ini", ".properties", ".prop", ".hocon", ".toml", ".yaml", ".yml", ".xml", ".json", ".jsonl", ".js", ".py", ".py3", ".csv",
        ".tsv", ".md", ".rst");

    public static string Of(string fileName) =>
        TextNames.Contains(fileName) || TextExtensions.Contains(Path.GetExtension(fileName)) ? Text : MediaTypes.Of(fileName);
}
