using System.Text.Json.Serialization;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>The JSON of spans.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class OtlpJson : JsonSerializerContext;
