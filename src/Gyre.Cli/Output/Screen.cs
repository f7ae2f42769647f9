using System.Text;
using Spectre.Console;

namespace Gyre.Cli.Output;

/// <summary>Lets Spectre.Console draw on a writer of ours instead of asking the process's console.</summary>
internal sealed class Screen : IAnsiConsoleOutput
{
    private readonly CliHost _host;

    private Screen(TextWriter writer, CliHost host)
    {
        Writer = writer;
        _host = host;
    }

    /// <inheritdoc/>
    public TextWriter Writer { get; }

    /// <inheritdoc/>
    public bool IsTerminal => true;

    /// <inheritdoc/>
    public int Width => _host.Width();

    /// <inheritdoc/>
    public int Height => _host.Height();

    /// <summary>A console on a writer that a person looks at.</summary>
    public static IAnsiConsole For(TextWriter writer, CliHost host) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new Screen(writer, host),
        // On Windows the console must be asked to understand escape sequences, which detection does.
        Ansi = OperatingSystem.IsWindows() ? AnsiSupport.Detect : AnsiSupport.Yes,
        ColorSystem = host.Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.Yes,
    });

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding)
    {
    }
}
