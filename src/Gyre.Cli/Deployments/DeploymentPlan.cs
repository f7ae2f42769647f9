using System.Globalization;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Deployments;

/// <summary>What a version shall serve.</summary>
/// <param name="Form"><c>policy</c>, <c>model</c> or <c>command</c>.</param>
/// <param name="Digest">Its content; that of its description for a program.</param>
/// <param name="Label">What it is, for people.</param>
/// <param name="ModelVersion">The version of the registered model that it is; null when that does not matter.</param>
internal sealed record WantedVersion(string Form, Digest Digest, string Label, long? ModelVersion = null);

/// <summary>A canary that there shall be.</summary>
internal sealed record WantedCanary(WantedVersion Version, double Share);

/// <summary>A deployment as it shall be; null where nothing is said.</summary>
internal sealed record WantedDeployment
{
    public required string Name { get; init; }

    public WantedVersion? Champion { get; init; }

    /// <summary>Whether the champion is only for a deployment that is not there yet.</summary>
    public bool FirstOnly { get; init; }

    public string? Model { get; init; }

    public string? Alias { get; init; }

    /// <summary>All settings, none null that has a default.</summary>
    public DeploymentSettingsInfo? Settings { get; init; }

    public IReadOnlyList<WantedCanary>? Canaries { get; init; }

    public IReadOnlyList<WantedVersion>? Shadows { get; init; }
}

/// <summary>A deployment as it is.</summary>
/// <param name="Info">The deployment.</param>
/// <param name="Versions">Its versions, the newest first.</param>
internal sealed record CurrentDeployment(DeploymentInfo Info, IReadOnlyList<DeploymentVersionInfo> Versions);

/// <summary>What became of a deployment, or would become of it.</summary>
internal enum DeploymentOutcome
{
    Unchanged,
    Created,
    Changed,

    /// <summary>There is nothing that it could be made of.</summary>
    Skipped,

    /// <summary>What is declared does not fit what is there, or was refused.</summary>
    Failed,
}

/// <summary>A change.</summary>
/// <param name="Text">What it changes, for people.</param>
internal abstract record DeploymentChange(string Text);

/// <summary>A new version becomes the champion; it makes the deployment when there is none.</summary>
internal sealed record AddChampion(WantedVersion Version, DeploymentSettingsInfo? Settings, string Text) : DeploymentChange(Text);

/// <summary>A version that is there becomes the champion.</summary>
internal sealed record PromoteKnown(long Version, string Text) : DeploymentChange(Text);

/// <summary>A new version is kept, for a place in the route that another change gives it.</summary>
internal sealed record AddIdle(WantedVersion Version, string Text) : DeploymentChange(Text);

/// <summary>Other canaries, shadows or settings; null stays.</summary>
internal sealed record ConfigureRoute(
    IReadOnlyList<(Placed Version, double Share)>? Canaries, IReadOnlyList<Placed>? Shadows, DeploymentSettingsInfo? Settings, string Text)
    : DeploymentChange(Text);

/// <summary>A version in a route.</summary>
/// <param name="Wanted">What it serves.</param>
/// <param name="Known">Its number; null when a change before this one adds it.</param>
internal sealed record Placed(WantedVersion Wanted, long? Known);

/// <summary>What has to change so that a deployment is as declared. Pure.</summary>
internal sealed record DeploymentPlan
{
    public required string Name { get; init; }

    public required DeploymentOutcome Outcome { get; init; }

    /// <summary>In the order in which they are made.</summary>
    public IReadOnlyList<DeploymentChange> Changes { get; init; } = [];

    /// <summary>Why nothing can be done; null when something can, or nothing has to.</summary>
    public string? Reason { get; init; }

    /// <summary>Compares what is declared with what is there.</summary>
    /// <param name="wanted">As it shall be.</param>
    /// <param name="current">As it is; null when there is none.</param>
    public static DeploymentPlan Make(WantedDeployment wanted, CurrentDeployment? current)
    {
        if (current is null)
            return wanted.Champion is { } first ? Creating(wanted, first) : new DeploymentPlan
            {
                Name = wanted.Name,
                Outcome = DeploymentOutcome.Skipped,
                Reason = "It does not exist, and the declaration has no content for its first version.",
            };
        var form = wanted.Champion?.Form ?? wanted.Canaries?.Select(static one => one.Version.Form).FirstOrDefault()
            ?? wanted.Shadows?.Select(static one => one.Form).FirstOrDefault() ?? (wanted.Settings is null ? null : "policy");
        if (form is not null && form != current.Info.Serves)
            return new DeploymentPlan
            {
                Name = wanted.Name,
                Outcome = DeploymentOutcome.Failed,
                Reason = $"The deployment serves another form: {current.Info.Serves}, not {form}.",
            };
        var changes = Changing(wanted, current);
        return new DeploymentPlan
        {
            Name = wanted.Name,
            Outcome = changes.Count == 0 ? DeploymentOutcome.Unchanged : DeploymentOutcome.Changed,
            Changes = changes,
        };
    }

    private static DeploymentPlan Creating(WantedDeployment wanted, WantedVersion first)
    {
        var changes = new List<DeploymentChange> { new AddChampion(first, wanted.Settings, first.Label) };
        AddRoute(changes, wanted, new RouteNow([], 0, [], []), settings: null);
        return new DeploymentPlan { Name = wanted.Name, Outcome = DeploymentOutcome.Created, Changes = changes };
    }

