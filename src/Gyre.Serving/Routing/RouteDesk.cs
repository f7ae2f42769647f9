using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Serving.Schema;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Serving.Routing;

/// <summary>Changes what a deployment serves, inside one transaction: the route, the alias that follows it, their record and the event.</summary>
internal sealed class RouteDesk(IDbSession session, DateTimeOffset now)
{
    /// <summary>Makes a deployment of its first version.</summary>
    public AddedVersion Create(NewVersion asked, TriedContent content)
    {
        if (DeploymentTable.Count(session) >= IDeployments.MostDeployments)
            throw new ServingConflictException("deployment.too-many", $"There are {IDeployments.MostDeployments} deployments.", "Delete one first.");
        var row = new DeploymentRow
        {
            Name = asked.Deployment,
            Serves = content.Form,
            Model = asked.Model,
            Alias = asked.Alias ?? "champion",
            Revision = 1,
            CreatedAt = now,
            ChangedAt = now,
        }.With(new DeploymentRoute(1, [], [])).With(asked.Settings ?? new DeploymentSettings());
        row = row with { Number = DeploymentTable.Insert(session, row) };
        var version = Insert(row, asked, content, 1);
        var change = Change(row, RouteChangeKind.Created, null, 1, asked.Cause);
        ChangeTable.Insert(session, row.Number, change);
        MoveAlias(row, version, asked.Cause);
        Append(DeploymentEvents.Created, row.Name, ("version", Value.Of(1)));
        return new AddedVersion(row.ToDeployment(), version.ToVersion(), IsNew: true);
    }

    /// <summary>Adds a version to a deployment.</summary>
    public AddedVersion Add(DeploymentRow row, NewVersion asked, TriedContent content)
    {
        var last = VersionTable.Last(session, row.Number);
        if (last >= IDeployments.MostVersions)
            throw new ServingConflictException("deployment.too-many-versions", $"The deployment has {last} versions.", "Use another deployment.");
        RequireShape(row, content);
        var version = Insert(row, asked, content, last + 1);
        Append(DeploymentEvents.VersionAdded, row.Name, ("version", Value.Of(version.Version)),
            ("policy", Value.Of(content.Digest.ToString())));
        var changed = row with { Model = asked.Model ?? row.Model, Alias = asked.Alias ?? row.Alias };
        if (asked.Settings is { } settings)
            changed = WithSettings(changed, settings);
        var route = Placed(row.ReadRoute(), asked, version.Version);
        if (asked.Role == VersionRole.Champion)
            changed = Promote(changed, version, asked.Cause, RouteChangeKind.Promoted);
        else if (route is not null || changed != row)
            changed = Save(route is null ? changed : changed.With(route), RouteChangeKind.Configured, asked.Cause).Row;
        return new AddedVersion(changed.ToDeployment(), version.ToVersion(), IsNew: false);
    }

    /// <summary>Makes a version the champion.</summary>
    public RouteResult Promote(DeploymentRow row, Promotion asked)
    {
        var champion = row.ReadRoute().Champion;
        if (asked.Expected is { } expected && expected != champion)
        {
            throw new ServingConflictException(
                "deployment.champion-changed", $"Version {champion} serves, not version {expected}.", "Look at what serves now, and decide again.");
        }
        var version = Require(row, asked.Version);
        if (champion == asked.Version)
            return new RouteResult(row.ToDeployment(), null, $"Version {champion} serves already.");
        return ResultOf(Promote(row, version, asked.Cause, RouteChangeKind.Promoted));
    }

    /// <summary>Lets the champion before the last promotion serve again.</summary>
    public RouteResult RollBack(DeploymentRow row, RouteCause cause) => ChangeTable.LastOfChampion(session, row.Number)?.ToChange() switch
    {
        { Kind: RouteChangeKind.RolledBack } last => new RouteResult(
            row.ToDeployment(), null, $"The deployment was rolled back to version {last.To} already."),
        { Kind: RouteChangeKind.Promoted, From: { } before } => ResultOf(Promote(row, Require(row, before), cause, RouteChangeKind.RolledBack)),
        _ => throw new ServingConflictException(
            "deployment.no-promotion", "The deployment has had one champion only.", "Promote another version instead."),
    };

