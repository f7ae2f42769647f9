using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Files;

/// <summary><c>gyre payload</c>: the document that creates a pipeline over the API.</summary>
internal static class PayloadCommand
{
    public static Command Create(CliHost host)
    {
        var file = CliCommand.Word("FILE", "A gyre.yaml or valohai.yaml file, or the folder that contains it.");
        var pipeline = new Option<string>("--pipeline") { Description = "Name of the pipeline.", HelpName = "NAME", Required = true };
        var commit = new Option<string>("--commit")
        {
            Description = "Revision (commit, branch or tag) of the steps. Default: main.",
            HelpName = "REF",
            DefaultValueFactory = static _ => "main",
        };
        var command = new Command(
            "payload",
            """
            Prints the JSON document for creating a pipeline with POST /api/v0/pipelines/.

            Use it as a template for a step that starts the next turn.

            Example:
              gyre payload valohai.yaml --pipeline train > create_pipeline.json
            """)
        {
            file, pipeline, commit,
        };
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var project = (await ProjectFiles.LoadAsync(host, result.GetRequiredValue(file), cancellationToken)).Project;
            var body = PostedDocuments.WritePipeline(project, result.GetRequiredValue(pipeline), result.GetRequiredValue(commit));
            Shape.WriteTo(host.Out, new MapValue([.. body.Entries, new("title", Value.Of(result.GetRequiredValue(pipeline))), new("tags", Value.Of([]))]));
            return CliExitCodes.Done;
        });
        return command;
    }
}
