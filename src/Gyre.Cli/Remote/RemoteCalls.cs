using System.Net;
using Gyre.Client.Api;
using Gyre.Core;
using Gyre.Core.Loops;

namespace Gyre.Cli.Remote;

/// <summary>The server cannot be reached for now.</summary>
internal sealed class ServerAwayException(GyreApiException inner) : IOException(inner.Message, inner), IOutageException
{
    /// <inheritdoc/>
    public string Reason => "the server cannot be reached";
}

/// <summary>Calls of the API whose failures are those that commands know: bad input, or an outage.</summary>
internal static class RemoteCalls
{
    public static async Task<T> Async<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (GyreApiException error)
        {
            throw Translate(error);
        }
    }

    /// <summary>The same; null when there is no such thing.</summary>
    public static async Task<T?> FindAsync<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await call();
        }
        catch (GyreApiException error) when (error.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (GyreApiException error)
        {
            throw Translate(error);
        }
    }

    /// <summary>A change that the server may refuse because of the state of things: false then.</summary>
    public static async Task<bool> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (GyreApiException error) when (error.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (GyreApiException error)
        {
            throw Translate(error);
        }
    }

    private static Exception Translate(GyreApiException error) => error switch
    {
        { IsUnreachable: true } => new ServerAwayException(error),
        { Errors: { Count: > 0 } errors } =>
            new InvalidInputException([.. errors.Select(static place => new Diagnostic(Severity.Error, place.Code, place.Message)
        {
            File = place.File, Path = place.Path, Line = place.Line ?? 0, Column = place.Column ?? 0, Remedy = place.Remedy,
        })]),
        { Status: HttpStatusCode.Unauthorized } => new InvalidInputException(
            error.Code ?? "auth.required", error.Detail ?? "The server requires a token.",
                "Give a token with --token, or in the variable GYRE_TOKEN."),
        { Status: >= (HttpStatusCode)400 and < (HttpStatusCode)500 } =>
            new InvalidInputException(error.Code ?? "server.refused", error.Detail ?? error.Message, error.Remedy),
        _ => new IOException(error.Message, error),
    };
}
