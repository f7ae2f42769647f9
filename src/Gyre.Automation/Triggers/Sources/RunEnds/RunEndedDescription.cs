using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Automation.Triggers.Sources.RunEnds;

/// <summary>The source in a few words, as lists show it.</summary>
internal static class RunEndedDescription
{
    public static string Of(RunEndedSource source) => $"run of {source.Pipeline} {string.Join(" or ", source.States.Select(KebabCase.Of))}";
}
