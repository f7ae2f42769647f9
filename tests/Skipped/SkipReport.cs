using System.Globalization;
using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.TestHost;
using Microsoft.Testing.Platform.Messages;
using Microsoft.Testing.Platform.Services;

namespace Gyre.Skipped;

/// <summary>
/// Counts skipped tests by their reasons and hands each reason over as a file of the test run: <c>dotnet test</c> names those last, under everything that the projects
/// printed. Every test project compiles this file; <c>Directory.Build.props</c> registers it.
/// </summary>
internal sealed class SkipReport(IMessageBus bus) : IDataConsumer, IDataProducer, ITestSessionLifetimeHandler
{
    private readonly SortedDictionary<string, List<string>> _namesByReason = new(StringComparer.Ordinal);

    public string Uid => nameof(SkipReport);

    public string Version => "1";

    public string DisplayName => "Skipped tests";

    public string Description => "Says at the end of a test run what was skipped and why.";

    public Type[] DataTypesConsumed => [typeof(TestNodeUpdateMessage)];

    public Type[] DataTypesProduced => [typeof(SessionFileArtifact)];

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public Task OnTestSessionStartingAsync(ITestSessionContext testSessionContext) => Task.CompletedTask;

    public Task ConsumeAsync(IDataProducer dataProducer, IData value, CancellationToken cancellationToken)
    {
        if (value is not TestNodeUpdateMessage { TestNode: var node } || node.Properties.SingleOrDefault<SkippedTestNodeStateProperty>() is not { } skipped)
            return Task.CompletedTask;
        var reason = skipped.Explanation ?? "for no reason";
        if (!_namesByReason.TryGetValue(reason, out var names))
            _namesByReason.Add(reason, names = []);
        names.Add(node.DisplayName);
        return Task.CompletedTask;
    }

    public async Task OnTestSessionFinishingAsync(ITestSessionContext testSessionContext)
    {
        var folder = Directory.CreateDirectory(Path.Join(AppContext.BaseDirectory, "skipped")).FullName;
        foreach (var file in Directory.EnumerateFiles(folder))
            File.Delete(file);
        foreach (var (reason, names) in _namesByReason)
        {
            var file = new FileInfo(Path.Join(folder, NameOf(reason, names.Count)));
            await File.WriteAllLinesAsync(file.FullName, [reason, .. names], testSessionContext.CancellationToken);
            await bus.PublishAsync(this, new SessionFileArtifact(testSessionContext.SessionUid, file, file.Name, reason));
        }
    }

    /// <summary>Of a file only the path is printed, so the path is what there is to say.</summary>
    private static string NameOf(string reason, int tests)
    {
        const int Longest = 150;
        var words = string.Concat(reason.Where(letter => !"/\\:*?\"<>|\r\n".Contains(letter, StringComparison.Ordinal))).TrimEnd('.');
        return string.Create(CultureInfo.InvariantCulture, $"{tests} {(tests == 1 ? "test" : "tests")} - {(words.Length > Longest ? words[..Longest] : words)}");
    }
}

/// <summary>What the test host calls when it starts.</summary>
public static class SkipReportHook
{
    /// <summary>Registers the report.</summary>
    public static void AddExtensions(ITestApplicationBuilder builder, string[] arguments)
    {
        _ = arguments;
        var report = new CompositeExtensionFactory<SkipReport>(services => new SkipReport(services.GetMessageBus()));
        builder.TestHost.AddDataConsumer(report);
        builder.TestHost.AddTestSessionLifetimeHandler(report);
    }
}
