using System.Collections.Immutable;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Projects;
using Gyre.Serving;

namespace Gyre.Cli.Deployments;

/// <summary>Makes deployments as a project file declares them.</summary>
/// <param name="desk">Where they are; null for a home that is not there yet, where nothing can be applied.</param>
/// <param name="folder">Folder of the project.</param>
/// <param name="reason">Kept with the changes, or null.</param>
internal sealed class DeclaredDesk(IDeploymentDesk? desk, string folder, string? reason)
{
    private const string UsualReason = "Declared in the project file.";

    /// <summary>A deployment with what has to change.</summary>
    public sealed record Prepared(DeploymentDeclaration Declared, ImmutableArray<DeclaredVersion> Versions, DeploymentPlan Plan);

    /// <summary>Looks at all of them before anything is changed.</summary>
    /// <exception cref="InvalidInputException">
    /// A file cannot be used, or what is declared does not fit what is there; all problems at once.
    /// </exception>
    public async Task<IReadOnlyList<Prepared>> PrepareAsync(
        IReadOnlyList<DeploymentDeclaration> declarations, CancellationToken cancellationToken)
    {
        var prepared = new List<Prepared>();
        var problems = new List<Diagnostic>();
        foreach (var declared in declarations)
        {
            var current = await CurrentAsync(declared.Name, cancellationToken);
            var isThere = current is not null;
            var versions = ImmutableArray.CreateBuilder<DeclaredVersion>();
            var before = problems.Count;
            foreach (var content in ContentsOf(declared, isThere))
            {
                try
                {
                    versions.Add(await DeclaredVersion.ReadAsync(content, folder, cancellationToken));
                }
                catch (InvalidInputException refusal)
                {
                    problems.AddRange(refusal.Diagnostics.Select(one => At(content.Place, one)));
                }
            }
            if (problems.Count > before)
                continue;
            var plan = DeploymentPlan.Make(WantedOf(declared, versions), current);
            if (plan.Outcome == DeploymentOutcome.Failed)
                problems.Add(declared.Place.Error(
                    "deployment.form", $"'{plan.Name}': {plan.Reason}", "Declare another deployment for it."));
            prepared.Add(new Prepared(declared, versions.ToImmutable(), plan));
        }
        return problems.Count == 0 ? prepared : throw new InvalidInputException(problems);
    }

    /// <summary>Makes the changes of one, in their order; one that is refused ends it, and those before it stay.</summary>
    /// <exception cref="InvalidInputException">A change was refused; it names the place of the declaration.</exception>
    public async Task ApplyAsync(Prepared prepared, CancellationToken cancellationToken)
    {
        var added = new Dictionary<WantedVersion, Queue<long>>();
        foreach (var change in prepared.Plan.Changes)
        {
            var place = change switch
            {
                AddChampion add => Find(prepared, add.Version).Content.Place,
                AddIdle add => Find(prepared, add.Version).Content.Place,
                _ => prepared.Declared.Place,
            };
            try
            {
                await ApplyAsync(prepared, change, added, cancellationToken);
            }
            catch (InvalidInputException refusal)
            {
                throw new InvalidInputException([.. refusal.Diagnostics.Select(one => At(place, one))]);
            }
        }
    }

    private async Task ApplyAsync(
        Prepared prepared, DeploymentChange change, Dictionary<WantedVersion, Queue<long>> added, CancellationToken cancellationToken)
    {
        var declared = prepared.Declared;
        var why = reason ?? UsualReason;
        switch (change)
        {
            case AddChampion add:
                await AddAsync(prepared, add.Version, "champion", add.Settings, cancellationToken);
                break;
            case AddIdle add:
                var version = await AddAsync(prepared, add.Version, "idle", null, cancellationToken);
                if (!added.TryGetValue(add.Version, out var queue))
                    added[add.Version] = queue = new Queue<long>();
                queue.Enqueue(version);
                break;
            case PromoteKnown promote:
                await desk!.PromoteAsync(declared.Name, new PromoteRequest { Version = promote.Version, Reason = why }, cancellationToken);
                break;
            case ConfigureRoute configure:
                var request = new ConfigureDeploymentRequest
                {
                    Canaries = configure.Canaries is { } canaries
                        ? [.. canaries.Select(one => new CanaryInfo { Version = NumberOf(one.Version), Share = one.Share })]
                        : null,
                    Shadows = configure.Shadows is { } shadows ? [.. shadows.Select(NumberOf)] : null,
                    Settings = configure.Settings,
                    Reason = why,
                };
                await desk!.ConfigureAsync(declared.Name, request, cancellationToken);
                break;
        }

        long NumberOf(Placed placed) => placed.Known ?? added[placed.Wanted].Dequeue();
    }

