using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Execution;
using Gyre.Pipelines.Cache;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Triggers;

namespace Gyre.Pipelines.Store;

/// <summary>Documents of this module in the store. Every property is always written, so that reading needs no defaults.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
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
[JsonSerializable(typeof(Trigger))]
[JsonSerializable(typeof(TriggerState))]
internal sealed partial class PipelinesJson : JsonSerializerContext;
