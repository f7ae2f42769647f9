namespace Gyre.Contracts;

/// <summary>What a home keeps, and what a collection would free.</summary>
public sealed record StorageInfo
{
    /// <summary><c>sqlite postgresql</c>.</summary>
    public required string Database { get; init; }

    /// <summary>Size of the database in bytes.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary><c>files s3</c>.</summary>
    public required string Artifacts { get; init; }

    /// <summary>Contents that are in use, or too young to be collected.</summary>
    public required long Contents { get; init; }

    /// <summary>Their bytes.</summary>
    public required long ContentBytes { get; init; }

    /// <summary>Contents that nothing refers to; <c>gyre gc</c> removes them.</summary>
    public required long Unreferenced { get; init; }

    /// <summary>Their bytes.</summary>
    public required long UnreferencedBytes { get; init; }

    /// <summary>What is kept for a time, by rule.</summary>
    public required IReadOnlyList<RetentionInfo> Rules { get; init; }
}

/// <summary>Things of one kind whose time is over.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="What">What it is about, for people.</param>
/// <param name="KeptFor">For how long such things are kept, in the words of the home's configuration.</param>
/// <param name="Count">How many would be removed now.</param>
/// <param name="Bytes">Their bytes, as far as known.</param>
public sealed record RetentionInfo(string Rule, string What, string KeptFor, long Count, long Bytes);
