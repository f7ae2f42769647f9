using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Learning.Continual;

namespace Gyre.Learning;

/// <summary>
/// A classifier that learns experiences one after the other with a <see cref="ContinualStrategy"/>. Saved after an experience, loaded and
/// continued, it gives the same bits as one that was never interrupted. Not thread-safe.
/// </summary>
/// <remarks>
/// File: <c>{"schemaVersion": 1, "options": {}, "features", "classes", "experiences", "state": {}}</c>; the state has arrays of doubles,
/// little-endian in Base64. The same learner gives the same bytes. A step costs O(batch · P), with replay twice or three times that.
/// </remarks>
public sealed class ContinualLearner
{
    /// <summary>The version this program writes; it reads no later one.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Bytes of the largest file that is read: 1 GiB.</summary>
    public const int MaxBytes = 1024 * 1024 * 1024;

    private const string What = "learner";

    private readonly LearnerCore _core;
    private long _experiences;

    private ContinualLearner(ContinualOptions options, int features, int classes)
    {
        (Options, Features, Classes) = (options, features, classes);
        _core = options.Strategy switch
        {
            "nearest-mean" => new MeansLearner(options, features, classes),
            "streaming-lda" => new StreamingDiscriminant(options, features, classes),
            _ => new NetworkLearner(options, features, classes),
        };
    }

    /// <summary>Strategy and settings.</summary>
    public ContinualOptions Options { get; }

    /// <summary>Numbers per example.</summary>
    public int Features { get; }

    /// <summary>Classes that can be learned, all from the start.</summary>
    public int Classes { get; }

    /// <summary>Experiences learned so far.</summary>
    public long Experiences => _experiences;

    /// <summary>Numbers of the model.</summary>
    public long Parameters => _core.Parameters;

    /// <summary>Bytes carried from experience to experience beside the model: memory, importances.</summary>
    public long CarriedBytes => _core.Bytes;

