using System.Text.Json.Serialization;

namespace Gyre.Contracts;

/// <summary>
/// JSON of <c>/api/v1</c>: names in snake_case, states and kinds as kebab-case words, times as ISO 8601 in UTC with
/// milliseconds, floats with a point, no property twice, at most 64 levels in requests. The command line prints the same records.
/// Requests with properties that are not known are refused; answers may gain properties.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 64,
    Converters = [typeof(UtcTimeConverter), typeof(FloatConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(StartRunRequest))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(RunInfo))]
[JsonSerializable(typeof(RunOutputsInfo))]
[JsonSerializable(typeof(RunPage))]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(ArtifactInfo))]
[JsonSerializable(typeof(NodeInfo))]
[JsonSerializable(typeof(NodeList))]
[JsonSerializable(typeof(ApprovalAnswer))]
[JsonSerializable(typeof(AnswerRequest))]
[JsonSerializable(typeof(AnswerInfo))]
[JsonSerializable(typeof(StartCycleRequest))]
[JsonSerializable(typeof(ResumeCycleRequest))]
[JsonSerializable(typeof(CycleInfo))]
[JsonSerializable(typeof(CycleList))]
[JsonSerializable(typeof(CycleResult))]
[JsonSerializable(typeof(RegisterTriggersRequest))]
[JsonSerializable(typeof(TriggerInfo))]
[JsonSerializable(typeof(TriggerList))]
[JsonSerializable(typeof(OccurrenceInfo))]
[JsonSerializable(typeof(TriggerTestInfo))]
[JsonSerializable(typeof(CacheEntryInfo))]
[JsonSerializable(typeof(CacheEntryList))]
[JsonSerializable(typeof(CacheExplanationInfo))]
[JsonSerializable(typeof(ClearCacheRequest))]
[JsonSerializable(typeof(CacheCleared))]
[JsonSerializable(typeof(InvalidateCacheRequest))]
[JsonSerializable(typeof(CacheInvalidated))]
[JsonSerializable(typeof(PutNotificationRequest))]
[JsonSerializable(typeof(NotificationInfo))]
[JsonSerializable(typeof(NotificationList))]
[JsonSerializable(typeof(NotificationTestInfo))]
[JsonSerializable(typeof(NotificationDeliveryList))]
[JsonSerializable(typeof(CreateTokenRequest))]
[JsonSerializable(typeof(TokenInfo))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(RegisterProjectRequest))]
[JsonSerializable(typeof(ProjectInfo))]
[JsonSerializable(typeof(ProjectList))]
[JsonSerializable(typeof(LogLineInfo))]
[JsonSerializable(typeof(EventInfo))]
[JsonSerializable(typeof(StreamNotice))]
[JsonSerializable(typeof(HealthInfo))]
[JsonSerializable(typeof(TrackingSearchRequest))]
[JsonSerializable(typeof(TrackingRunPage))]
[JsonSerializable(typeof(TrackingRunInfo))]
[JsonSerializable(typeof(KeepAliveRequest))]
[JsonSerializable(typeof(KeepAliveInfo))]
[JsonSerializable(typeof(TrackingHistory))]
[JsonSerializable(typeof(CompareRequest))]
[JsonSerializable(typeof(CompareInfo))]
[JsonSerializable(typeof(TrackingMetricList))]
[JsonSerializable(typeof(LineageInfo))]
public sealed partial class ApiJson : JsonSerializerContext;
