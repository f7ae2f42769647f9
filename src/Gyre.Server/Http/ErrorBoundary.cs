using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Pipelines;
using Gyre.Serving;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Server.Http;

/// <summary>
/// Turns whatever is thrown below into a problem. Texts of unexpected exceptions go nowhere: they may hold anything, secrets included. The log gets the
/// kind and the place.
/// </summary>
internal sealed class ErrorBoundary(RequestDelegate next, ILogger<ErrorBoundary> logger)
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(2);

    /// <summary>For what a person has to mend.</summary>
    private static readonly TimeSpan RetryLater = TimeSpan.FromSeconds(30);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null } response)
                await Problems.OfStatus(response.StatusCode).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more; that is no failure.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await ProblemOf(exception, context).ExecuteAsync(context);
        }
        catch (Exception exception)
        {
            // Half an answer is out: a broken connection is the only honest end.
            Report(exception, context);
            context.Abort();
        }
    }

    private ProblemResult ProblemOf(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case RefusedException refused:
                return refused.Problem;
            case InvalidInputException refused:
                return Problems.Of(refused);
            case TrackingException refused:
                return Problems.Of(refused);
            case TurnRefusedException { Code: "run.too-many" } refused:
                return Problems.TooMany(refused.Code, refused.Message, null);
            case TurnRefusedException refused:
                return Problems.Conflict(refused.Code, refused.Message, refused.Remedy);
            case ServingConflictException refused:
                return Problems.Conflict(refused.Code, refused.Message, refused.Remedy);
            case ModelFailedException { IsTemporary: true } failed:
                return Problems.Unavailable("predict.unavailable", failed.Message, RetrySoon);
            case ModelFailedException failed:
                return Problems.Of(StatusCodes.Status502BadGateway, "predict.failed", failed.Message);
            case DecisionsBehindException behind:
                return Problems.Unavailable("decisions.behind", Sentence(behind), RetrySoon);
            case BadHttpRequestException bad:
                context.Response.Headers.Connection = "close";
                return Problems.OfStatus(bad.StatusCode);
            case BlobMissingException missing:
                return Problems.NotFound("artifact", missing.Digest.ToString());
            case BlobCorruptException:
                return Problems.Of(
                    StatusCodes.Status404NotFound,
                    "artifact.damaged",
                    "The stored copy of the artifact is damaged and has been moved to quarantine.");
            case StoreReadOnlyException:
                return Problems.Unavailable("store.read-only", "The store is read-only after a failed write.", RetryLater);
            case StoreFullException or IOException when DiskFailures.IsFull(exception):
                return Problems.Unavailable("store.full", "The disk of the store is full.", RetryLater);
            case StoreUnavailableException away:
                return Problems.Unavailable("store.unavailable", Sentence(away), RetrySoon);
            case ArtifactsUnavailableException away:
                return Problems.Unavailable("artifacts.unavailable", Sentence(away), RetrySoon);
            // A disk or an artifact store that refuses: clients try again, and the log says which.
            case IOException and not (FileNotFoundException or DirectoryNotFoundException or EndOfStreamException):
                Report(exception, context);
                return Problems.Unavailable("store.failed", "Reading from or writing to the store failed. See the server log.",
                    RetryLater);
            default:
                Report(exception, context);
                return Problems.OfStatus(StatusCodes.Status500InternalServerError);
        }
    }

    private static string Sentence(IOutageException away) => $"{char.ToUpperInvariant(away.Reason[0])}{away.Reason[1..]}.";

    private void Report(Exception exception, HttpContext context)
    {
        var route = RoutePatterns.Of(context.GetEndpoint()) ?? "none";
        logger.RequestFailed(ProblemResult.TraceOf(context), route, exception.GetType().Name, exception.StackTrace ?? "");
    }
}
