using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Hosting;

/// <summary>A transform by a program; what it has learned is the document <c>state.json</c>.</summary>
internal sealed class CommandTransform(ComponentCommand command) : ITrialTransform
{
    private const string Training = "training.jsonl";
    private const string Rows = "rows.jsonl";
    private const string State = "state.json";
    private const string Changed = "changed.jsonl";
    private const string Schema = "schema.json";

    private Value _state = Value.Null;

    public async Task FitAsync(TrialRows training, CancellationToken cancellationToken)
    {
        command.Forget(State);
        await RowLines.WriteAsync(command.Folder, Training, training, cancellationToken).ConfigureAwait(false);
        await command.RunAsync("fit", training, null, cancellationToken).ConfigureAwait(false);
        _state = await LineFile.ReadDocumentAsync(command.Folder, State, cancellationToken).ConfigureAwait(false) ?? Value.Null;
        command.Forget(Training, State);
    }

    public async Task<TrialRows> ApplyAsync(TrialRows rows, CancellationToken cancellationToken)
    {
        command.Forget(Changed, Schema);
        await RowLines.WriteAsync(command.Folder, Rows, rows, cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Join(command.Folder, State), ValueJson.Write(_state), cancellationToken).ConfigureAwait(false);
        await command.RunAsync("apply", rows, null, cancellationToken).ConfigureAwait(false);
        var schema = await LineFile.ReadBytesAsync(command.Folder, Schema, cancellationToken).ConfigureAwait(false) is { } json
            ? DatasetSchemas.Read(json, Schema)
            : rows.Schema;
        var examples = await RowLines.ReadAsync(command.Folder, Changed, schema, rows.Examples, cancellationToken).ConfigureAwait(false);
        command.Forget(Rows, State, Changed, Schema);
        return rows with { Schema = schema, Examples = examples };
    }

    public Task<Value> SaveAsync(CancellationToken cancellationToken) => Task.FromResult(_state);

    public Task LoadAsync(Value state, CancellationToken cancellationToken)
    {
        _state = state;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        command.Dispose();
        return ValueTask.CompletedTask;
    }
}
