using System.Collections.Immutable;
using System.Globalization;
using Gyre.Storage;
using Gyre.Tracking.Formats;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Registry;

/// <summary>Finds registered models and versions. Tokens of pages belong to one query.</summary>
/// <param name="target">The grammar.</param>
/// <param name="columns">Where the fields are.</param>
/// <param name="from">The table with the alias <c>r</c>, and what is joined to it.</param>
/// <param name="defaultOrder">The order when none is asked for.</param>
/// <param name="ties">What decides between equals.</param>
/// <param name="model">The number of the registered model.</param>
internal sealed class RegistrySearch(SearchTarget target, SearchColumns columns, string from,
    string defaultOrder, string ties, string model)
{
    /// <summary>Registered models.</summary>
    public static readonly RegistrySearch Models = new(
        SearchTarget.RegisteredModels,
        new SearchColumns
        {
            Attributes = new Dictionary<string, AttributeColumn>(StringComparer.Ordinal)
            {
                ["name"] = new("r.name"),
                ["last_updated_timestamp"] = new("r.updated_at", ColumnKind.Integer),
            },
            Children = new Dictionary<(FieldKind, string?), ChildColumn>
            {
                [(FieldKind.Tag, null)] = new("registry_model_tags x", "x.model=r.number", "x.value") { Key = "x.key" },
            },
        },
        "registry_models r",
        "r.name",
        "r.name",
        "r.number");

    /// <summary>Versions.</summary>
    public static readonly RegistrySearch Versions = new(
        SearchTarget.ModelVersions,
        new SearchColumns
        {
            Attributes = new Dictionary<string, AttributeColumn>(StringComparer.Ordinal)
            {
                ["name"] = new("m.name"),
                ["version_number"] = new("r.version", ColumnKind.Integer),
                ["run_id"] = new("r.run_id"),
                ["source_path"] = new("r.source"),
                ["creation_timestamp"] = new("r.created_at", ColumnKind.Integer),
                ["last_updated_timestamp"] = new("r.updated_at", ColumnKind.Integer),
            },
            Children = new Dictionary<(FieldKind, string?), ChildColumn>
            {
                [(FieldKind.Tag, null)] = new("registry_version_tags x", "x.owner=r.number", "x.value") { Key = "x.key" },
            },
        },
        "registry_versions r JOIN registry_models m ON m.number=r.model",
        "r.updated_at DESC,m.name,r.version DESC",
        "m.name,r.version DESC",
        "r.model");

    /// <summary>A page of numbers of rows, and the token of the next one.</summary>
    /// <param name="session">One view.</param>
    /// <param name="query">What is looked for.</param>
    /// <param name="key">Signs tokens.</param>
    /// <exception cref="TrackingException">The query cannot be read.</exception>
    public (IReadOnlyList<long> Numbers, string? NextToken) Find(IDbSession session, RegistryQuery query, byte[] key)
    {
        var (filter, leaveOutPrompts) = PromptFilter.Apply(FilterParser.Parse(target, query.Filter));
        var order = OrderParser.Parse(target, query.OrderBy);
        var digest = PageToken.Digest([from, query.Filter ?? "",
            .. query.OrderBy, .. query.Project is { } of ? ["of", of] : Array.Empty<string>()]);
        var offset = PageToken.Read(key, query.PageToken, digest);
        var (condition, parameters) = FilterCompiler.Compile(filter, columns, session.Kind);
        var tags = columns.ChildOf(new Field(FieldKind.Tag, TrackingWords.IsPrompt))!;
        var prompts = leaveOutPrompts ? $" AND NOT EXISTS(SELECT 1 FROM {tags.From} WHERE {tags.Where} AND {tags.Key}='{TrackingWords.IsPrompt}' AND lower({tags.Value})='true')" : "";
        var owned = query.Project is null ? "" : $" AND NOT EXISTS(SELECT 1 FROM registry_model_tags o WHERE o.model={model} AND o.key='{IOwners.ProjectTag}' AND o.value<>@project)";
        var values = new Dictionary<string, object>(parameters, StringComparer.Ordinal);
        if (query.Project is { } project)
            values["project"] = project;
        var found = session.Query<long>(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT r.number FROM {from} WHERE {condition}{prompts}{owned} ORDER BY {OrderBy(order)} LIMIT {query.MaxResults + 1L} OFFSET {offset}"),
            values);
        var next = found.Count > query.MaxResults ? PageToken.Write(key, offset + query.MaxResults, digest) : null;
        return (next is null ? found : [.. found.Take(query.MaxResults)], next);
    }

    private string OrderBy(ImmutableArray<OrderKey> keys) => keys.IsEmpty
        ? defaultOrder
        : string.Join(',', [.. keys.Select(key => columns.Attributes[key.Field.Key].Sql + (key.Ascending ? "" : " DESC")), ties]);
}
