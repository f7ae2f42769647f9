using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Datasets;

/// <summary>Moves and removes tags of datasets.</summary>
internal static class DatasetTagCommand
{
    public static Command Create(CliHost host)
    {
        var name = CliCommand.Word("NAME", "Dataset.");
        var version = CliCommand.Word("VERSION", "Version, another tag, or 'latest'. With --delete: the tag.");
        var tag = CliCommand.OptionalWord("TAG", "The tag. It may point to another version before.");
        var delete = CliCommand.Switch("--delete", "Remove the tag instead.");
        var command = new Command(
            "tag",
            """
            Lets a tag of a dataset point to a version, or removes a tag. Versions themselves never change.

            Example:
              gyre dataset tag digits latest stable
              gyre dataset tag digits stable --delete
            """)
        {
            name, version, tag, delete,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(delete) == (result.GetValue(tag) is not null))
                result.AddError(result.GetValue(delete) ? "With --delete, give only the dataset and the tag." : "TAG is missing.");
        });
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (dataset, first) = (result.GetValue(name)!, result.GetValue(version)!);
            await using var repository = await place.OpenAsync(result, host, makesHome: false, cancellationToken);
            if (result.GetValue(delete))
            {
                if (!await repository.Datasets.UntagAsync(dataset, first, cancellationToken))
                    throw new InvalidInputException(
                        "dataset.tag.unknown", $"Dataset '{Shown.Clean(dataset)}' has no tag '{Shown.Clean(first)}'.",
                        "'gyre dataset versions' shows the tags.");
                Say(result, host, Shape.Object(("dataset", Value.Of(dataset)), ("deleted", Value.Of(first))), $"Removed tag '{first}'.");
                return CliExitCodes.Done;
            }
            var found = await repository.Datasets.TagAsync(dataset, first, result.GetValue(tag)!, cancellationToken);
            Say(result, host, RepositoryShapes.Of(found), $"'{result.GetValue(tag)}' is {found.Uri}.");
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Say(ParseResult result, CliHost host, MapValue shape, string words)
    {
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, shape);
        else
            host.Out.WriteLine(Shown.Clean(words));
    }
}
