using System.Text.Json.Serialization;

namespace Gyre.Client.Texts;

/// <summary>Single texts as JSON.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;
