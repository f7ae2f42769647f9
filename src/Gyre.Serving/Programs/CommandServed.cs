using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gyre.Core;
using Gyre.Serving.Models;

namespace Gyre.Serving.Programs;

/// <summary>A program that serves, with its replicas: a request goes to the ready one with the fewest open requests.</summary>
internal sealed class CommandServed(CommandModel command, ProgramFolder folder, ImmutableArray<Replica> replicas,
    ProgramCalls calls) : IServedModel
{
    public const string KindName = "command";

    private const int MostBytes = 100_000_000;

    public string Kind => KindName;

    public ImmutableArray<ModelField> Inputs => [];

    public ImmutableArray<ModelField> Outputs => [];

    public async Task<ModelAnswer> PredictAsync(PredictionRequest request, CancellationToken cancellationToken)
    {
        var body = request switch
        {
            { Instances: { } rows, Inputs: null } => new MapValue([KeyValuePair.Create("instances", (Value)rows)]),
            { Instances: null, Inputs: { } inputs } => new MapValue([KeyValuePair.Create("inputs", inputs)]),
            _ => throw Refusals.Of(
                "predict.form", "", "The request needs either 'instances' or 'inputs'.",
                "Send rows as 'instances', or inputs by name as 'inputs'."),
        };
        using var message = ProgramCalls.Post(new Uri("http://program"), command, Encoding.UTF8.GetBytes(ValueJson.Write(body)));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(command.AnswerTime);
        try
        {
            using var answer = await SendAsync(message, limit.Token);
            var text = await ReadAsync(answer, limit.Token);
            return Read(answer, text, request.Instances?.Items.Length ?? 0);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var what = exception is OperationCanceledException
                ? $"did not answer within {NumberText.Of(command.AnswerTime.TotalSeconds)} seconds" : "ended while it answered";
            throw new ModelFailedException($"The program {what}.", isTemporary: true, exception);
        }
    }

    /// <summary>
    /// Sends a request to a replica, whose host it gets. A replica that refuses the connection has seen nothing of it, so the next is tried.
    /// </summary>
    /// <exception cref="ModelFailedException">None is ready.</exception>
    /// <exception cref="HttpRequestException">The replica ended while it answered.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        foreach (var replica in replicas.OrderBy(static one => one.Open))
        {
            if (replica.Address is not { } address)
                continue;
            request.RequestUri = new Uri(address, path);
            replica.Enter();
            try
            {
                return new HeldAnswer(await calls.SendAsync(request, cancellationToken), replica.Exit);
            }
            catch (Exception exception)
            {
                replica.Exit();
                if (exception is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError })
                    throw;
            }
        }
        throw new ModelFailedException($"No program of the deployment is ready: it {replicas[0].State}.", isTemporary: true);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(replicas.Select(static replica => replica.DisposeAsync().AsTask()));
        folder.Dispose();
    }

    /// <summary>Why no replica is ready; null when one is.</summary>
    public string? Trouble => replicas.Any(static replica => replica.Address is not null) ? null : replicas[0].State;

    /// <summary>What a replica wrote last before it failed; empty before.</summary>
    public string LastLines => replicas[0].LastLines;

    private static async Task<byte[]> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var text = new MemoryStream();
        var chunk = new byte[81_920];
        for (int read; (read = await stream.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            if (text.Length + read > MostBytes)
                throw new ModelFailedException($"The program answered more than {MostBytes} bytes.", isTemporary: false);
            text.Write(chunk, 0, read);
        }
        return text.ToArray();
    }

    private static ModelAnswer Read(HttpResponseMessage answer, byte[] text, long rows)
    {
        var status = (int)answer.StatusCode;
        if (status is >= 400 and < 500)
            throw Refusals.Of(
                "predict.refused", "",
                $"The program refused the request with status {status}: {Refusals.Short(Encoding.UTF8.GetString(text))}",
                "Send what the program expects.");
        if (!answer.IsSuccessStatusCode)
            throw new ModelFailedException($"The program answered with status {status}.", isTemporary: false);
        try
        {
            if (ValueJson.Parse(text) is MapValue map)
            {
                if (map.Find("predictions") is ListValue predictions)
                    return new ModelAnswer { Rows = rows, Ready = new PredictionAnswer { Version = 0, Predictions = predictions } };
                if (map.Find("outputs") is MapValue outputs)
                    return new ModelAnswer { Rows = rows, Ready = new PredictionAnswer { Version = 0, Outputs = outputs } };
            }
        }
        catch (JsonException)
        {
        }
        throw new ModelFailedException("The program did not answer with a JSON object with 'predictions' or 'outputs'.",
            isTemporary: false);
    }
}
