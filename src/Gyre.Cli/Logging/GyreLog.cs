using Gyre.Core.Logging;
using Gyre.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Gyre.Cli.Logging;

/// <summary>The log of this process, and the secrets that it masks.</summary>
internal sealed class GyreLog : IDisposable
{
    private const string Timestamps = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    private readonly ServiceProvider _forms;

    private GyreLog(ServiceProvider forms, ILoggerFactory factory, KnownSecrets secrets) =>
        (_forms, Factory, Secrets) = (forms, factory, secrets);

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Factory { get; }

    /// <summary>What is masked.</summary>
    public KnownSecrets Secrets { get; }

    /// <summary>Opens a log.</summary>
    /// <param name="settings">What is logged, and how.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="storage">Addresses that may hold passwords.</param>
    public static GyreLog Open(LogSettings settings, TextWriter target, StorageOptions storage)
    {
        var secrets = new KnownSecrets(SecretSources.TokenPrefix);
        secrets.Add(SecretSources.Of(storage));
        var forms = Forms();
        var name = settings.Format == LogFormat.Json ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple;
        var log = new ConsoleLog(forms.GetServices<ConsoleFormatter>().First(form => form.Name == name), secrets, target);
        return new GyreLog(forms, LoggerFactory.Create(logging => logging.SetMinimumLevel(settings.Level).AddProvider(log)), secrets);
    }

    public void Dispose()
    {
        Factory.Dispose();
        _forms.Dispose();
    }

    /// <summary>The forms of the usual console, which tools that read logs know.</summary>
    private static ServiceProvider Forms() =>
        new ServiceCollection()
            .AddLogging(static logging => logging.AddJsonConsole(static json => Set(json, "O")).AddSimpleConsole(SetPlain))
        .BuildServiceProvider();

    private static void SetPlain(SimpleConsoleFormatterOptions plain)
    {
        Set(plain, Timestamps);
        plain.SingleLine = true;
        plain.ColorBehavior = LoggerColorBehavior.Disabled;
    }

    private static void Set(ConsoleFormatterOptions options, string timestamps)
    {
        options.IncludeScopes = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = timestamps;
    }
}
