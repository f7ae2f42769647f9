namespace Gyre.Projects.Formats.Yaml;

/// <summary>What a document may cost, counted while it is read and before anything is built from it.</summary>
internal static class YamlLimits
{
    /// <summary>Bytes of a document: room for a graph of 100,000 nodes and as many edges.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Characters of one scalar.</summary>
    public const int MaxScalarLength = 4 * 1024 * 1024;

    /// <summary>Levels of sequences and mappings inside each other.</summary>
    public const int MaxDepth = 48;

    /// <summary>Nodes as written.</summary>
    public const int MaxNodes = 5_000_000;

    /// <summary>Nodes that aliases and merge keys add when they are walked.</summary>
    public const int MaxAliasedNodes = 100_000;
}
