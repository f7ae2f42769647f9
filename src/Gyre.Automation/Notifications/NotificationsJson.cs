using System.Text.Json.Serialization;
using Gyre.Projects;

namespace Gyre.Automation.Notifications;

/// <summary>Documents of notifications in the store. Every property is always written, so that reading needs no defaults.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, MaxDepth = 512)]
[JsonSerializable(typeof(Notification))]
internal sealed partial class NotificationsJson : JsonSerializerContext;
