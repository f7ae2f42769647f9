using System.CommandLine;
using Gyre.Core;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>A step of a plan: what the graph of an experiment starts.</summary>
internal static class ExperimentStepCommand
{
    private const int MostParameterBytes = 16 * 1024 * 1024;

    public static Command Create(CliHost host)
    {
        var word = CliCommand.Word("STEP", $"What to do: {string.Join(", ", ExperimentSteps.Words)}.");
        var command = new Command(
            "step",
            """
            Does a step of an experiment. The engine starts this command; you rarely need it yourself.

            Reads its inputs and writes its outputs where the variables VH_INPUTS_DIR, VH_OUTPUTS_DIR and VH_CONFIG_DIR say.

            Example:
              gyre experiment step split
            """)
        {
            word,
        };
        command.Hidden = true;
        command.SetAction(async (result, cancellationToken) =>
        {
            var scratch = Directory.CreateTempSubdirectory("gyre-experiment-");
            try
            {
                var folders = new StepFolders
                {
                    Inputs = Folder(host, "VH_INPUTS_DIR"),
                    Outputs = Folder(host, "VH_OUTPUTS_DIR"),
                    Code = host.WorkingFolder,
                    Scratch = scratch.FullName,
                    Parameters = await ParametersAsync(Folder(host, "VH_CONFIG_DIR"), cancellationToken),
                };
                await ExperimentSteps.RunAsync(result.GetValue(word)!, folders, host.Out, host.Clock, cancellationToken);
                return CliExitCodes.Done;
            }
            finally
            {
                scratch.Delete(recursive: true);
            }
        });
        return command;
    }

    private static string Folder(CliHost host, string variable) => host.Variable(variable) ?? throw new InvalidInputException(
        "experiment.step", $"The variable {variable} is not set.", "This command is started by 'gyre experiment run'.");

    private static async Task<MapValue> ParametersAsync(string folder, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Join(folder, "parameters.json"));
        if (file is not { Exists: true, Length: <= MostParameterBytes })
            throw new InvalidInputException("experiment.step", $"'{file.FullName}' is missing or too large.");
        return ValueJson.Parse(await File.ReadAllBytesAsync(file.FullName, cancellationToken)) as MapValue
            ?? throw new InvalidInputException("experiment.step", $"'{file.FullName}' is not a JSON object.");
    }
}
