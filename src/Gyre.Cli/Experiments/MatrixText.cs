using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Gyre.Cli.Experiments;

/// <summary>A matrix of results as a heat map of characters: the better, the darker.</summary>
internal sealed class MatrixText(CliHost host)
{
    private const string Shades = " ░▒▓█";

    /// <param name="title">What it is of.</param>
    /// <param name="matrices">One per partition; their mean is shown. Values from 0 to 1.</param>
    public void Write(string title, ImmutableArray<ImmutableArray<ImmutableArray<double>>> matrices)
    {
        host.Out.WriteLine();
        host.Out.WriteLine($"  {title}");
        for (var i = 0; i < matrices[0].Length; i++)
        {
            var line = new StringBuilder("  ");
            for (var j = 0; j < matrices[0][i].Length; j++)
            {
                var mean = matrices.Average(matrix => matrix[i][j]);
                line.Append(ShadeOf(mean)).Append(ShadeOf(mean)).Append(CultureInfo.InvariantCulture, $" {mean:F2}  ");
            }
            host.Out.WriteLine(line.ToString().TrimEnd());
        }
    }

    private static char ShadeOf(double value) => Shades[Math.Clamp((int)Math.Round(value * (Shades.Length - 1)), 0, Shades.Length - 1)];
}
