using System.Text.Json.Serialization;

namespace Gyre.Client.Artifacts;

/// <summary>Single texts as JSON.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;
