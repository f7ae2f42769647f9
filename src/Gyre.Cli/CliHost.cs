using Gyre.Cli.Homes;

namespace Gyre.Cli;

/// <summary>What a command sees of the world, so that a test can be the world.</summary>
internal sealed record CliHost
{
    /// <summary>Data goes here.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Words go here.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person looks at <see cref="Out"/>.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether a person looks at <see cref="Error"/>.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal; asked anew for each drawing, because people resize windows.</summary>
    public Func<int> Width { get; init; } = static () => 100;

    /// <summary>Rows of the terminal.</summary>
    public Func<int> Height { get; init; } = static () => 40;

    /// <summary>Environment variables.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>
    /// A secret from standard input, asked for by name and not echoed on a terminal; null when there is none. What is read from a file or
    /// a pipe is all of it, without the line
    /// break at its end.
    /// </summary>
    public Func<string, string?> ReadSecret { get; init; } = static _ => null;

    /// <summary>Whether a person types <see cref="ReadSecret"/>, so that it can be asked for more than once.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>Where relative paths begin.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Of which modules homes consist.</summary>
    public ProgramHomes Homes { get; init; } = ProgramHomes.Standard;

    /// <summary>Opens a home with its engine.</summary>
    public HomeOpener OpenHome
    {
        get => field ?? Homes.OpenAsync;
        init;
    }

    /// <summary>Opens a home that logs.</summary>
    public LoggedHomeOpener OpenLoggedHome
    {
        get => field ?? Homes.OpenAsync;
        init;
    }

    /// <summary>The server's module; null leaves its commands out.</summary>
    public IServerAccess? Server { get; init; }

    /// <summary>The first Ctrl-C: end in an orderly way.</summary>
    public CancellationToken Interrupted { get; init; }

    /// <summary>The second Ctrl-C: leave at once.</summary>
    public CancellationToken LeaveNow { get; init; }

    /// <summary>Colours are wanted, as far as nobody said otherwise.</summary>
    public bool Color => !NoColor && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") is not "dumb";

    /// <summary><c>--no-color</c> was given.</summary>
    public bool NoColor { get; init; }

    /// <summary>A path as the user gave it, from the working folder on.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, WorkingFolder);

    /// <summary>A line of words.</summary>
    public void Say(string words) => Error.WriteLine(words);
}
