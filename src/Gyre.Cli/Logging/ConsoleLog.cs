using System.Globalization;
using Gyre.Core.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Gyre.Cli.Logging;

/// <summary>
/// Writes messages with their scopes in the form of a console. Secrets are masked in the message, its values, the scopes and the
/// exception, before any of them is put into that form, so that no quoting hides one.
/// </summary>
/// <param name="formatter">The form.</param>
/// <param name="secrets">What is masked.</param>
/// <param name="target">Where it goes, a whole message at a time.</param>
internal sealed class ConsoleLog(
    ConsoleFormatter formatter, KnownSecrets secrets, TextWriter target) : ILoggerProvider, ISupportExternalScope
{
    private readonly Lock _lock = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // Neither is ours.
    }

    private void Write<TState>(in LogEntry<TState> entry)
    {
        var values = entry.State as IEnumerable<KeyValuePair<string, object?>>;
        var masked = new MaskedValues(secrets, entry.Formatter(entry.State, entry.Exception), values);
        var exception = entry.Exception is null ? null : new MaskedException(secrets.Mask(entry.Exception.ToString()));
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var whole =
            new LogEntry<MaskedValues>(
                entry.LogLevel, entry.Category, entry.EventId, masked, exception, static (said, _) => said.ToString());
        formatter.Write(whole, new MaskedScopes(secrets, _scopes), text);
        lock (_lock)
            target.Write(text.ToString());
    }

    private sealed class Writer(ConsoleLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
        }
    }

    /// <summary>A message or a scope with its values.</summary>
    private sealed class MaskedValues(KnownSecrets secrets, string text, IEnumerable<KeyValuePair<string, object?>>? values)
        : IReadOnlyList<KeyValuePair<string, object?>>
    {
        private readonly List<KeyValuePair<string, object?>> _values = Mask(secrets, values);
        private readonly string _text = secrets.Mask(text);

        public int Count => _values.Count;

        public KeyValuePair<string, object?> this[int index] => _values[index];

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

        public override string ToString() => _text;

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private static List<KeyValuePair<string, object?>> Mask(KnownSecrets secrets, IEnumerable<KeyValuePair<string, object?>>? values)
        {
            var masked = new List<KeyValuePair<string, object?>>();
            foreach (var (name, value) in values ?? [])
                masked.Add(new(name, Mask(secrets, value)));
            return masked;
        }

        /// <summary>Numbers and truth values hold no secret and stay what they are.</summary>
        private static object? Mask(KnownSecrets secrets, object? value) =>
            value is null || value.GetType().IsPrimitive
                ? value
                : secrets.Mask(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
    }

    private sealed class MaskedScopes(KnownSecrets secrets, IExternalScopeProvider inner) : IExternalScopeProvider
    {
        public IDisposable Push(object? state) => inner.Push(state);

        public void ForEachScope<TState>(Action<object?, TState> callback, TState state) =>
            inner.ForEachScope((scope, passed) => callback(Mask(scope), passed), state);

        private object Mask(object? scope) => scope is IEnumerable<KeyValuePair<string, object?>> values
            ? new MaskedValues(secrets, scope.ToString() ?? "", values)
            : secrets.Mask(Convert.ToString(scope, CultureInfo.InvariantCulture) ?? "");
    }

    private sealed class MaskedException(string text) : Exception
    {
        public override string ToString() => text;
    }
}
