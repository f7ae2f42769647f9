using System.Data.Common;
using System.Security;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Cli.Output;

/// <summary>Turns whatever a command threw into words and an exit code. A stack trace never reaches the user unasked.</summary>
internal static class FailureReport
{
    /// <summary>Reports a failure.</summary>
    public static int Write(Exception exception, CliHost host)
    {
        var code = Classify(exception, host);
        if (code is null)
            return Unexpected(exception, host);
        Debug(exception, host);
        return code.Value;
    }

    private static int? Classify(Exception exception, CliHost host)
    {
        switch (exception)
        {
            case AggregateException { InnerExceptions: [var only] }:
                return Classify(only, host);
            case InvalidInputException invalid:
                foreach (var diagnostic in invalid.Diagnostics)
                    host.Say(Shown.Clean(diagnostic.ToString()));
                return CliExitCodes.BadInput;
            case TrackingException refused:
                host.Say($"error: {Shown.Clean(refused.Message)}");
                return CliExitCodes.BadInput;
            case OperationCanceledException when host.Interrupted.IsCancellationRequested || host.LeaveNow.IsCancellationRequested:
                host.Say("Interrupted.");
                return CliExitCodes.Interrupted;
            case StoreSchemaException or StoreUnavailableException or StoreFullException or StoreReadOnlyException or BlobMissingException or BlobCorruptException:
                host.Say($"error: {Shown.Clean(exception.Message)}");
                return CliExitCodes.Failed;
            case DbException:
                host.Say($"error: Cannot use the store: {Shown.Clean(exception.Message)}");
                return CliExitCodes.Failed;
            case FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or PathTooLongException or SecurityException:
                host.Say($"error: {Shown.Clean(exception.Message)}");
                return CliExitCodes.BadInput;
            case IOException:
                host.Say($"error: {Shown.Clean(exception.Message)}");
                return CliExitCodes.Failed;
            default:
                return null;
        }
    }

    private static int Unexpected(Exception exception, CliHost host)
    {
        host.Say($"error: Unexpected failure: {Shown.Short(Shown.Clean(exception.Message), 300)}");
        if (Debug(exception, host))
            return CliExitCodes.Failed;
        if (Keep(exception) is { } file)
            host.Say($"Details were written to {file}. Please report the problem and attach that file after reviewing it.");
        else
            host.Say("Set GYRE_DEBUG=1 to see the details.");
        return CliExitCodes.Failed;
    }

    private static bool Debug(Exception exception, CliHost host)
    {
        if (host.Variable("GYRE_DEBUG") is not "1")
            return false;
        host.Say(exception.ToString());
        return true;
    }

    /// <summary>The folder is the user's alone: a message of another library may hold what others should not read.</summary>
    private static string? Keep(Exception exception)
    {
        try
        {
            var file = Path.Join(Directory.CreateTempSubdirectory("gyre-error-").FullName, "details.txt");
            File.WriteAllText(file, exception.ToString());
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
