using Gyre.Core.Loops;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Home;

/// <summary>What a rule removed, or would remove.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="What">What it is about, for people.</param>
/// <param name="KeptFor">How long things are kept; null forever.</param>
/// <param name="Things">What was removed, or would be.</param>
public sealed record RetentionResult(string Rule, string What, TimeSpan? KeptFor, ExpiredThings Things);

/// <summary>Removes what a home has kept as long as its rules say. Every kind is told by the module that it belongs to.</summary>
public sealed class RetentionService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(1);
    private readonly IReadOnlyList<IExpiring> _kinds;
    private readonly RetentionRules _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <param name="kinds">What is kept for a time.</param>
    /// <param name="rules">For how long.</param>
    /// <param name="clock">Tells what is old.</param>
    /// <param name="logger">Told what was removed.</param>
    public RetentionService(IReadOnlyList<IExpiring> kinds, RetentionRules rules, TimeProvider clock, ILogger logger) =>
        (_kinds, _rules, _clock, _logger) = (kinds, rules, clock, logger);

    /// <summary>Does it every hour, while somebody drives the home.</summary>
    public IBackgroundLoop Loop => new BackgroundLoop("retention", RunAsync);

    /// <summary>Applies all rules once.</summary>
    /// <param name="dryRun">Only counts.</param>
    /// <param name="cancellationToken">Stops after the removal under way.</param>
    public async Task<IReadOnlyList<RetentionResult>> ApplyAsync(bool dryRun, CancellationToken cancellationToken)
    {
        var results = new List<RetentionResult>();
        foreach (var kind in _kinds)
        {
            var keptFor = _rules.Of(kind.Rule);
            var things = keptFor is { } time ? await kind.RemoveAsync(_clock.GetUtcNow() - time, dryRun, cancellationToken)
                : new ExpiredThings(0);
            if (!dryRun && things.Count > 0)
                _logger.Expired(kind.What, things.Count, things.Bytes);
            results.Add(new RetentionResult(kind.Rule, kind.What, keptFor, things));
        }
        return results;
    }

    private async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ApplyAsync(dryRun: false, cancellationToken);
            scope.Beat();
            await Task.Delay(BetweenLooks, _clock, cancellationToken);
        }
    }
}
