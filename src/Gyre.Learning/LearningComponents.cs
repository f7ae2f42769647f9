using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>Components over the algorithms of this module: their command is <c>gyre</c> itself, which steps find on their search path.</summary>
public static class LearningComponents
{
    private static readonly ArtifactType Dataset = new("system.Dataset", "0.0.1");
    private static readonly ArtifactType Model = new("system.Model", "0.0.1");
    private static readonly ArtifactType Artifact = ArtifactType.Any;

    private static readonly SplitOptions SplitDefaults = new();
    private static readonly SoftmaxRegressionOptions Softmax = new();
    private static readonly MlpClassifierOptions Mlp = new();

    private static readonly ComponentInput Label = Text("label", "label", "Column that contains the class.");
    private static readonly ComponentInput Id = Text("id", "id", "Column that identifies the rows. Default: row numbers.");

    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<Component> All { get; } = [Evaluate(), Predict(), Split(), Train()];

    private static Component Split() => Make(
        "gyre/learn-split",
        "Splits a CSV file into training and test rows.",
        [
            File("data", Dataset, "CSV file with a header row and labels."),
            Number("test_fraction", SplitDefaults.TestFraction, "Fraction of rows for the test set."),
            Count("seed", (long)SplitDefaults.Seed, "Random seed of the split."),
            Count("max_train_rows", SplitDefaults.MaxTrainRows, "Keep only the first N training rows."),
            Label,
        ],
        [Output("train", Dataset, "Training rows."), Output("test", Dataset, "Test rows.")],
        [
            .. Words("split"), .. Path("--data", "data"), .. Written("--train", "train"), .. Written("--test", "test"), .. Given("--test-fraction", "test_fraction"),
            .. Given("--seed", "seed"), .. Given("--max-train-rows", "max_train_rows"), .. Given("--label", "label"),
        ]);

    private static Component Train() => Make(
        "gyre/learn-train",
        "Trains a classifier on a CSV file: softmax regression, or a network with one hidden layer.",
        [
            File("data", Dataset, "CSV file with a header row and labels."),
            Text("algorithm", "softmax", "Algorithm: softmax or mlp.") with
            {
                Choices = [.. ModelKinds.BuiltIn.Trainable.Select(kind => Value.Of(kind.Algorithm))],
            },
            Text("scale", "none", "Feature scaling: none, standard, or a divisor."),
            Number("c", Softmax.C, "softmax: inverse regularization strength."),
            Count("max_iterations", Softmax.MaxIterations, "softmax: maximum number of iterations."),
            Count("hidden", Mlp.Hidden, "mlp: number of hidden units."),
            Count("epochs", Mlp.Epochs, "mlp: number of epochs."),
            Number("learning_rate", Mlp.LearningRate, "mlp: learning rate."),
            Count("seed", (long)Mlp.Seed, "mlp: random seed of the initial weights and the row order."),
            Label,
            Id,
        ],
        [Output("model", Model, "The model."), Returned("accuracy", "Accuracy on the training rows.")],
        [
            .. Words("train"), .. Path("--data", "data"), .. Written("--model", "model"), .. Given("--algorithm", "algorithm"), .. Given("--scale", "scale"), .. Given("--c", "c"),
            .. Given("--max-iterations", "max_iterations"), .. Given("--hidden", "hidden"), .. Given("--epochs", "epochs"), .. Given("--learning-rate", "learning_rate"),
            .. Given("--seed", "seed"), .. Given("--label", "label"), .. Given("--id", "id"), .. ValueFile("--accuracy-file", "accuracy"),
        ]);

    private static Component Predict() => Make(
        "gyre/learn-predict",
        "Predicts the rows of a CSV file with a model.",
        [File("model", Model, "The model."), File("data", Dataset, "CSV file with the model's features. Labels are copied to the output."), Label, Id],
        [Output("predictions", Dataset, "Predictions as CSV, one row per row of the data.")],
        [.. Words("predict"), .. Path("--model", "model"), .. Path("--data", "data"), .. Written("--output", "predictions"), .. Given("--label", "label"), .. Given("--id", "id")]);

    private static Component Evaluate() => Make(
        "gyre/learn-evaluate",
        "Evaluates a model on labeled rows.",
        [File("model", Model, "The model."), File("data", Dataset, "CSV file with the true labels."), Label, Id],
        [Output("report", Artifact, "Accuracy, log loss, per-class scores and the confusion matrix, as JSON."), Returned("accuracy", "Accuracy on the rows.")],
        [
            .. Words("evaluate"), .. Path("--model", "model"), .. Path("--data", "data"), .. Written("--output", "report"), .. ValueFile("--accuracy-file", "accuracy"),
            .. Given("--label", "label"), .. Given("--id", "id"),
        ]);

    private static Component Make(string name, string description, ImmutableArray<ComponentInput> inputs, ImmutableArray<ComponentOutput> outputs, ImmutableArray<ArgumentTemplate> command) =>
        new() { Name = name, Description = description, Inputs = inputs, Outputs = outputs, Command = command };

    private static ComponentInput File(string name, ArtifactType type, string description) => new() { Name = name, ArtifactType = type, Description = description };

    private static ComponentInput Text(string name, string value, string description) => Parameter(name, ParameterType.String, Value.Of(value), description);

    private static ComponentInput Count(string name, long value, string description) => Parameter(name, ParameterType.Integer, Value.Of(value), description);

    private static ComponentInput Number(string name, double value, string description) => Parameter(name, ParameterType.Float, Value.Of(value), description);

    private static ComponentInput Parameter(string name, ParameterType type, Value value, string description) =>
        new() { Name = name, ParameterType = type, Default = value, Optional = true, Description = description };

    private static ComponentOutput Output(string name, ArtifactType type, string description) => new() { Name = name, ArtifactType = type, Description = description };

    private static ComponentOutput Returned(string name, string description) => new() { Name = name, ParameterType = ParameterType.Float, Description = description };

    private static IEnumerable<ArgumentTemplate> Words(string verb) => new[] { "gyre", "learn", verb }.Select(ArgumentTemplate.Literal);

    private static IEnumerable<ArgumentTemplate> Given(string option, string input) => Option(option, PlaceholderKind.InputValue, input);

    private static IEnumerable<ArgumentTemplate> Path(string option, string input) => Option(option, PlaceholderKind.InputPath, input);

    private static IEnumerable<ArgumentTemplate> Written(string option, string output) => Option(option, PlaceholderKind.OutputPath, output);

    private static IEnumerable<ArgumentTemplate> ValueFile(string option, string output) => Option(option, PlaceholderKind.OutputValueFile, output);

    private static IEnumerable<ArgumentTemplate> Option(string option, PlaceholderKind kind, string name) => [ArgumentTemplate.Literal(option), new ArgumentTemplate([new PlaceholderPart(kind, name)])];
}
