namespace Gyre.Cli;

/// <summary>Every exit code of the program. Scripts rely on them.</summary>
internal static class CliExitCodes
{
    /// <summary>Done; for a run: it succeeded, or was stopped by a condition of its own.</summary>
    public const int Done = 0;

    /// <summary>The work failed.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or bad input; nothing was changed.</summary>
    public const int BadInput = 2;

    /// <summary>Interrupted from the keyboard or by a signal.</summary>
    public const int Interrupted = 130;
}
