using Gyre.Core.Loops;

namespace Gyre.Storage;

/// <summary>The store's schema is not what the program expects. Nothing was changed.</summary>
public class StoreSchemaException(string message) : Exception(message);

/// <summary>The store was written by a newer program. Nothing was changed.</summary>
public sealed class StoreTooNewException(string module, int found, int known)
    : StoreSchemaException(
        $"The store was written by a newer version of Gyre: module '{module}' has schema {found}, but this program supports at most "
            + $"{known}. Use the newer version, or another home.");

/// <summary>The database cannot be reached or stayed busy for too long. Trying again later is worth while.</summary>
public sealed class StoreUnavailableException : Exception, IOutageException
{
    /// <summary>Says what could not be reached.</summary>
    /// <param name="message">Without any secret.</param>
    /// <param name="outcomeUnknown">Whether the connection broke while a commit was under way.</param>
    /// <param name="inner">The cause.</param>
    public StoreUnavailableException(string message, bool outcomeUnknown, Exception inner)
        : base(message, inner) => OutcomeUnknown = outcomeUnknown;

    /// <summary>True when the transaction may or may not have been committed: look before repeating it.</summary>
    public bool OutcomeUnknown { get; }

    /// <inheritdoc/>
    public string Reason { get; init; } = "the database cannot be reached";
}

/// <summary>The artifact store on S3 cannot be reached, or its server is in trouble. Trying again later is worth while.</summary>
/// <param name="message">Says what could not be done, without any secret.</param>
public sealed class ArtifactsUnavailableException(string message) : IOException(message), IOutageException
{
    /// <inheritdoc/>
    public string Reason => "the artifact store cannot be reached";
}

/// <summary>Failures of disks that their own exceptions say only by a number.</summary>
public static class DiskFailures
{
    // ENOSPC and EDQUOT; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL as .NET gives them.
    private static readonly int[] Full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>Whether a failure says that a disk has no space left, or the user none of it.</summary>
    public static bool IsFull(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is StoreFullException || (exception is IOException && Full.Contains(exception.HResult));
    }
}

/// <summary>There is no space left. Nothing was written; it works again when there is space.</summary>
public sealed class StoreFullException(Exception inner)
    : Exception("The disk of the store is full. Free some space and try again.", inner);
