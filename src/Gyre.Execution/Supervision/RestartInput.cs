using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Execution.Formats;
using Gyre.Storage;

namespace Gyre.Execution.Supervision;

/// <summary>
/// What an interrupted attempt left, as an input of the one that takes its place, so that a step can go on from its last checkpoint. It is no part of what the
/// step asked for: what the step is known by does not change.
/// </summary>
internal sealed class RestartInput(AttemptOrder order, AttemptFolder folder, Func<Task<IBlobStore>> openBlobs, SupervisorOptions options)
{
    /// <summary>The order with that input; the order itself when nothing was interrupted or the step has an input of that name.</summary>
    public async Task<AttemptOrder> AddedToAsync(Action<string> warn, CancellationToken cancellationToken)
    {
        if (order.Interrupted.IsEmpty || order.Inputs.Any(input => input.Name == StepContract.RestartInput))
            return order;
        var files = ImmutableArray<InputFile>.Empty;
        foreach (var attempt in order.Interrupted)
        {
            files = [.. (await LeftAsync(attempt, warn, cancellationToken)).Select(output => AsInput(attempt, output))];
            if (!files.IsEmpty)
                break;
        }
        return order with { Inputs = order.Inputs.Add(new InputOrder(StepContract.RestartInput, files)) };
    }

    /// <summary>Nobody takes the place of this attempt any more.</summary>
    public void RemoveSources()
    {
        foreach (var source in order.Interrupted.Select(FolderOf))
        {
            try
            {
                WorkFolders.Remove(source.Outputs);
                WorkFolders.Remove(source.Taken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                options.Log?.Invoke($"'{source.Root}' could not be cleared: {exception.Message}");
            }
        }
    }

    /// <summary>A supervisor that was asked to end stored what there was; one that was killed left it in its folder.</summary>
    private async Task<ImmutableArray<OutputFile>> LeftAsync(AttemptId attempt, Action<string> warn, CancellationToken cancellationToken)
    {
        var source = FolderOf(attempt);
        try
        {
            if (AttemptProtocol.FindResult(source, attempt) is { Outputs: { IsEmpty: false } stored })
                return stored;
            var early = await LiveUpload.LeftAsync(source, openBlobs);
            return await new OutputCollector(source.Outputs, options, warn).CollectAsync(openBlobs, early, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            warn($"The files of the interrupted attempt {attempt} could not be reused: {exception.Message}");
            return [];
        }
    }

    private AttemptFolder FolderOf(AttemptId attempt) => new(Path.Join(Path.GetDirectoryName(folder.Root), attempt.ToString()));

    private static InputFile AsInput(AttemptId attempt, OutputFile output) => new()
    {
        Name = output.Path,
        Uri = $"gyre://attempts/{attempt}/outputs/{output.Path}",
        Digest = output.Digest,
        SizeInBytes = output.SizeInBytes,
        Md5 = output.Md5,
        Sha1 = output.Sha1,
        Metadata = output.Metadata,
    };
}