    /// <summary>Starts an untrained learner.</summary>
    /// <param name="options">Strategy and settings.</param>
    /// <param name="features">Numbers per example, at least 1.</param>
    /// <param name="classes">Classes of the whole stream, at least 2.</param>
    /// <exception cref="InvalidInputException">A setting is out of its range.</exception>
    public static ContinualLearner Create(ContinualOptions options, int features, int classes)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        OptionCheck.Between(nameof(features), features, 1, 1_000_000);
        OptionCheck.Between(nameof(classes), classes, 2, 1_000_000);
        return new ContinualLearner(options, features, classes);
    }

    /// <summary>Learns the next experience.</summary>
    /// <param name="rows">Its examples; at least one.</param>
    /// <param name="stepped">
    /// Told after each step how many examples were learned since the start of the experience, repeated passes included; may score.
    /// </param>
    /// <param name="cancellationToken">Stops between two steps; the learner must not be used after that.</param>
    /// <returns>
    /// For each example in the order of the first pass: whether the model predicted it rightly before it learned it. Strategies that start
    /// anew, and streaming LDA, are asked before the experience starts.
    /// </returns>
    /// <exception cref="InvalidInputException">
    /// The rows do not fit the learner, or this is joint training, which has one experience.
    /// </exception>
    public ImmutableArray<bool> Learn(ContinualRows rows, Action<int>? stepped = null, CancellationToken cancellationToken = default) =>
        LearnTogether([rows], stepped, cancellationToken);

    /// <summary>Learns the examples of several tasks as one experience; joint training does this once with all.</summary>
    /// <inheritdoc cref="Learn"/>
    public ImmutableArray<bool> LearnTogether(
        IReadOnlyList<ContinualRows> rows, Action<int>? stepped = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            throw new ArgumentException("An experience requires examples.", nameof(rows));
        foreach (var part in rows)
            Check(part);
        if (Options.Strategy == "joint" && _experiences > 0)
            throw new InvalidInputException(
                "learn.joint", "Joint training takes all examples at once.", "Use 'cumulative' to learn experiences one after the other.");
        var hits = _core.Learn(rows, _experiences, stepped, cancellationToken);
        _experiences++;
        return ImmutableCollectionsMarshal.AsImmutableArray(hits);
    }

    /// <summary>
    /// The score of every class for every row; higher is better, negative infinity for a class that cannot be scored yet.
    /// </summary>
    /// <param name="features">One row per example.</param>
    public DenseMatrix Scores(DenseMatrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Columns != Features)
            throw new ArgumentException($"The rows have {features.Columns} features instead of {Features}.", nameof(features));
        var scores = new DenseMatrix(features.Rows, Classes);
        for (var i = 0; i < features.Rows; i++)
            _core.Score(features.Row(i), scores.Row(i));
        return scores;
    }

    /// <summary>The class of the highest score for every row; the lowest of equals.</summary>
    /// <param name="features">One row per example.</param>
    /// <param name="outputs">The classes that come into question, those of the task where it is told; empty for all.</param>
    public ImmutableArray<int> Predict(DenseMatrix features, ImmutableArray<int> outputs = default)
    {
        var scores = Scores(features);
        var allowed = new bool[Classes];
        foreach (var output in outputs.IsDefaultOrEmpty ? [.. Enumerable.Range(0, Classes)] : outputs)
            allowed[output] = true;
        return [.. Enumerable.Range(0, features.Rows).Select(i => LearnerCore.Best(scores.Row(i), allowed))];
    }

    /// <summary>Writes the learner: settings, weights and all that the strategy carries.</summary>
    public async Task SaveAsync(Stream stream, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            var state = new LearnerState();
            _core.Save(state);
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", SchemaVersion);
            writer.WritePropertyName("options");
            JsonSerializer.Serialize(writer, Options, ContinualJson.Default.ContinualOptions);
            writer.WriteNumber("features", Features);
            writer.WriteNumber("classes", Classes);
            writer.WriteNumber("experiences", _experiences);
            writer.WritePropertyName("state");
            state.Write(writer);
            writer.WriteEndObject();
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a learner and checks all of it.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="name">How the user named it, for errors.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// Not such a file, of a later version, with a setting out of its range, with sizes that do not fit, or too large.
    /// </exception>
    public static Task<ContinualLearner> LoadAsync(Stream stream, string name, CancellationToken cancellationToken) =>
        ReadAsync(stream, name, null, cancellationToken);

    /// <summary>Reads a learner that goes on with another number of passes.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="name">How the user named it, for errors.</param>
    /// <param name="epochs">Passes over the examples of the experiences to come, in place of those in the file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">As for the other, or the number is out of its range.</exception>
    public static Task<ContinualLearner> LoadAsync(Stream stream, string name, int epochs, CancellationToken cancellationToken) =>
        ReadAsync(stream, name, epochs, cancellationToken);

    private static async Task<ContinualLearner> ReadAsync(Stream stream, string name, int? epochs, CancellationToken cancellationToken)
    {
        using var document = await JsonPart.ParseAsync(stream, What, name, MaxBytes, cancellationToken).ConfigureAwait(false);
        var root = new JsonPart(document.RootElement, What, name);
        root.RequireVersion(SchemaVersion);
        var options = ReadOptions(root.Get("options"), document.RootElement.GetProperty("options"));
        var (features, classes) = (root.Get("features").Size(), root.Get("classes").Size());
        var state = LearnerState.Read(root.Get("state"));
        RequireSize(root, state, options, features, classes);
        var learner = Create(options with { Epochs = epochs ?? options.Epochs }, features, classes);
        learner._core.Load(state);
        learner._experiences = Experience(root.Get("experiences"));
        return learner;
    }

    private static ContinualOptions ReadOptions(JsonPart part, JsonElement element)
    {
        try
        {
            return element.Deserialize(ContinualJson.Default.ContinualOptions)
                ?? throw part.Refuse("the options are missing", null);
        }
        catch (JsonException)
        {
            throw part.Refuse("the options are not as this program writes them", "Use the file that the program wrote.");
        }
    }

    /// <summary>Compares sizes before anything is allocated: a size in a file is only a claim.</summary>
    private static void RequireSize(JsonPart root, LearnerState state, ContinualOptions options, int features, int classes)
    {
        var (name, count) = options.Strategy is "nearest-mean" or "streaming-lda"
            ? ("means", (long)features * classes)
            : ("parameters", HeadNetwork.CountOf(features, options.Hidden, classes));
        state.Get(name, count);
        if (options.Strategy == "streaming-lda")
            state.Get("covariance", (long)features * features);
        if (options.BatchSize > 1_000_000_000L / ((features + options.Hidden + (2L * classes)) * sizeof(double)))
            throw root.Refuse("a batch of these sizes is too large", null);
    }

    private static long Experience(JsonPart part) => part.Number() is var number and >= 0 and <= 1L << 53 && number == Math.Floor(number)
        ? (long)number
        : throw part.Refuse("this is not a number of experiences", null);

    private void Check(ContinualRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Features.Rows == 0 || rows.Features.Columns != Features || rows.Labels.Length != rows.Features.Rows)
            throw new InvalidInputException(
                "learn.shape",
                $"{rows.Features.Rows} x {rows.Features.Columns} features with {rows.Labels.Length} labels do not fit {Features} features.",
                "Use at least one row, one label per row, and as many features as the learner has.");
        if (rows.Task < 0)
            throw new InvalidInputException("learn.task", $"Task {rows.Task} is negative.");
        var allowed = rows.Outputs.IsDefaultOrEmpty ? null : rows.Outputs.ToHashSet();
        foreach (var output in rows.Outputs.IsDefaultOrEmpty ? [] : rows.Outputs)
            RequireClass(output);
        foreach (var label in rows.Labels)
        {
            RequireClass(label);
            if (allowed is not null && !allowed.Contains(label))
                throw new InvalidInputException("learn.task", $"Class {label} is not a class of task {rows.Task}.");
        }
        RequireFinite(rows.Features);
    }

    private void RequireClass(int label)
    {
        if (label < 0 || label >= Classes)
            throw new InvalidInputException("learn.class", $"Class {label} is not from 0 to {Classes - 1}.");
    }

    private static void RequireFinite(DenseMatrix features)
    {
        for (var i = 0; i < features.Rows; i++)
        {
            foreach (var value in features.Row(i))
            {
                if (!double.IsFinite(value))
                    throw new InvalidInputException("learn.not-finite", $"Row {i + 1} has a feature that is {NumberText.Of(value)}.");
            }
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ContinualOptions))]
internal sealed partial class ContinualJson : JsonSerializerContext;
