using System.Globalization;
using Gyre.Projects;

namespace Gyre.Automation.Triggers.Sources.Events;

/// <summary>The source in a few words, as lists show it.</summary>
internal static class EventDescription
{
    public static string Of(EventSource source) => source.Weight is { } weight
        ? string.Create(CultureInfo.InvariantCulture, $"{source.Count} in {weight} of events {source.Type}")
        : source.Count > 1
            ? string.Create(CultureInfo.InvariantCulture, $"{source.Count} events {source.Type}")
            : $"event {source.Type}";
}
