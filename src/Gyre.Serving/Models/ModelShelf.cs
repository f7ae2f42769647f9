using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Models;

/// <summary>Loads models and descriptions of programs from the artifact store.</summary>
internal sealed class ModelShelf(IBlobStore blobs, ICommandHost? host, ImmutableArray<IModelFormat> formats)
{
    private const long MostBytes = 1L << 30;

    /// <summary>Loads what a version serves.</summary>
    /// <param name="form">What it is.</param>
    /// <param name="deployment">For people, in the log.</param>
    /// <param name="digest">Its content.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">The content is not there, or cannot serve.</exception>
    public async Task<IServedModel> LoadAsync(ServedForm form, string deployment, Digest digest, CancellationToken cancellationToken)
    {
        if (form != ServedForm.Command)
            return await LoadModelAsync(digest, cancellationToken);
        if (host is null)
            throw new ModelFailedException("This process starts no programs.", isTemporary: false);
        return await host.StartAsync(deployment, await ReadCommandAsync(digest, cancellationToken), cancellationToken);
    }

    /// <summary>Keeps the description of a program; its files must be there.</summary>
    public async Task<Digest> PutAsync(CommandModel command, CancellationToken cancellationToken)
    {
        foreach (var file in command.Files)
        {
            if (await blobs.FindAsync(file.Digest, cancellationToken) is null)
                throw Refusals.Of(
                    "deployment.file-missing", "command/files", $"The artifact store has no content {file.Digest} for '{file.Path}'.",
                    "Upload the file first.");
        }
        using var text = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(command, ServingJson.Default.CommandModel));
        return (await blobs.PutAsync(text, cancellationToken)).Digest;
    }

    /// <summary>The description of a program.</summary>
    /// <exception cref="InvalidInputException">It is not there.</exception>
    public async Task<CommandModel> ReadCommandAsync(Digest digest, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(await ReadAsync(digest, cancellationToken), ServingJson.Default.CommandModel)
        ?? throw Missing(digest);

    private async Task<IServedModel> LoadModelAsync(Digest digest, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(digest, cancellationToken);
        if (formats.FirstOrDefault(format => format.IsOne(content)) is { } format)
            return new RowModelServed(await format.LoadAsync(content, cancellationToken));
        if (!IsJson(content))
            return OnnxServed.Load(content);
        using var stream = new MemoryStream(content);
        return new FileModelServed(await ModelFile.ReadAsync(stream, digest.ToString(), ModelKinds.BuiltIn, cancellationToken));
    }

    /// <summary>A model file of Gyre is JSON; one of ONNX begins with a field of a message, which no JSON does.</summary>
    private static bool IsJson(byte[] content) =>
        content.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..] or [0xEF, 0xBB, 0xBF, ..];

    private async Task<byte[]> ReadAsync(Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            if (await blobs.FindAsync(digest, cancellationToken) is not { } blob)
                throw Missing(digest);
            if (blob.SizeInBytes > MostBytes)
                throw Refusals.Of(
                    "deployment.artifact-size", "artifact", $"The file has {blob.SizeInBytes} bytes.",
                    "Serve a model of at most 1 GiB, or a program that loads it.");
            await using var stream = await blobs.OpenReadAsync(digest, 0, cancellationToken);
            var content = new byte[blob.SizeInBytes];
            await stream.ReadExactlyAsync(content, cancellationToken);
            return content;
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException)
        {
            throw Missing(digest);
        }
    }

    private static InvalidInputException Missing(Digest digest) => Refusals.Of(
        "deployment.artifact-missing", "artifact", $"The artifact store has no usable content {digest}.", "Upload the file first.");
}
