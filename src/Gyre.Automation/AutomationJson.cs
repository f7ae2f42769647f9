using System.Text.Json.Serialization;
using Gyre.Automation.Triggers;
using Gyre.Projects;

namespace Gyre.Automation;

/// <summary>Documents of this module in the store. Every property is always written, so that reading needs no defaults.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, MaxDepth = 512)]
[JsonSerializable(typeof(Notification))]
[JsonSerializable(typeof(Trigger))]
[JsonSerializable(typeof(TriggerState))]
internal sealed partial class AutomationJson : JsonSerializerContext;
