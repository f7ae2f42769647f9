using Gyre.Core;

namespace Gyre.Learning;

/// <summary>How a softmax regression is fitted.</summary>
public sealed record SoftmaxRegressionOptions
{
    /// <summary>Inverse strength of the penalty |w|^2 / (2C) beside the summed log-loss; the bias is free. Above 0. Default 1.</summary>
    public double C { get; init; } = 1;

    /// <summary>L-BFGS iterations at most, 1 to 1,000,000; one gives a single step down the gradient. Default 1000.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Done when no part of the gradient of the mean loss is larger. 0 or more. Default 1e-6.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>How features are scaled: <c>none</c>, <c>standard</c> or a positive divisor. Default <c>none</c>.</summary>
    public string Scaling { get; init; } = "none";

    /// <summary>Threads to use, 1 to 1024; the result is the same bit for bit. Default 1.</summary>
    public int Threads { get; init; } = 1;

    internal void Check()
    {
        OptionCheck.Above(nameof(C), C, 0);
        OptionCheck.Between(nameof(MaxIterations), MaxIterations, 1, 1_000_000);
        OptionCheck.AtLeast(nameof(Tolerance), Tolerance, 0);
        OptionCheck.Between(nameof(Threads), Threads, 1, 1024);
        FeatureScaling.Check(Scaling);
    }
}

/// <summary>Refuses option values outside their range with one wording.</summary>
internal static class OptionCheck
{
    public static void Above(string name, double value, double bound)
    {
        if (!(value > bound) || !double.IsFinite(value))
            throw Refuse(name, NumberText.Of(value), $"a finite number greater than {NumberText.Of(bound)}");
    }

    public static void AtLeast(string name, double value, double bound)
    {
        if (!(value >= bound) || !double.IsFinite(value))
            throw Refuse(name, NumberText.Of(value), $"a finite number of at least {NumberText.Of(bound)}");
    }

    public static void Between(string name, int value, int low, int high)
    {
        if (value < low || value > high)
            throw Refuse(name, $"{value}", $"{low} to {high}");
    }

    private static InvalidInputException Refuse(string name, string given, string allowed) =>
        new("learn.option", $"{name} is {given}.", $"Use {allowed}.");
}
