using System.Text.Json.Serialization;
using Gyre.Projects;

namespace Gyre.Automation.Triggers;

/// <summary>Documents of triggers in the store. Every property is always written, so that reading needs no defaults.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, MaxDepth = 512)]
[JsonSerializable(typeof(Trigger))]
[JsonSerializable(typeof(TriggerState))]
internal sealed partial class TriggersJson : JsonSerializerContext;
