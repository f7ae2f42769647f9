using System.Runtime.InteropServices;
using Gyre.Learning.Boosting;

namespace Gyre.Learning.Tests.Trees;

/// <summary>LightGBM's own reading and predicting, as the reference.</summary>
internal static unsafe partial class NativeTrees
{
    private const string Library = "lib_lightgbm";
    private const int Normal = 0;
    private const int Raw = 1;

    /// <summary>Skips a test that trains where the library cannot be had, as on processors other than x64.</summary>
    public static void Require() =>
        Assert.SkipWhen(LightGbm.Missing is not null, "LightGBM has a native library for x64 only, and on Linux it needs libgomp1.");

    public static double[] Predict(string text, DenseMatrix features, int outputs, bool raw)
    {
        Load(text, out _, out var booster).ShouldBe(0);
        var results = new double[features.Rows * outputs];
        fixed (double* values = features.Values)
        fixed (double* to = results)
        {
            var kind = raw ? Raw : Normal;
            Predict(booster, values, 1, features.Rows, features.Columns, 1, kind, 0, -1, "num_threads=1", out var count, to).ShouldBe(0);
            count.ShouldBe(results.Length);
        }
        Free(booster).ShouldBe(0);
        return results;
    }

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterLoadModelFromString", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Load(string text, out int rounds, out nint booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterPredictForMat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Predict(
        nint booster, double* values, int type, int rows, int columns, int isRowMajor, int kind, int start, int rounds, string parameters,
        out long count, double* results);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterFree")]
    private static partial int Free(nint booster);
}