    private async Task<long> AddAsync(
        Prepared prepared, WantedVersion wanted, string role, DeploymentSettingsInfo? settings, CancellationToken cancellationToken)
    {
        var version = Find(prepared, wanted);
        var declared = prepared.Declared;
        await version.UploadAsync(desk!, cancellationToken);
        var request = new DeployRequest
        {
            Name = declared.Name,
            Policy = wanted.Form == "policy" ? wanted.Digest : null,
            Artifact = wanted.Form == "model" ? wanted.Digest : null,
            Command = version.Program,
            Role = role,
            Model = role == "champion" ? declared.Model : null,
            Alias = role == "champion" ? declared.Alias : null,
            ModelVersion = wanted.ModelVersion,
            Description = declared.Description,
            Settings = settings,
            Reason = reason ?? UsualReason,
        };
        return (await desk!.DeployAsync(request, cancellationToken)).Version.Version;
    }

    /// <summary>Programs are compared as this program reads them, so that it does not matter which one has described them.</summary>
    private async Task<CurrentDeployment?> CurrentAsync(string name, CancellationToken cancellationToken)
    {
        if (desk is null || await desk.FindAsync(name, cancellationToken) is not { } info)
            return null;
        var versions = (await desk.VersionsAsync(name, cancellationToken)).Versions;
        if (info.Serves != "command")
            return new CurrentDeployment(info, versions);
        HashSet<long> serving = [info.Champion, .. info.Canaries.Select(static one => one.Version), .. info.Shadows];
        var read = new List<DeploymentVersionInfo>();
        foreach (var version in versions)
        {
            if (!serving.Contains(version.Version))
            {
                read.Add(version);
                continue;
            }
            using var text = new MemoryStream();
            await desk.CopyPolicyAsync(name, version, text, cancellationToken);
            read.Add(version with { Policy = ProgramDescription.DigestOf(ProgramDescription.Read(text.ToArray())) });
        }
        return new CurrentDeployment(info, read);
    }

    private static IEnumerable<DeclaredContent> ContentsOf(DeploymentDeclaration declared, bool isThere) =>
    [
        .. declared.Content is { } content && !(isThere && declared.FirstOnly) ? (DeclaredContent[])[content] : [],
        .. declared.Canaries?.Select(static one => one.Content) ?? [],
        .. declared.Shadows ?? [],
    ];

    private static WantedDeployment WantedOf(DeploymentDeclaration declared, IReadOnlyList<DeclaredVersion> versions)
    {
        return new WantedDeployment
        {
            Name = declared.Name,
            Champion = declared.Content is { } content ? Version(content) : null,
            FirstOnly = declared.FirstOnly,
            Model = declared.Model,
            Alias = declared.Alias,
            Settings = declared.Settings is { } settings ? Of(settings) : null,
            Canaries = declared.Canaries is { } canaries
                ? [.. canaries.Select(one => new WantedCanary(Version(one.Content)!, one.Share))]
                : null,
            Shadows = declared.Shadows is { } shadows ? [.. shadows.Select(one => Version(one)!)] : null,
        };

        WantedVersion? Version(DeclaredContent one) => versions.FirstOrDefault(version => ReferenceEquals(version.Content, one))?.Wanted;
    }

    private static DeploymentSettingsInfo Of(DeclaredSettings settings) => ContractViews.Of(ServingRequests.Of(new DeploymentSettingsInfo
    {
        Durability = settings.Durability,
        DurabilityWindowSeconds = settings.DurabilityWindow?.TotalSeconds,
        ExplorationFloor = settings.ExplorationFloor,
        RewardWaitSeconds = settings.RewardWait?.TotalSeconds,
        RewardMemorySeconds = settings.RewardMemory?.TotalSeconds,
        RewardDefault = settings.RewardDefault,
        RewardAggregation = settings.RewardAggregation,
        LateRewards = settings.LateRewards,
        RewardLow = settings.RewardLow,
        RewardHigh = settings.RewardHigh,
        CanaryRule = settings.CanaryRule is { } rule
            ? new CanaryRuleInfo
            {
                Margin = rule.Margin,
                Level = rule.Level,
                Promote = rule.Promote,
                HoldBack = rule.HoldBack,
                MaxDecisions = rule.MaxDecisions,
            }
            : null,
        Apprentice = settings.Apprentice is { } apprentice
            ? new ApprenticeInfo { Share = apprentice.Share, MinDecisions = apprentice.MinDecisions }
            : null,
    }));

    private static DeclaredVersion Find(Prepared prepared, WantedVersion wanted) =>
        prepared.Versions.First(version => version.Wanted == wanted);

    private static Diagnostic At(DocumentPlace place, Diagnostic refusal) => refusal.Line > 0
        ? refusal
        : place.Error(refusal.Code, refusal.Message, refusal.Remedy);
}
