using Gyre.Contracts;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Pipelines;

namespace Gyre.Server.Features.Datasets;

/// <summary>Datasets as the API shows them.</summary>
internal static class DatasetViews
{
    public static DatasetInfo Of(CatalogDataset dataset) => new()
    {
        Project = dataset.Project,
        Name = dataset.Name,
        Versions = dataset.Versions,
        Latest = Of(dataset.Latest),
    };

    public static DatasetVersionInfo Of(CatalogVersion found)
    {
        var (version, facts) = found;
        return new DatasetVersionInfo
        {
            Id = version.Id,
            Project = version.Project,
            Dataset = version.Dataset,
            Version = version.Version,
            Uri = facts.Uri,
            Digest = facts.Digest,
            CreatedAt = version.CreatedAt,
            Description = facts.Description,
            Examples = facts.Examples,
            Files = facts.FileCount,
            Size = facts.SizeInBytes,
            Elements =
            [
                .. facts.Elements.Select(static element => new DatasetElementFactInfo
                {
                    Name = element.Name, Role = element.Role, Type = element.Type,
                }),
            ],
            Splits = facts.Splits,
            Tags = facts.Tags,
            RunId = version.Run,
            Origin = version.Origin?.Kind,
            OriginName = version.Origin?.Name,
        };
    }

    public static DatasetFileInfo Of(DatasetFile file) => new() { Path = file.Path, Size = file.SizeInBytes, Digest = file.Digest };

    public static DatasetSchemaInfo Of(DatasetSchema schema) => new()
    {
        Name = schema.Name,
        Description = schema.Description,
        Elements =
        [
            .. schema.Elements.Select(static element => new DatasetElementInfo
            {
                Name = element.Name,
                Role = Word(element.Role),
                Type = Word(element.Type),
                Required = element.IsRequired,
                Nullable = element.IsNullable,
                MultiValue = WordOf(element.MultiValue),
                NumClasses = element.NumClasses,
                Description = element.Description,
            }),
        ],
    };

    public static DatasetRowInfo Of(DatasetSchema schema, DatasetExample example) => new()
    {
        Index = example.Index,
        Id = example.Id,
        Values = ExampleValues.ValuesOf(schema, example),
    };

    public static string? WordOf(MultiValue several) => several == MultiValue.None ? null : Word(several);

    /// <summary>As schemas write it: <c>image_file</c>.</summary>
    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => KebabCase.Of(value).Replace('-', '_');
}