    /// <summary>Changes canaries, shadows or settings.</summary>
    public RouteResult Configure(DeploymentRow row, Configuration asked)
    {
        var before = row.ReadRoute();
        var route = before with { Canaries = asked.Canaries ?? before.Canaries, Shadows = asked.Shadows ?? before.Shadows };
        SettingsRules.Check(route);
        foreach (var version in route.Canaries.Select(static canary => canary.Version).Concat(route.Shadows))
            Require(row, version);
        var changed = row.With(route);
        if (asked.Settings is { } settings)
        {
            if (row.Serves != ServedForm.Policy)
                throw Refusals.Of("deployment.settings", "settings", "The settings are about decisions, which a model does not make.",
                    "Leave 'settings' out.");
            changed = WithSettings(changed, settings);
        }
        if (changed == row)
            return new RouteResult(row.ToDeployment(), null, "The deployment is as asked already.");
        var (saved, change) = Save(changed, RouteChangeKind.Configured, asked.Cause);
        return new RouteResult(saved.ToDeployment(), change, null);
    }

    /// <summary>What was seen of an apprentice are rewards of its callers' choices: all watches begin from nothing when it ends.</summary>
    private DeploymentRow WithSettings(DeploymentRow row, DeploymentSettings settings)
    {
        if (settings.Apprentice is null && row.ReadSettings().Apprentice is not null)
        {
            ApprenticeTable.Remove(session, row.Number);
            WatchTable.Keep(session, row.Number, []);
            DriftTable.Remove(session, row.Number);
        }
        return row.With(settings);
    }

    private RouteResult ResultOf(DeploymentRow row) => new(
        row.ToDeployment(), ChangeTable.List(session, row.Number, 1).Single().ToChange(), null);

    private VersionRow Require(DeploymentRow row, long version) => VersionTable.Find(session, row.Number, version)
        ?? throw new ServingConflictException(
            "deployment.version-unknown", $"The deployment has no version {version}.", "Use one of its versions, or add one.");

    private void RequireShape(DeploymentRow row, TriedContent content)
    {
        if (row.Serves != content.Form)
        {
            throw Refusals.Of(
                "deployment.form", "", $"The deployment serves another form: {KebabCase.Of(row.Serves)}, not {KebabCase.Of(content.Form)}.",
                "Make another deployment for it.");
        }
        if (Require(row, row.ReadRoute().Champion).Shape == content.Shape)
            return;
        throw content.Form == ServedForm.Policy
            ? Refusals.Of(
                "deployment.shape", "policy", "The policy has other context fields or arm fields than the versions of this deployment.",
                "Keep their names and order, or make another deployment.")
            : Refusals.Of(
                "deployment.shape", "artifact", "The model has other inputs than the versions of this deployment.",
                "Keep their names, types and lengths, or make another deployment.");
    }

    private VersionRow Insert(DeploymentRow row, NewVersion asked, TriedContent content, long number)
    {
        var version = new VersionRow
        {
            Deployment = row.Number,
            Version = number,
            Policy = content.Digest,
            Kind = content.Kind,
            Shape = content.Shape,
            ModelVersion = asked.ModelVersion,
            Description = asked.Description,
            AddedBy = asked.Cause.By,
            CreatedAt = now,
        };
        VersionTable.Insert(session, version);
        VersionTable.InsertFiles(session, version, content.Files);
        return version;
    }