    private static List<DeploymentChange> Changing(WantedDeployment wanted, CurrentDeployment current)
    {
        var (info, versions) = current;
        var changes = new List<DeploymentChange>();
        var settings = wanted.Settings is { } asked && asked != info.Settings ? asked : null;
        var champion = info.Champion;
        var canaries = info.Canaries;
        if (wanted.Champion is { } content && !wanted.FirstOnly)
        {
            var model = ModelText(wanted, info);
            var serves = versions.FirstOrDefault(version => version.Version == info.Champion);
            if (model is null && serves is not null && Matches(serves, content))
            {
                // It serves already.
            }
            else if (model is null && versions.FirstOrDefault(version => Matches(version, content)) is { } known)
            {
                changes.Add(new PromoteKnown(known.Version, $"{content.Label} (version {known.Version})"));
                champion = known.Version;
            }
            else
            {
                var text = model is null ? content.Label : $"{model}, as a new version with {content.Label}";
                if (settings is not null)
                    text += $", {SettingsText.Of(info.Settings, settings)}";
                changes.Add(new AddChampion(content, settings, text));
                (champion, settings) = (0, null);
            }
        }
        // Where the rule lets the champion before keep a share, a change of the champion changes the canaries.
        var held = champion != info.Champion && (wanted.Settings ?? info.Settings).CanaryRule?.HoldBack > 0;
        var now = new RouteNow(
            versions, champion, [.. canaries.Where(one => one.Version != champion)], [.. info.Shadows.Where(one => one != champion)])
        {
            IsUncertain = held,
        };
        AddRoute(changes, wanted, now, settings, settings is null ? null : SettingsText.Of(info.Settings, settings));
        return changes;
    }

    private static void AddRoute(
        List<DeploymentChange> changes, WantedDeployment wanted, RouteNow now, DeploymentSettingsInfo? settings,
        string? settingsText = null)
    {
        var taken = new HashSet<long> { now.Champion };
        long[] canariesNow = [.. now.Canaries.Select(static canary => canary.Version)];
        var canaries = wanted.Canaries?.Select(one => (Version: Place(one.Version, canariesNow), one.Share)).ToList();
        var shadows = wanted.Shadows?.Select(one => Place(one, now.Shadows)).ToList();
        var newCanaries = canaries is not null && (now.IsUncertain
            || !canaries.Select(static one => (one.Version.Known, one.Share)).Order()
                .SequenceEqual(now.Canaries.Select(static one => ((long?)one.Version, one.Share)).Order()));
        var newShadows = shadows is not null
            && !shadows.Select(static one => one.Known).Order().SequenceEqual(now.Shadows.Select(static one => (long?)one).Order());
        if (!newCanaries && !newShadows && settings is null)
            return;
        foreach (var one in (canaries ?? []).Select(static one => one.Version).Concat(shadows ?? []).Where(static one => one.Known is null))
            changes.Add(new AddIdle(one.Wanted, $"a new version with {one.Wanted.Label}"));
        string[] texts =
        [
            .. settingsText is null ? (string[])[] : [settingsText],
            .. newCanaries ? (string[])[$"canaries {Listed(canaries!.Select(static one => CanaryText(one.Version, one.Share)))}"] : [],
            .. newShadows ? (string[])[$"shadows {Listed(shadows!.Select(static one => one.Wanted.Label))}"] : [],
        ];
        changes.Add(new ConfigureRoute(newCanaries ? canaries : null, newShadows ? shadows : null, settings, string.Join(", ", texts)));

        // A version that has the place already, else another one with the content, else a new one.
        Placed Place(WantedVersion version, IEnumerable<long> there)
        {
            var matching = now.Versions.Where(one => Matches(one, version) && !taken.Contains(one.Version))
                .Select(static one => one.Version).ToList();
            var known = matching.Where(there.Contains).Concat(matching).Select(static one => (long?)one).FirstOrDefault();
            if (known is { } number)
                taken.Add(number);
            return new Placed(version, known);
        }
    }

    private static bool Matches(DeploymentVersionInfo version, WantedVersion wanted) =>
        version.Policy == wanted.Digest && (wanted.ModelVersion is null || wanted.ModelVersion == version.ModelVersion);

    private static string? ModelText(WantedDeployment wanted, DeploymentInfo info)
    {
        string?[] texts =
        [
            wanted.Model is { } model && model != info.Model ? $"model {info.Model ?? "none"} -> {model}" : null,
            wanted.Alias is { } alias && alias != info.Alias ? $"alias {info.Alias} -> {alias}" : null,
        ];
        return texts.Any(static text => text is not null) ? string.Join(", ", texts.OfType<string>()) : null;
    }

    private static string CanaryText(Placed version, double share) =>
        $"{version.Wanted.Label} with {share.ToString(CultureInfo.InvariantCulture)}";

    private static string Listed(IEnumerable<string> items) => string.Join(" and ", items) is { Length: > 0 } text ? text : "none";

    /// <summary>What is known of a route when its places are given out.</summary>
    private sealed record RouteNow(
        IReadOnlyList<DeploymentVersionInfo> Versions, long Champion, IReadOnlyList<CanaryInfo> Canaries, IReadOnlyList<long> Shadows)
    {
        /// <summary>Whether canaries may come to it by the changes before.</summary>
        public bool IsUncertain { get; init; }
    }
}
