using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Gyre.Core;
using Gyre.Learning.Platform;
using Gyre.Learning.Trees;

namespace Gyre.Learning.Boosting;

/// <summary>Trains with LightGBM's native library, which is loaded when it is first asked to train.</summary>
internal sealed unsafe class LightGbm : IBooster
{
    public static readonly LightGbm Instance = new();

    // A model file holds twice as much.
    private const int MaxBytes = 128 * 1024 * 1024;

    private LightGbm()
    {
    }

    /// <summary>Why the library cannot be used here, or null when it can.</summary>
    public static string? Missing
    {
        get
        {
            try
            {
                // LightGBM would write to standard output, which belongs to the program; errors come back from each call.
                _ = LightGbmCalls.RegisterLog(&Ignore);
                return null;
            }
            catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
            {
                return error.Message;
            }
        }
    }

    public string Train(
        BoostingProblem problem,
        GradientBoostingOptions options,
        Action<int, double, double>? progress,
        CancellationToken cancellationToken)
    {
        if (Missing is { } reason)
            throw new InvalidInputException(
                "learn.no-lightgbm",
                $"The native library of LightGBM, which trains trees, could not be loaded: {FirstLine(reason)}",
                "Train on Linux, Windows or macOS with an x64 processor. On Linux, install libgomp1; to a program of your own, add the "
                + "NuGet package LightGBM. Trained models need no library.");
        var parameters = Parameters(problem, options);
        using var data = Load(problem, parameters);
        Check(LightGbmCalls.CreateBooster(data, parameters, out var booster));
        using (booster)
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Check(LightGbmCalls.Update(booster, out var isFinished));
                if (progress is not null)
                    Report(booster, round, progress);
                if (isFinished != 0)
                    break;
            }
            return Text(booster);
        }
    }

    /// <summary>Names and numbers only: nothing of the user's text gets in.</summary>
    private static string Parameters(BoostingProblem problem, GradientBoostingOptions options)
    {
        var objective = problem.Classes switch
        {
            0 => "objective=regression metric=l2",
            2 => "objective=binary metric=binary_logloss,binary_error",
            _ => $"objective=multiclass num_class={problem.Classes} metric=multi_logloss,multi_error",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{objective} is_provide_training_metric=true num_leaves={options.Leaves} learning_rate={options.LearningRate:R} "
            + $"min_data_in_leaf={options.LeafRows} lambda_l2={options.Penalty:R} "
            + $"bagging_fraction={options.RowShare:R} bagging_freq={(options.RowShare < 1 ? 1 : 0)} "
            + $"seed={options.Seed} num_threads={options.Threads} deterministic=true force_row_wise=true verbosity=-1");
    }

    private static DataHandle Load(BoostingProblem problem, string parameters)
    {
        DataHandle data;
        fixed (double* values = problem.Features.Values)
        {
            var (rows, columns) = (problem.Features.Rows, problem.Features.Columns);
            Check(LightGbmCalls.CreateData(
                values, LightGbmCalls.Float64, rows, columns, isRowMajor: 1, parameters, reference: 0, out data));
        }
        try
        {
            Set(data, "label", problem.Targets);
            if (problem.Weights.Length > 0)
                Set(data, "weight", problem.Weights);
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    private static void Set(DataHandle data, string field, float[] values)
    {
        fixed (float* first = values)
            Check(LightGbmCalls.SetField(data, field, first, values.Length, LightGbmCalls.Float32));
    }

    private static void Report(BoosterHandle booster, int round, Action<int, double, double> progress)
    {
        // One or two metrics were asked for.
        Span<double> results = stackalloc double[8];
        int count;
        fixed (double* first = results)
            Check(LightGbmCalls.Evaluate(booster, data: 0, out count, first));
        progress(round, results[0], results[count - 1]);
    }

    /// <summary>The text without what follows the trees: it repeats all settings, also those that change nothing.</summary>
    private static string Text(BoosterHandle booster)
    {
        Check(LightGbmCalls.Save(booster, start: 0, rounds: -1, importance: 0, length: 0, out var needed, null));
        if (needed > MaxBytes)
            throw new InvalidInputException("learn.too-large", $"The trees take {needed} bytes.", "Use fewer rounds or leaves.");
        var bytes = new byte[needed];
        fixed (byte* first = bytes)
            Check(LightGbmCalls.Save(booster, start: 0, rounds: -1, importance: 0, needed, out needed, first));
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, (int)needed - 1));
        var end = text.LastIndexOf($"\n{TreeText.End}\n", StringComparison.Ordinal);
        return text[..(end + TreeText.End.Length + 2)];
    }

    private static void Check(int result)
    {
        if (result == 0)
            return;
        var reason = Marshal.PtrToStringUTF8(LightGbmCalls.LastError()) ?? "unknown reason";
        throw new InvalidInputException("learn.lightgbm", $"LightGBM refused to train: {FirstLine(reason)}");
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint text)
    {
    }
}
