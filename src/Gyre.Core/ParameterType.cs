namespace Gyre.Core;

/// <summary>Type of a parameter.</summary>
public enum ParameterType
{
    /// <summary>Any scalar; keeps the type it was given with.</summary>
    String,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A double.</summary>
    Float,

    /// <summary>Present or not.</summary>
    Flag,

    /// <summary>A JSON list.</summary>
    List,

    /// <summary>A JSON object.</summary>
    Map,
}
