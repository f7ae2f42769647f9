using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Decisions;

/// <summary>Reads the log.</summary>
internal sealed class DecisionReader(IDatabase database)
{
    private const int MostListed = 1000;
    private const int ExportedAtOnce = 5000;

    public Task<LoggedDecision?> FindAsync(string deployment, string decision, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            if (DeploymentTable.Find(session, deployment) is not { } row || DecisionTable.Find(session, row.Number, decision) is not { } found)
                return null;
            var rewards = RewardTable.Of(session, row.Number, [decision])[decision];
            return found.ToLogged() with { Rewards = [.. rewards.Select(static reward => reward.ToReward())] };
        },
        cancellationToken);

    public Task<DecisionPage?> ListAsync(string deployment, DecisionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > MostListed)
            throw Refusals.Of("decision.limit", "limit", $"The limit is {query.Limit}.", $"It must be from 1 to {MostListed}.");
        return database.ReadAsync(
            session =>
            {
                if (DeploymentTable.Find(session, deployment) is not { } row)
                    return null;
                var rows = DecisionTable.List(session, row.Number, query, query.Limit + 1);
                var shown = rows.Take(query.Limit).Select(static one => one.ToLogged()).ToList();
                return new DecisionPage(shown, rows.Count > query.Limit ? shown[^1].Number : null);
            },
            cancellationToken);
    }

    public Task<RewardBooks?> BooksAsync(string deployment, CancellationToken cancellationToken) => database.ReadAsync(
        session => DeploymentTable.Find(session, deployment) is { } row ? BookTable.Read(session, row.Number) : null, cancellationToken);

    /// <summary>Settled decisions, the oldest first, page by page so that a long log holds up nobody.</summary>
    public async Task<DecisionLog> ExportAsync(ServedDeployment served, DecisionQuery query, int mostRows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostRows, 1);
        var rows = new List<DecisionRow>();
        for (var isWhole = false; !isWhole;)
        {
            var after = rows.Count == 0 ? 0 : rows[^1].Number;
            var page = await database.ReadAsync(
                session => DecisionTable.Settled(session, served.Number, query, after, ExportedAtOnce), cancellationToken);
            rows.AddRange(page);
            if (rows.Count > mostRows)
            {
                throw Refusals.Of(
                    "decision.export", "mostRows", $"There are more than {mostRows} decisions.", "Choose a shorter time, or filter them.");
            }
            isWhole = page.Count < ExportedAtOnce;
        }
        return ToLog(served.Specification, rows);
    }

    /// <summary>The same, in a file instead of memory, and all of one moment.</summary>
    public async Task<IDecisionExport> OpenAsync(ServedDeployment served, DecisionQuery query, CancellationToken cancellationToken)
    {
        if (query.Outcome == DecisionOutcome.Pending)
        {
            throw Refusals.Of(
                "decision.export-pending", "outcome", "Pending decisions have no final reward to learn from.",
                "Export 'joined' or 'defaulted' decisions, or leave the outcome out for both.");
        }
        if (query.From >= query.To)
            throw Refusals.Of("figures.time", "to", "The time ends before it begins.", "Give a 'to' that is later than 'from'.");
        var spool = new LogSpool(served.Specification);
        try
        {
            await database.ReadAsync(session => Copy(session, served.Number, query, spool, cancellationToken), cancellationToken);
            return spool;
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    private static bool Copy(IDbSession session, long deployment, DecisionQuery query, LogSpool spool, CancellationToken cancellationToken)
    {
        spool.Clear();
        for (var isWhole = false; !isWhole;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = DecisionTable.Settled(session, deployment, query, spool.Last ?? 0, ExportedAtOnce);
            spool.Add(rows);
            isWhole = rows.Count < ExportedAtOnce;
        }
        return true;
    }

    /// <summary>Rows to learn from, in their order.</summary>
    public static DecisionLog ToLog(PolicySpecification specification, IReadOnlyList<DecisionRow> rows)
    {
        var contexts = new DenseMatrix(rows.Count, specification.ContextFields.Length + specification.ArmFields.Length);
        for (var i = 0; i < rows.Count; i++)
            Fill(rows[i], contexts.Row(i));
        return ToLog(specification, rows, contexts);
    }

    /// <param name="specification">Says how the numbers are called.</param>
    /// <param name="rows">What else is in the log; their requests are not looked at.</param>
    /// <param name="contexts">The numbers of each row.</param>
    public static DecisionLog ToLog(PolicySpecification specification, IReadOnlyList<DecisionRow> rows, DenseMatrix contexts)
    {
        ImmutableArray<string> fields = [.. specification.ContextFields, .. specification.ArmFields];
        ImmutableArray<string> arms = [.. rows.Select(static row => row.Arm).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var indexes = arms.Index().ToDictionary(static one => one.Item, static one => one.Index, StringComparer.Ordinal);
        return new DecisionLog
        {
            ContextFields = fields,
            Contexts = contexts,
            Arms = arms,
            Chosen = [.. rows.Select(row => indexes[row.Arm])],
            Propensities = [.. rows.Select(static row => row.Propensity)],
            Rewards = [.. rows.Select(static row => row.Reward)],
            Ids = [.. rows.Select(static row => row.Id)],
            Times = [.. rows.Select(static row => row.DecidedAt.ToString("O", CultureInfo.InvariantCulture))],
            Sources = [.. rows.Select(static row => KebabCase.Of((DecisionSource)row.Source))],
        };
    }

    /// <summary>The context, and behind it the features of the chosen arm where arms have some.</summary>
    public static void Fill(DecisionRow row, Span<double> values)
    {
        var request = JsonSerializer.Deserialize(row.Request, ServingJson.Default.RequestDocument)!;
        request.Context.CopyTo(values);
        if (request.Features is { } features)
            features[row.ArmIndex].CopyTo(values[request.Context.Length..]);
    }
}
