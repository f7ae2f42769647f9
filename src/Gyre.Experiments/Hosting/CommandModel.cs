
namespace Gyre.Experiments.Hosting;

/// <summary>A model that a program trains and predicts with; all that it carries is in the folder <c>model</c>.</summary>
/// <param name="command">The program; it belongs to the model.</param>
/// <param name="artifactsFolder">Where files of the training go; null to drop them.</param>
internal sealed class CommandModel(ComponentCommand command, string? artifactsFolder) : ITrialModel
{
    private const string Model = "model";
    private const string Artifacts = "artifacts";
    private const string Training = "training.jsonl";
    private const string Validation = "validation.jsonl";
    private const string Rows = "rows.jsonl";

    private bool _isTrained;

    public async Task TrainAsync(TrialRows training, TrialRows validation, CancellationToken cancellationToken)
    {
        command.Forget(Artifacts);
        Directory.CreateDirectory(Path.Join(command.Folder, Artifacts));
        Directory.CreateDirectory(Path.Join(command.Folder, Model));
        await RowLines.WriteAsync(command.Folder, Training, training, cancellationToken).ConfigureAwait(false);
        await RowLines.WriteAsync(command.Folder, Validation, validation, cancellationToken).ConfigureAwait(false);
        await command.RunAsync("train", training, json => json.WriteBoolean("continues", _isTrained), cancellationToken)
            .ConfigureAwait(false);
        command.Forget(Training, Validation);
        if (FolderCopy.StateOf(Path.Join(command.Folder, Model), Model).Length == 0)
            throw HostingRefusals.InFile(
                Model, 0, "The component has left nothing in this folder.", "Write everything that the model carries there.");
        _isTrained = true;
        if (artifactsFolder is not null)
            FolderCopy.Copy(Path.Join(command.Folder, Artifacts), artifactsFolder, Artifacts, cancellationToken);
    }

    public async Task<TrialPredictions> PredictAsync(TrialRows rows, CancellationToken cancellationToken)
    {
        if (!_isTrained)
            throw new InvalidOperationException("The model was neither trained nor loaded.");
        command.Forget(PredictionLines.FileName);
        await RowLines.WriteAsync(command.Folder, Rows, rows, cancellationToken).ConfigureAwait(false);
        var before = FolderCopy.StateOf(Path.Join(command.Folder, Model), Model);
        await command.RunAsync("predict", rows, null, cancellationToken).ConfigureAwait(false);
        if (FolderCopy.StateOf(Path.Join(command.Folder, Model), Model) != before)
            throw HostingRefusals.InFile(Model, 0, "The component changed this folder while it predicted.", "Change it in training only.");
        var predictions = await PredictionLines.ReadAsync(command.Folder, rows.Examples.Length, command.Context, cancellationToken)
            .ConfigureAwait(false);
        command.Forget(Rows, PredictionLines.FileName);
        return predictions;
    }

    public Task SaveAsync(string folder, CancellationToken cancellationToken) => Task.Run(
        () => FolderCopy.Copy(Path.Join(command.Folder, Model), folder, Model, cancellationToken), cancellationToken);

    public Task LoadAsync(string folder, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            command.Forget(Model);
            if (!Directory.Exists(folder) || FolderCopy.Copy(folder, Path.Join(command.Folder, Model), Model, cancellationToken) == 0)
                throw HostingRefusals.InFile(folder, 0, "There is no model in this folder.", "Name the folder that a model was saved to.");
            _isTrained = true;
        },
        cancellationToken);

    public ValueTask DisposeAsync()
    {
        command.Dispose();
        return ValueTask.CompletedTask;
    }
}
