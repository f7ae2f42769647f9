using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Programs;

/// <summary>Takes the lines of a program: into the log, and the last ones for the message when it ends.</summary>
internal sealed class ProgramOutput(string deployment, ILogger logger)
{
    private const int Kept = 20;
    private const int MostOfLine = 500;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();

    public string LastLines
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _last);
        }
    }

    public void Add(string line)
    {
        var shown = line.Length <= MostOfLine ? line : line[..MostOfLine] + "...";
        lock (_lock)
        {
            _last.Enqueue(shown);
            if (_last.Count > Kept)
                _last.Dequeue();
        }
        logger.ProgramSaid(deployment, shown);
    }
}
