using System.Text.Json.Serialization;

namespace Gyre.Tracking.Search;

/// <summary>The JSON of this folder.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PageToken.Payload))]
internal sealed partial class SearchJson : JsonSerializerContext;
