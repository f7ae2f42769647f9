using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Execution;
using Gyre.Pipelines.Cache;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Triggers;

namespace Gyre.Pipelines.Store;

/// <summary>
/// Documents of this module in the store. Every property is always written, so that reading needs no defaults. They may be deep: graphs stand inside each other
/// up to 32 levels, at three levels of the document each, with templates in them that nest too.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, MaxDepth = 512)]
[JsonSerializable(typeof(RunPlan))]
[JsonSerializable(typeof(NodeRun))]
[JsonSerializable(typeof(CodeOrigin))]
[JsonSerializable(typeof(ChainDefinition))]
[JsonSerializable(typeof(StoredCommand))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(CacheKeyParts))]
[JsonSerializable(typeof(ReusedResult))]
[JsonSerializable(typeof(ArgumentTemplate))]
[JsonSerializable(typeof(ImmutableArray<ArgumentTemplate>))]
[JsonSerializable(typeof(ImmutableArray<ComponentOutput>))]
[JsonSerializable(typeof(Notification))]
[JsonSerializable(typeof(Trigger))]
[JsonSerializable(typeof(TriggerState))]
internal sealed partial class PipelinesJson : JsonSerializerContext;
