using System.Text.Json.Serialization;

namespace Gyre.Tracking.Traces;

/// <summary>The JSON of this folder.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TraceJson : JsonSerializerContext;
