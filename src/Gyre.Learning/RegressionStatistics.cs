using System.Text.Json;
using Gyre.Core;
using Gyre.Learning.Continual;
using Gyre.Learning.Kinds;
using Gyre.Learning.Vectors;

namespace Gyre.Learning;

/// <summary>
/// All that linear regression must know of rows: their number, means, and sums of products around the means. Rows that come in parts give
/// the same model as all at once, up to rounding, whatever the order. Not thread-safe.
/// </summary>
/// <remarks>
/// T. F. Chan, G. H. Golub and R. J. LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979.
/// O(features²) numbers, O(rows · features²) to add. File: <c>{"schemaVersion": 1, "features", "state": {}}</c>, numbers as in
/// <see cref="ContinualLearner"/>.
/// </remarks>
public sealed class RegressionStatistics
{
    /// <summary>The version this program writes; it reads no later one.</summary>
    public const int SchemaVersion = 1;

    private const int MaxBytes = 1024 * 1024 * 1024;
    private const string What = "state of a regression";

    private readonly double[] _means;
    private readonly double[] _products;
    private readonly double[] _moments;
    private double _mean;
    private double _squares;

    /// <summary>Statistics of no rows.</summary>
    /// <param name="features">Numbers per row, 1 to 5,000.</param>
    /// <exception cref="InvalidInputException">There are more.</exception>
    public RegressionStatistics(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        LinearRegressionKind.RequireSize(features);
        Features = features;
        (_means, _products, _moments) = (new double[features], new double[features * features], new double[features]);
    }

    /// <summary>Numbers per row.</summary>
    public int Features { get; }

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds the rows of a table, whose labels are numbers.</summary>
    /// <param name="table">At least one row.</param>
    /// <param name="cancellationToken">Stops between two rows; the statistics must not be used after that.</param>
    /// <exception cref="InvalidInputException">There is no row, another number of features, or a label that is not a finite
    /// number.</exception>
    public void Add(Table table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        var targets = KindParts.Targets(table);
        if (table.Features.Columns != Features)
            throw new InvalidInputException(
                "learn.shape", $"The rows have {table.Features.Columns} features instead of {Features}.",
                "Use rows with the same features as the first ones.");
        var (mean, means) = (Kernels.Sum(targets) / targets.Length, new double[Features]);
        for (var row = 0; row < targets.Length; row++)
            Kernels.AddScaled(table.Features.Row(row), 1.0 / targets.Length, means);
        Shift(means, mean, targets.Length);
        var centred = new double[Features];
        for (var row = 0; row < targets.Length; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            table.Features.Row(row).CopyTo(centred);
            Kernels.AddScaled(means, -1, centred);
            AddProducts(centred, targets[row] - mean, 1);
        }
    }

    /// <summary>The regression over all rows so far, as <see cref="ModelKinds"/> trains it on all of them at once.</summary>
    /// <param name="featureNames">One per feature.</param>
    /// <param name="settings">Those of the linear regression; the scaling is that of all rows.</param>
    /// <exception cref="InvalidInputException">There are no rows, or they do not determine the weights.</exception>
    public TrainingResult Fit(IReadOnlyList<string> featureNames, ModelSettings settings)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        ArgumentNullException.ThrowIfNull(settings);
        if (featureNames.Count != Features)
            throw new ArgumentException($"There are {featureNames.Count} names for {Features} features.", nameof(featureNames));
        if (Rows == 0)
            throw new InvalidInputException("learn.too-little", "There are no rows.", "A regression requires at least one row.");
        return LinearRegressionKind.Instance.Fit(
            [.. featureNames], new RegressionSums(Rows, _means, _products, _moments, _mean, _squares), settings);
    }

    /// <summary>Writes the statistics; the same ones give the same bytes.</summary>
    public async Task SaveAsync(Stream stream, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            var state = new LearnerState();
            state.Put("rows", [Rows]);
            state.Put("means", _means);
            state.Put("products", _products);
            state.Put("moments", _moments);
            state.Put("target", [_mean, _squares]);
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", SchemaVersion);
            writer.WriteNumber("features", Features);
            writer.WritePropertyName("state");
            state.Write(writer);
            writer.WriteEndObject();
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads statistics and checks their shape.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="name">How the user named it, for errors.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">Not such a file, of a later version, or with sizes that do not fit.</exception>
    public static async Task<RegressionStatistics> LoadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        using var document = await JsonPart.ParseAsync(stream, What, name, MaxBytes, cancellationToken).ConfigureAwait(false);
        var root = new JsonPart(document.RootElement, What, name);
        root.RequireVersion(SchemaVersion);
        var (features, state) = (root.Get("features").Size(), LearnerState.Read(root.Get("state")));
        if (features < 1)
            throw root.Refuse("there are no features", null);
        // A size in a file is only a claim: what is there is counted before anything is allocated.
        state.Get("products", (long)features * features);
        var statistics = new RegressionStatistics(features) { Rows = state.Count("rows") };
        state.Fill("means", statistics._means);
        state.Fill("products", statistics._products);
        state.Fill("moments", statistics._moments);
        var target = state.Get("target", 2);
        (statistics._mean, statistics._squares) = (target[0], target[1]);
        return statistics;
    }

    /// <summary>Moves the means to those of both parts; what the parts' means differ by adds to the products.</summary>
    private void Shift(double[] means, double mean, int rows)
    {
        var all = Rows + rows;
        if (Rows > 0)
        {
            double[] distance = [.. means];
            Kernels.AddScaled(_means, -1, distance);
            AddProducts(distance, mean - _mean, (double)Rows * rows / all);
            Kernels.AddScaled(distance, (double)rows / all, _means);
            _mean += (mean - _mean) * rows / all;
        }
        else
        {
            means.CopyTo(_means, 0);
            _mean = mean;
        }
        Rows = all;
    }

    private void AddProducts(double[] distance, double target, double weight)
    {
        Kernels.AddScaled(distance, weight * target, _moments);
        _squares += weight * target * target;
        for (var i = 0; i < Features; i++)
            Kernels.AddScaled(distance, weight * distance[i], _products.AsSpan(i * Features, Features));
    }
}

/// <summary>Sums of rows around their means.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Means">Of the features.</param>
/// <param name="Products">Sums of products of features, row after row.</param>
/// <param name="Moments">Sums of products of features and target.</param>
/// <param name="Mean">Of the target.</param>
/// <param name="Squares">Sum of squares of the target.</param>
internal sealed record RegressionSums(long Rows, double[] Means, double[] Products, double[] Moments, double Mean, double Squares);
