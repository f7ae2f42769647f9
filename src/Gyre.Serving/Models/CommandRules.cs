using System.Globalization;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Serving.Models;

/// <summary>What may be asked of a program. Pure.</summary>
internal static class CommandRules
{
    private const int MaxLines = 100;
    private const int MaxText = 20_000;
    private const int MaxVariables = 200;
    private const int MaxPath = 1000;
    private const int MaxWarmUp = 1_000_000;

    /// <exception cref="InvalidInputException">Something is out of its range.</exception>
    public static void Check(CommandModel model)
    {
        if (model.Commands.IsDefaultOrEmpty || model.Commands.Length > MaxLines || model.Commands.All(string.IsNullOrWhiteSpace)
            || model.Commands.Any(static line => line.Length > MaxText || line.Contains('\0', StringComparison.Ordinal)))
        {
            throw Refusals.Of(
                "deployment.command", "command/commands", "There is no line to run, or one that is too long.",
                $"Give 1 to {MaxLines} lines of at most {MaxText} characters.");
        }
        CheckFiles(model);
        CheckVariables(model);
        CheckPath("command/predict_path", model.PredictPath);
        CheckPath("command/health_path", model.HealthPath);
        if (model.Replicas is < 1 or > CommandModel.MaxReplicas)
            throw Refusals.Of(
                "deployment.replicas", "command/replicas", $"There are {model.Replicas} replicas.",
                $"Give 1 to {CommandModel.MaxReplicas}.");
        if (model.Port is < 1 or > ushort.MaxValue)
            throw Refusals.Of("deployment.port", "command/port", $"{model.Port} is no port.", "Give 1 to 65535, or leave it out.");
        CheckTime("command/start_seconds", model.StartTime, TimeSpan.FromSeconds(1));
        CheckTime("command/answer_seconds", model.AnswerTime, TimeSpan.FromSeconds(0.1));
        CheckWarmUp(model.WarmUp);
    }

    private static void CheckFiles(CommandModel model)
    {
        if (model.Files.Length > CommandModel.MaxFiles)
            throw Refusals.Of(
                "deployment.files", "command/files", $"There are {model.Files.Length} files.", $"Give at most {CommandModel.MaxFiles}.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < model.Files.Length; i++)
        {
            var (path, digest, _) = model.Files[i];
            var place = string.Create(CultureInfo.InvariantCulture, $"command/files/{i}");
            if (!SafePath.TryParse(path, out _, out var reason))
                throw Refusals.Of("deployment.file-path", $"{place}/path", $"The path is not usable: {reason}.",
                    "Use a relative path with '/'.");
            if (!seen.Add(path))
                throw Refusals.Of("deployment.file-twice", $"{place}/path", $"The file '{path}' is there twice.", "Name each file once.");
            if (digest.IsEmpty)
                throw Refusals.Of("deployment.file-digest", $"{place}/digest", "The file has no digest.", "Upload it first.");
        }
    }

    private static void CheckVariables(CommandModel model)
    {
        if (model.Environment.Count > MaxVariables)
            throw Refusals.Of(
                "deployment.variables", "command/environment", $"There are {model.Environment.Count} variables.",
                $"Give at most {MaxVariables}.");
        foreach (var (name, value) in model.Environment)
        {
            var isName = name.Length is > 0 and <= 200 && !char.IsAsciiDigit(name[0])
                && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
            if (!isName || value.Length > MaxText || value.Contains('\0', StringComparison.Ordinal))
                throw Refusals.Of(
                    "deployment.variable", "command/environment", $"The variable '{(isName ? name : Refusals.Short(name))}' cannot be set.",
                    "Use letters, digits and '_' in names, and values without a NUL byte.");
        }
    }

    private static void CheckPath(string field, string path)
    {
        if (path.Length is 0 or > MaxPath || path[0] != '/' || path.Any(static c => c is <= ' ' or > '~' or '#'))
            throw Refusals.Of("deployment.route", field, "The path does not begin with '/' or has characters that no address has.",
                "Use a path such as /predict.");
    }

    private static void CheckTime(string field, TimeSpan time, TimeSpan least)
    {
        if (time < least || time > TimeSpan.FromHours(1))
            throw Refusals.Of(
                "deployment.time", field, $"It is {NumberText.Of(time.TotalSeconds)} seconds.",
                $"Give {NumberText.Of(least.TotalSeconds)} to 3600 seconds.");
    }

    private static void CheckWarmUp(string? document)
    {
        if (document is null)
            return;
        try
        {
            if (document.Length <= MaxWarmUp && ValueJson.Parse(document) is not null)
                return;
        }
        catch (JsonException)
        {
        }
        throw Refusals.Of("deployment.warm-up", "command/warm_up", "The warm-up request is no JSON, or too long.",
            "Give a JSON document that the program answers.");
    }
}
