using System.Globalization;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Pipelines.Running;

/// <summary>Reopens the tracking runs of what is resumed; a tag keeps how they ended before.</summary>
internal static class TrackingResumption
{
    /// <summary>Tag: earlier ends that were not good, one per line, the newest last.</summary>
    public const string EarlierTag = "gyre.earlier-failures";

    private const int MaxLines = 20;
    private const int MaxReason = 300;

    /// <summary>Opens a tracking run; one that has not ended is left alone.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="recorder">Writes tags.</param>
    /// <param name="id">The tracking run.</param>
    /// <param name="reason">Why it had ended so; null takes the reason that was recorded with the end.</param>
    public static void Reopen(IDbSession session, RunRecorder recorder, string id, string? reason)
    {
        if (RunRecorder.Reopen(session, id) is not { } end)
            return;
        reason ??= RunRecorder.FindTag(session, id, NodeRecorder.ReasonTag);
        RunRecorder.RemoveTag(session, id, NodeRecorder.ReasonTag);
        if (end.Status == TrackingRunStatus.Finished)
            return;
        var text = Append(RunRecorder.FindTag(session, id, EarlierTag), end, reason);
        recorder.Log(session, id, new LogBatch { Tags = [new Tag(EarlierTag, text)] });
    }

    /// <summary>The tag's next value: <c>2026-03-01T12:00:00.000Z failed: exit code 3</c>.</summary>
    public static string Append(string? earlier, RecordedEnd end, string? reason)
    {
        var at = end.At is { } time ? time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ ", CultureInfo.InvariantCulture) : "";
        var why = reason?.ReplaceLineEndings(" ") is { Length: > 0 } words
            ? ": " + (words.Length <= MaxReason ? words : words[..MaxReason] + "...")
            : "";
        var line = $"{at}{KebabCase.Of(end.Status)}{why}";
        string[] lines = earlier is { Length: > 0 } ? [.. earlier.Split('\n'), line] : [line];
        return string.Join('\n', lines.TakeLast(MaxLines));
    }
}
