namespace Gyre.Serving.Models;

/// <summary>An answer that gives something back when it is disposed.</summary>
internal sealed class HeldAnswer : HttpResponseMessage
{
    private readonly HttpResponseMessage _answer;
    private Action? _release;

    /// <param name="answer">The answer; disposed with this.</param>
    /// <param name="release">Called once.</param>
    public HeldAnswer(HttpResponseMessage answer, Action release)
        : base(answer.StatusCode)
    {
        (_answer, _release) = (answer, release);
        Content = answer.Content;
        foreach (var (name, values) in answer.Headers)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _answer.Dispose();
            Interlocked.Exchange(ref _release, null)?.Invoke();
        }
        base.Dispose(disposing);
    }
}
