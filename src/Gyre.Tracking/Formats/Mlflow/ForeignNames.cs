using System.Globalization;
using System.Text.RegularExpressions;

namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>Ids and words of that world, checked before they become part of anything.</summary>
internal static partial class ForeignNames
{
    public const string RunNameTag = "mlflow.runName";

    /// <summary>The stage of a version that was deleted and whose number must not come back.</summary>
    public const string DeletedStage = "Deleted_Internal";

    public static bool IsId(string? text) => text is not null && Id().IsMatch(text);

    /// <summary>Decimal digits of a number of 64 bits.</summary>
    public static bool IsExperimentId(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>A number from 1 to 5 or a name; nothing means running, as that world has it.</summary>
    public static bool TryReadStatus(string? text, out ForeignRunStatus status)
    {
        status = text?.ToUpperInvariant() switch
        {
            null or "" or "1" or "RUNNING" => ForeignRunStatus.Running,
            "2" or "SCHEDULED" => ForeignRunStatus.Scheduled,
            "3" or "FINISHED" => ForeignRunStatus.Finished,
            "4" or "FAILED" => ForeignRunStatus.Failed,
            "5" or "KILLED" => ForeignRunStatus.Killed,
            _ => 0,
        };
        return status != 0;
    }

    /// <summary>A number from 0 to 3, or a name with or without its prefix; nothing means pending.</summary>
    public static bool TryReadModelStatus(string? text, out ForeignModelStatus status)
    {
        status = text?.ToUpperInvariant().Replace("LOGGED_MODEL_", "", StringComparison.Ordinal) switch
        {
            null or "" or "0" or "1" or "PENDING" or "STATUS_UNSPECIFIED" or "UNSPECIFIED" => ForeignModelStatus.Pending,
            "2" or "READY" => ForeignModelStatus.Ready,
            "3" or "UPLOAD_FAILED" or "FAILED" => ForeignModelStatus.UploadFailed,
            _ => 0,
        };
        return status != 0;
    }

    /// <summary>False for a word that is neither; nothing means active.</summary>
    public static bool TryReadLifecycle(string? text, out bool isDeleted)
    {
        isDeleted = text == "deleted";
        return text is null or "" or "active" or "deleted";
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_-]{0,255}\z")]
    private static partial Regex Id();
}
