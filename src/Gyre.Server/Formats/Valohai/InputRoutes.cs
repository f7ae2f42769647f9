using System.Globalization;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Features.Artifacts;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Storage;
using static Gyre.Server.Formats.Valohai.CompatibleJson;

namespace Gyre.Server.Formats.Valohai;

/// <summary>Files of inputs that a running step asks for.</summary>
internal static class InputRoutes
{
    /// <summary>The files of the inputs that <c>input_id</c> or <c>input_ids</c> name, in the body or the query; of all inputs when neither is given.</summary>
    public static async Task<IResult> Ask(
        string id, HttpContext context, CompatibleAccess access, IRuns runs, IStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await access.ExecutionAsync(context, id, cancellationToken, Thing.Execution) is not { } place)
            return Problems.NotFound("execution", id);
        var wanted = Wanted(context);
        var inputs = await InputsAsync(runs, place, cancellationToken);
        if (wanted.FirstOrDefault(text => inputs.All(input => IdOf(input, place.Attempt) != text)) is { } unknown)
            return Problems.NotFound("input", unknown);
        var answers = new List<Value>();
        foreach (var input in inputs.Where(input => wanted.Count == 0 || wanted.Contains(IdOf(input, place.Attempt))))
        {
            var inputId = Value.Of(IdOf(input, place.Attempt));
            var files = new List<Value>();
            foreach (var (index, file) in input.Files.Index())
            {
                var url = await SignedLinks.MakeAsync(context.Request, PlaceOf(place.Attempt, inputId.ToString(), index), store, clock, cancellationToken);
                files.Add(Map(Entry("filename", file.Name), Entry("url", url), Entry("input_id", inputId)));
            }
            answers.Add(Map(Entry("input_id", inputId), Entry("name", input.Name), Entry("files", Value.Of(files))));
        }
        return Answer(Value.Of(answers));
    }

    public static async Task<IResult> Content(
        string id, string input, string index, HttpContext context, IRuns runs, ICatalog catalog, IBlobStore blobs, IStore store, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!GuidIds.TryParse<AttemptId>(id, out var attempt) || !int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Problems.NotFound("download", id);
        if (await SignedLinks.RefuseAsync(context.Request, PlaceOf(attempt, input, number), store, clock, cancellationToken) is { } refusal)
            return refusal;
        var inputs = await catalog.FindExecutionAsync(attempt, cancellationToken) is { } place ? await InputsAsync(runs, place, cancellationToken) : [];
        var files = inputs.FirstOrDefault(candidate => IdOf(candidate, attempt) == input)?.Files ?? [];
        return number < files.Length && await blobs.FindAsync(files[number].Digest, cancellationToken) is { } blob
            ? new ArtifactAnswer(blobs, blob, files[number].Name[(files[number].Name.LastIndexOf('/') + 1)..])
            : Problems.NotFound("input", input);
    }

    /// <summary>Every try of a node run has the same inputs.</summary>
    private static async Task<IReadOnlyList<InputOrder>> InputsAsync(IRuns runs, ExecutionPlace place, CancellationToken cancellationToken) =>
        (await runs.NodeAsync(place.Run, place.NodePath, cancellationToken))?.Inputs ?? [];

    private static HashSet<string> Wanted(HttpContext context)
    {
        var body = Body(context);
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in (string[])["input_id", "input_ids"])
        {
            wanted.UnionWith(context.Request.Query[name].OfType<string>());
            switch (body.Find(name))
            {
                case TextValue one:
                    wanted.Add(one.Text);
                    break;
                case ListValue several:
                    wanted.UnionWith(several.Items.Select(item => item.ToString()));
                    break;
            }
        }
        return wanted;
    }

    private static string IdOf(InputOrder input, AttemptId attempt) => input.IdIn(attempt).ToString("D");

    private static string PlaceOf(AttemptId attempt, string input, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"executions/{attempt}/inputs/{input}/{index}/content/");
}
