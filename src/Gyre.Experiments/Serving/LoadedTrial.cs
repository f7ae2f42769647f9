using System.Collections.Immutable;
using System.Text;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Components;
using Gyre.Experiments.Setup;
using Gyre.Experiments.Steps;

namespace Gyre.Experiments.Serving;

/// <summary>See <see cref="ITrialPredictor"/>.</summary>
internal sealed class LoadedTrial : ITrialPredictor
{
    private readonly TransformChain _chain;
    private readonly ITrialModel _model;
    private readonly RowExamples _rows;

    // Models keep scratch numbers of their own.
    private readonly SemaphoreSlim _one = new(1);

    private LoadedTrial(TransformChain chain, ITrialModel model, TrialContext context, string kind)
    {
        (_chain, _model, Kind) = (chain, model, kind);
        (Schema, Output, Classes) = (context.Schema, context.Output, context.Classes);
        _rows = new RowExamples(Schema);
    }

    public string Kind { get; }

    public DatasetSchema Schema { get; }

    public DatasetElement Output { get; }

    public ImmutableArray<string> Classes { get; }

    public static async Task<LoadedTrial> LoadAsync(ModelPackage package, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gyre-trial-model-").FullName;
        try
        {
            foreach (var (path, content) in package.Files)
            {
                var target = SafePath.Parse(path).Under(folder);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                await File.WriteAllBytesAsync(target, content, cancellationToken);
            }
            return await LoadAsync(package.Document(), folder, cancellationToken);
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(
                "experiment.model", $"A file of the model is missing: {Path.GetFileName((exception as FileNotFoundException)?.FileName)}",
                "Deploy the trial again.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async Task<TrialPredictions> PredictAsync(ListValue rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var examples = _rows.Of(rows);
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await _model.PredictAsync(
                await _chain.ApplyAsync(examples, isTraining: false, cancellationToken), cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _model.DisposeAsync();
        await _chain.DisposeAsync();
        _one.Dispose();
    }

    private static async Task<LoadedTrial> LoadAsync(ServedDocument document, string folder, CancellationToken cancellationToken)
    {
        var schema = DatasetSchemas.Read(Encoding.UTF8.GetBytes(document.Schema), ServedDocument.FileName);
        var context = new TrialContext
        {
            Schema = schema,
            Output = DatasetOutputs.Find(schema),
            Classes = document.Classes,
            Seed = document.Setup.Seed,
            ScratchFolder = folder,
            CodeFolder = folder,
            Log = new StepLog(TextWriter.Null),
        };
        var components = await PlanComponents.CreateAsync(document.Setup, context, cancellationToken);
        var chain = TransformChain.Create(document.Setup.Transforms, components);
        await TrialState.LoadAsync(chain, folder, cancellationToken);
        var seen = await chain.ApplyAsync(new TrialRows(schema, []), isTraining: true, cancellationToken);
        if (seen.Schema.Inputs.FirstOrDefault(static input => input.IsFile) is { } file)
            throw new InvalidInputException(
                "experiment.model.file", $"The model looks at files of the input '{file.Name}', which requests do not carry.",
                "Download the model with 'gyre model pull', and serve it with a program of yours: gyre deploy NAME --command.");
        var model = components.Model(context with { Schema = seen.Schema }, folder);
        await TrialState.LoadAsync(model, folder, cancellationToken);
        return new LoadedTrial(chain, model, context, document.Setup.Model.Component);
    }
}
