namespace Gyre.Execution;

/// <summary>The folder of an attempt that is over, for backups.</summary>
public static class AttemptBackup
{
    /// <summary>
    /// Copies what is kept of an attempt that has ended: its result, log and metadata. Its order is left out, because it may hold
    /// secrets, and so is its work. Nothing is copied of an attempt that has not
    /// ended: an engine that finds no trace of it starts it again.
    /// </summary>
    /// <param name="from">The folder of the attempt.</param>
    /// <param name="to">A folder that does not exist yet.</param>
    /// <returns>Whether it had ended.</returns>
    public static bool TryCopy(string from, string to)
    {
        var (source, target) = (new AttemptFolder(from), new AttemptFolder(to));
        if (!File.Exists(source.Verdict) || !File.Exists(source.Result))
            return false;
        Directory.CreateDirectory(to);
        (string From, string To)[] files =
        [
            (source.Claim, target.Claim), (source.Log, target.Log), (source.Metadata, target.Metadata), (source.System, target.System),
                (source.Status, target.Status),
            (source.Verdict, target.Verdict), (source.Result, target.Result),
        ];
        foreach (var (file, copy) in files.Where(static pair => File.Exists(pair.From)))
            File.Copy(file, copy);
        return true;
    }
}
