using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

internal sealed class LearnCompareCommand(ModelKinds kinds)
{
    private readonly Argument<FileInfo[]> _candidates = new("FILES")
    {
        Description = "Prediction or report files, one per candidate.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<FileInfo?> _data = LearnOptions.OptionalFile(
        "--data", "CSV file with the true labels; needed if the predictions do not include them.");
    private readonly Option<string> _metric = new Option<string>("--metric")
    {
        Description = "Metric to rank by.",
        DefaultValueFactory = _ => "accuracy",
    }.AcceptOnlyFromAmong("accuracy", "macro-f1", "log-loss");
    private readonly Option<double> _target = LearnOptions.Number("--target", double.NaN, "Target value of the metric. Default: none.");
    private readonly Option<DirectoryInfo?> _models = new("--models")
    {
        Description = "Folder that contains the candidates' model files, named like the candidates. Requires --best.",
    };
    private readonly Option<FileInfo?> _best = LearnOptions.OptionalFile(
        "--best", "File to copy the best model to. Its scores are written next to it, with the suffix .metadata.json.");
    private readonly Option<string?> _properties = new("--properties") { Description = "JSON object to add to the .metadata.json file." };
    private readonly Option<string> _label = LearnOptions.Label();
    private readonly Option<string> _id = LearnOptions.Id();

    public static Command Create(ModelKinds kinds) => new LearnCompareCommand(kinds).Build();

    private Command Build()
    {
        var command = new Command(
            "compare",
            """
            Ranks candidates evaluated on the same rows.

            Prints one JSON line with the best candidate's scores, the ranking and the decision: "cycle" is 1 if a target is given
            and not reached, otherwise 0.

            Example:
              gyre learn compare predictions/*.csv --target 0.97 --models models --best best-model.json
            """)
        {
            _candidates, _data, _metric, _target, _models, _best, _properties, _label, _id,
        };
        LearnAction.Set(command, RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if ((result.GetValue(_models) is null) != (result.GetValue(_best) is null))
            throw new InvalidInputException("learn.option", "--models and --best must be used together.");
        var properties = ReadProperties(result.GetValue(_properties));
        var target = result.GetValue(_target);
        var comparison = LearningJobs.Compare(
            await ReadAsync(result, cancellationToken), ReadMetric(result.GetValue(_metric)!), double.IsNaN(target) ? null : target);
        var training = result.GetValue(_best) is { } best ? await CopyBestAsync(result, comparison, best, properties, cancellationToken) : null;
        LearnAction.PrintLine(result, [.. Decision(comparison, training)]);
        LearnAction.Say(result, $"Best of {comparison.Ranking.Length}: {comparison.Best.Name}, accuracy {NumberText.Of(Math.Round(comparison.Best.Accuracy, 4))}.");
    }

    private async Task<List<CandidateScore>> ReadAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var options = new TableOptions { LabelColumn = result.GetValue(_label)!, IdColumn = result.GetValue(_id)! };
        var truth = await LearnEvaluateCommand.TruthAsync(result.GetValue(_data), options, cancellationToken);
        var scores = new List<CandidateScore>();
        foreach (var candidate in result.GetRequiredValue(_candidates))
        {
            var file = LearnAction.Open(candidate);
            await using var input = file.Stream;
            var score = await LearningJobs.ReadScoreAsync(file, truth, cancellationToken);
            scores.Add(score with { Name = Path.GetFileNameWithoutExtension(candidate.Name) });
        }

        return scores;
    }

    /// <summary>Copies the best model and gives what it says about its training.</summary>
    private async Task<MapValue> CopyBestAsync(
        ParseResult result, Comparison comparison, FileInfo best, MapValue properties, CancellationToken cancellationToken)
    {
        var source = LearnAction.Open(new FileInfo(Path.Combine(result.GetValue(_models)!.FullName, $"{comparison.Best.Name}.json")));
        await using var input = source.Stream;
        var model = await ModelFile.ReadAsync(input, source.Name, kinds, cancellationToken);
        await LearnAction.WriteAsync(best, stream => ModelFile.WriteAsync(model, stream, cancellationToken));

        var own = Scores(comparison.Best).Append(new("training", model.Training));
        var given = properties.Entries.Where(entry => !own.Any(o => string.Equals(o.Key, entry.Key, StringComparison.Ordinal)));
        var sidecar = ValueJson.Write(new MapValue([.. given, .. own])) + "\n";
        await LearnAction.WriteAsync(
            new FileInfo($"{best.FullName}.metadata.json"), stream => stream.WriteAsync(Encoding.UTF8.GetBytes(sidecar), cancellationToken).AsTask());
        return model.Training;
    }

    private static IEnumerable<KeyValuePair<string, Value>> Decision(Comparison comparison, MapValue? training)
    {
        yield return new("cycle", Value.Of(comparison.Target is not null && !comparison.TargetMet ? 1 : 0));
        foreach (var score in Scores(comparison.Best))
            yield return score;
        if (comparison.Target is { } target)
        {
            yield return new("target", Value.Of(target));
            yield return new("target_met", Value.Of(comparison.TargetMet));
        }

        if (training is not null)
            yield return new("training", training);
        yield return new("ranking", Value.Of(comparison.Ranking.Select(score => (Value)new MapValue([.. Scores(score)]))));
    }

    private static IEnumerable<KeyValuePair<string, Value>> Scores(CandidateScore score)
    {
        yield return new("candidate", Value.Of(score.Name));
        yield return new("accuracy", Value.Of(score.Accuracy));
        yield return new("macro_f1", Value.Of(score.MacroF1));
        if (score.LogLoss is { } logLoss)
            yield return new("log_loss", Value.Of(logLoss));
        yield return new("rows", Value.Of(score.Rows));
    }

    private static ComparisonMetric ReadMetric(string name) => name switch
    {
        "macro-f1" => ComparisonMetric.MacroF1,
        "log-loss" => ComparisonMetric.LogLoss,
        _ => ComparisonMetric.Accuracy,
    };

    private static MapValue ReadProperties(string? json)
    {
        if (json is null)
            return new MapValue([]);
        try
        {
            if (ValueJson.Parse(json) is MapValue map)
                return map;
        }
        catch (JsonException)
        {
            // Refused below, like JSON that is no object.
        }

        throw new InvalidInputException(
            "learn.option",
            "The value of --properties is not a JSON object.",
            "Use a JSON object, for example {\"note\": \"from the demo\"}.");
    }
}
