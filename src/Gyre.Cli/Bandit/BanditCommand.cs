using System.CommandLine;

namespace Gyre.Cli.Bandit;

/// <summary>Groups the commands of bandit policies.</summary>
internal static class BanditCommand
{
    public static Command Create(CliHost host) => new(
        "bandit",
        """
        Trains, evaluates and simulates policies that choose an arm for a context and learn from rewards.

        Example:
          gyre bandit generate --environment ratings --decisions 5000 --output log.csv
          gyre bandit train --log log.csv --policy lin-ucb:width=1 --output policy.json
          gyre bandit simulate --environment ratings --policy lin-ucb:width=1
        """)
    {
        BanditGenerateCommand.Create(),
        BanditTrainCommand.Create(),
        BanditEvaluateCommand.Create(),
        BanditGateCommand.Create(),
        BanditSimulateCommand.Create(),
        BanditCompareCommand.Create(),
        BanditForgetCommand.Create(),
        BanditIngestCommand.Create(host),
        BanditDeployCommand.Create(host),
    };
}
