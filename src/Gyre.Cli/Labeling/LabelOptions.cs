using System.CommandLine;
using Gyre.Labeling;

namespace Gyre.Cli.Labeling;

/// <summary>What commands that read annotations have in common.</summary>
internal sealed class LabelOptions
{
    private static string Names => string.Join(", ", LabelFormats.All.Select(static format => format.Name));

    public Argument<string> Path { get; } = CliCommand.Word("PATH", "File or folder with annotations.");

    public Option<string> From { get; } = Format("--from", "Format of PATH.");

    private Option<string?> Images { get; } = CliCommand.Text(
        "--images", "DIR", "Folder with the images, for formats without their sizes. Default: beside the labels.");

    private Option<bool> OneBased { get; } = CliCommand.Switch(
        "--one-based", "Pixels count from 1 and boxes include the last one, as in the original Pascal VOC.");

    public static Option<string> Format(string name, string description)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description} One of {Names}.",
            HelpName = "FORMAT",
            Required = true,
        };
        option.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && LabelFormats.All.All(format => format.Name != token.Value))
                result.AddError($"'{token.Value}' is not a format. Use one of {Names}.");
        });
        return option;
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(Path);
        foreach (var option in new Option[] { From, Images, OneBased })
            command.Options.Add(option);
    }

    public LabelImportResult Import(CliHost host, ParseResult result, CancellationToken cancellationToken) => LabelFormats.Import(
        result.GetValue(From)!, host.Resolve(result.GetValue(Path)!),
        new LabelImportOptions
        {
            Images = result.GetValue(Images) is { } images ? host.Resolve(images) : null,
            CountsFromOne = result.GetValue(OneBased),
        }, cancellationToken);
}
