using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Schema;

/// <summary>
/// Documents of this module in the store. Every property is always written, so that reading needs no defaults. They may be deep: graphs stand inside each other
/// up to 32 levels, at three levels of the document each, with templates in them that nest too.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, MaxDepth = 512)]
[JsonSerializable(typeof(RunPlan))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(NodeRun))]
[JsonSerializable(typeof(CodeOrigin))]
[JsonSerializable(typeof(CycleDefinition))]
[JsonSerializable(typeof(StoredCommand))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(Sweep))]
[JsonSerializable(typeof(ReusedResult))]
[JsonSerializable(typeof(ArgumentTemplate))]
[JsonSerializable(typeof(ImmutableArray<ArgumentTemplate>))]
[JsonSerializable(typeof(ImmutableArray<ComponentOutput>))]
internal sealed partial class PipelinesJson : JsonSerializerContext;
