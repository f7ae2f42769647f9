using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Datasets;
using Gyre.Pipelines.Machine;
using Gyre.Projects.Formats.Valohai;
using Gyre.Storage;

namespace Gyre.Pipelines.Catalog;

/// <summary>
/// Takes in what a node run left behind, in the transaction that keeps its end. Files are taken in however it ended; aliases move and dataset versions
/// come to be only when it ended well, also when an earlier result stood in for it.
/// </summary>
internal sealed class CatalogWriter(IDbSession session, RunPlan plan, DateTimeOffset at)
{
    public void Write(NodeRun node)
    {
        if (node.Attempt is not { } attempt || node.Outputs.IsEmpty || node.Children > 0)
            return;
        var memberships = new List<(DatasetMembership Wish, Guid File)>();
        foreach (var output in node.Outputs)
        {
            var id = CatalogIds.Of(attempt, output.Path);
            var properties = FileProperties.Read(output.Metadata);
            CatalogStore.Insert(session, RowOf(node, attempt, output, id));
            CatalogStore.Tag(session, id, properties.Tags);
            if (node.State != NodeRunState.Succeeded)
                continue;
            foreach (var problem in properties.Problems)
                Refuse(node, output.Path, problem);
            foreach (var alias in properties.Aliases)
                MoveAlias(node, alias, id);
            memberships.AddRange(properties.Datasets.Select(wish => (wish, id)));
        }
        foreach (var version in memberships.GroupBy(pair => (pair.Wish.Dataset, pair.Wish.Version)))
            Close(node, attempt, version.Key.Dataset, version.Key.Version, [.. version]);
    }

    private CatalogRow RowOf(NodeRun node, AttemptId attempt, OutputFile output, Guid id) => new()
    {
        Id = id,
        Project = plan.Project,
        Run = plan.Run,
        NodePath = node.Path,
        Attempt = attempt,
        Path = output.Path,
        Digest = output.Digest,
        SizeInBytes = output.SizeInBytes,
        Md5 = output.Md5,
        Sha1 = output.Sha1,
        Metadata = output.Metadata is null or NullValue ? null : ValueJson.Write(output.Metadata),
        CreatedAt = at,
    };

    private void MoveAlias(NodeRun node, string alias, Guid file)
    {
        var before = CatalogStore.AliasTarget(session, plan.Project, alias);
        if (before == file)
            return;
        CatalogStore.MoveAlias(session, plan.Project, alias, file, plan.Run, at);
        Report(
            CatalogEvents.AliasMoved, $"alias/{alias}", node,
            ("alias", alias), ("file", file.ToString("D")), ("before", before?.ToString("D")));
    }

    /// <summary>All files of a node run for one version make it at once; there is no moment in which it is half there.</summary>
    private void Close(NodeRun node, AttemptId attempt, string dataset, string version, List<(DatasetMembership Wish, Guid File)> members)
    {
        var files = new List<Guid>();
        foreach (var from in members.Select(member => member.Wish.From).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (Copied(dataset, from, [.. members.SelectMany(member => member.Wish.Exclude)]) is not { } copied)
            {
                Refuse(
                    node,
                    version,
                    $"the version '{version}' was not created: version '{from}' of dataset '{dataset}', on which it is based, does not "
                        + "exist");
                return;
            }
            files.AddRange(copied);
        }
        files.AddRange(members.Select(member => member.File).Where(file => !files.Contains(file)).ToList());
        var known = DatasetLedger.Find(session, plan.Project, dataset, version);
        if (known is not null && !known.Files.SequenceEqual(files))
        {
            Refuse(node, version, $"version '{version}' of dataset '{dataset}' is closed; nothing was added to it");
            return;
        }
        var made = known ?? new DatasetVersion
        {
            Id = DatasetVersion.IdOf(plan.Project, dataset, version),
            Project = plan.Project,
            Dataset = dataset,
            Version = version,
            Run = plan.Run,
            Attempt = attempt,
            CreatedAt = at,
            Files = [.. files],
        };
        if (known is null)
        {
            DatasetLedger.Add(session, made);
            Report(
                CatalogEvents.DatasetVersionCreated, $"dataset/{dataset}", node,
                ("dataset", dataset), ("version", version), ("id", made.Id.ToString("D")));
        }
        foreach (var alias in members.SelectMany(member => member.Wish.Aliases).Distinct(StringComparer.Ordinal))
            DatasetLedger.MoveAlias(session, made, alias, at);
    }

    /// <summary>Files of an earlier version without those that are left out; null when there is no such version.</summary>
    private IReadOnlyList<Guid>? Copied(string dataset, string from, HashSet<string> excluded) =>
        DatasetLedger.Resolve(session, plan.Project, dataset, from) is { } earlier
        ? [.. earlier.Files.Where(file => CatalogStore.Find(session, file) is { } found
            && !excluded.Contains(found.Path) && !excluded.Contains(found.Path[(found.Path.LastIndexOf('/') + 1)..]))]
        : null;

    private void Refuse(NodeRun node, string what, string problem) =>
        Report(CatalogEvents.FilePropertyRefused, Subjects.Of(plan.Run), node, ("name", what), ("problem", problem));

    private void Report(EventType type, string subject, NodeRun node, params ReadOnlySpan<(string Name, string? Value)> data)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        entries.Add(new("project", Value.Of(plan.Project)));
        entries.Add(new("run", Value.Of(plan.Run.ToString())));
        entries.Add(new("path", Value.Of(node.Path)));
        foreach (var (name, value) in data)
        {
            if (value is not null)
                entries.Add(new(name, Value.Of(value)));
        }
        session.Append(new NewEvent(type, subject, at, new MapValue(entries.ToImmutable())));
    }
}