    /// <summary>The route with a new canary or shadow; null when it stays.</summary>
    private static DeploymentRoute? Placed(DeploymentRoute route, NewVersion asked, long version)
    {
        var placed = asked.Role switch
        {
            VersionRole.Canary => route with { Canaries = route.Canaries.Add(new Canary(version, asked.Share)) },
            VersionRole.Shadow => route with { Shadows = route.Shadows.Add(version) },
            _ => null,
        };
        if (placed is not null)
            SettingsRules.Check(placed);
        return placed;
    }

    private DeploymentRow Promote(DeploymentRow row, VersionRow version, RouteCause cause, RouteChangeKind kind)
    {
        var before = row.ReadRoute();
        var canaries = before.Canaries.RemoveAll(canary => canary.Version == version.Version);
        if (kind == RouteChangeKind.Promoted)
            canaries = WithHeldBack(row, canaries, before.Champion);
        var route = new DeploymentRoute(version.Version, canaries, before.Shadows.Remove(version.Version));
        var saved = Save(row.With(route), kind, cause, before.Champion).Row;
        MoveAlias(saved, version, cause);
        return saved;
    }

    /// <summary>The champion before keeps a share, where the rule wants that and the route has room for it.</summary>
    private static ImmutableArray<Canary> WithHeldBack(DeploymentRow row, ImmutableArray<Canary> canaries, long champion)
    {
        var share = row.ReadSettings().CanaryRule?.HoldBack ?? 0;
        var hasRoom = canaries.Sum(static canary => canary.Share) + share < 1 && canaries.Length < SettingsRules.MaxRoutes;
        return share > 0 && hasRoom ? canaries.Add(new Canary(champion, share)) : canaries;
    }

    private (DeploymentRow Row, RouteChange Change) Save(DeploymentRow row, RouteChangeKind kind, RouteCause cause, long? from = null)
    {
        var saved = row with { Revision = row.Revision + 1, ChangedAt = now };
        var champion = saved.ReadRoute().Champion;
        var change = Change(saved, kind, from ?? champion, champion, cause);
        DeploymentTable.Update(session, saved);
        ChangeTable.Insert(session, saved.Number, change);
        var reason = cause.Reason is { } text ? Value.Of(text) : null;
        if (kind == RouteChangeKind.Configured)
            Append(DeploymentEvents.Configured, saved.Name, ("version", Value.Of(champion)), ("reason", reason));
        else
            Append(
                kind == RouteChangeKind.Promoted ? DeploymentEvents.Promoted : DeploymentEvents.RolledBack, saved.Name,
                ("version", Value.Of(champion)), ("previous", Value.Of(change.From!.Value)), ("reason", reason));
        return (saved, change);
    }

    private RouteChange Change(DeploymentRow row, RouteChangeKind kind, long? from, long to, RouteCause cause) => new()
    {
        Revision = row.Revision,
        Kind = kind,
        From = from,
        To = to,
        Reason = cause.Reason,
        Evidence = cause.Evidence,
        By = cause.By,
        At = now,
    };

    private void MoveAlias(DeploymentRow row, VersionRow version, RouteCause cause)
    {
        if (row.Model is not { } model || version.ModelVersion is not { } number)
            return;
        var move = new NewAliasMove { Alias = row.Alias, Version = number, Reason = cause.Reason, Evidence = cause.Evidence, By = cause.By };
        try
        {
            AliasLedger.Move(session, model, move, now);
        }
        catch (TrackingException refusal)
        {
            // The transaction ends with this: neither the route nor the alias has moved.
            throw new ServingConflictException("deployment.alias", refusal.Message, "Register the model and its version first.");
        }
    }

    private void Append(EventType type, string name, params ReadOnlySpan<(string Name, Value? Value)> data)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>(data.Length + 1);
        entries.Add(KeyValuePair.Create("name", Value.Of(name)));
        foreach (var (field, value) in data)
        {
            if (value is not null)
                entries.Add(KeyValuePair.Create(field, value));
        }
        session.Append(new NewEvent(type, $"deployment/{name}", now, new MapValue(entries.ToImmutable())));
    }
}
