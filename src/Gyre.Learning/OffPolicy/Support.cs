namespace Gyre.Learning.OffPolicy;

/// <summary>Target probability on arms that the logging policy could not, or hardly, choose.</summary>
/// <remarks>N. Sachdeva, Y. Su and T. Joachims, "Off-policy bandits with deficient support", 2020.</remarks>
/// <param name="Share">Mean over the rows, in [0, 1].</param>
/// <param name="Arm">The arm with most of it, or null when there is none.</param>
internal sealed record Support(double Share, string? Arm)
{
    public static Support Of(InteractionLog log, double floor)
    {
        var missing = new double[log.ArmNames.Length];
        for (var row = 0; row < log.Count; row++)
        {
            var logged = log.Logged.Row(row);
            var target = log.Target.Row(row);
            for (var arm = 0; arm < missing.Length; arm++)
                missing[arm] += logged[arm] <= 0 || logged[arm] < floor ? target[arm] : 0;
        }
        var most = Vectors.Kernels.IndexOfMax(missing);
        return new(Vectors.Kernels.Sum(missing) / log.Count, missing[most] > 0 ? log.ArmNames[most] : null);
    }
}
