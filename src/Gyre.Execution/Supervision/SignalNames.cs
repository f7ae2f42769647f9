namespace Gyre.Execution.Supervision;

/// <summary>Words for the signals people meet.</summary>
internal static class SignalNames
{
    /// <summary>The name in parentheses after a space, or nothing.</summary>
    public static string Of(int? signal) => signal switch
    {
        1 => " (SIGHUP)",
        2 => " (SIGINT)",
        3 => " (SIGQUIT)",
        4 => " (SIGILL)",
        6 => " (SIGABRT)",
        7 => " (SIGBUS)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL; often caused by running out of memory)",
        11 => " (SIGSEGV)",
        13 => " (SIGPIPE)",
        15 => " (SIGTERM)",
        _ => "",
    };
}
