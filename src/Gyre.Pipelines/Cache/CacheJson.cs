using System.Text.Json.Serialization;

namespace Gyre.Pipelines.Cache;

/// <summary>Documents of the cache in the store. Every property is always written, so that reading needs no defaults.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, MaxDepth = 512)]
[JsonSerializable(typeof(CacheKeyParts))]
internal sealed partial class CacheJson : JsonSerializerContext;
