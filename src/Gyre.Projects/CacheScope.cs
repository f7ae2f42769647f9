using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>Who may take whose results from the cache.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CacheScope>))]
public enum CacheScope
{
    /// <summary>Runs of the same pipeline of the same project.</summary>
    Pipeline,

    /// <summary>Runs of all pipelines of the project.</summary>
    Project,

    /// <summary>All runs of the home.</summary>
    Home,
}
