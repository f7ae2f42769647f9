using System.Collections.Immutable;
using Gyre.Core;
using Parts = Gyre.Learning.ComponentParts;

namespace Gyre.Learning;

/// <summary>
/// Components over the algorithms of this module: their command is <c>gyre</c> itself, which steps find on their search path.
/// </summary>
public static class LearningComponents
{
    private static readonly SplitOptions SplitDefaults = new();
    private static readonly SoftmaxRegressionOptions Softmax = new();
    private static readonly MlpClassifierOptions Mlp = new();
    private static readonly GradientBoostingOptions Trees = new();

    private static readonly ComponentInput Label = Parts.Text("label", "label", "Column that contains the class.");
    private static readonly ComponentInput Id = Parts.Text("id", "id", "Column that identifies the rows. Default: row numbers.");

    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<Component> All { get; } = [.. BanditComponents.All, Evaluate(), Predict(), Split(), Train()];

    private static Component Split() => Parts.Make(
        "gyre/learn-split",
        "Splits a CSV file into training and test rows.",
        [
            Parts.File("data", Parts.Dataset, "CSV file with a header row and labels."),
            Parts.Number("test_fraction", SplitDefaults.TestFraction, "Fraction of rows for the test set."),
            Parts.Count("seed", (long)SplitDefaults.Seed, "Random seed of the split."),
            Parts.Count("max_train_rows", SplitDefaults.MaxTrainRows, "Keep only the first N training rows."),
            Label,
        ],
        [Parts.Output("train", Parts.Dataset, "Training rows."), Parts.Output("test", Parts.Dataset, "Test rows.")],
        [
            .. Parts.Words("gyre", "learn", "split"), .. Parts.Path("--data", "data"), .. Parts.Written("--train", "train"),
            .. Parts.Written("--test", "test"), .. Parts.Given("--test-fraction", "test_fraction"),
            .. Parts.Given("--seed", "seed"), .. Parts.Given("--max-train-rows", "max_train_rows"), .. Parts.Given("--label", "label"),
        ]);

    private static Component Train() => Parts.Make(
        "gyre/learn-train",
        "Trains a model on a CSV file: softmax regression, a network with one hidden layer, gradient-boosted trees or linear regression.",
        [
            Parts.File("data", Parts.Dataset, "CSV file with a header row and labels."),
            Parts.Text(
                "algorithm", "softmax", "Algorithm: softmax, mlp or trees for classes, trees-regression or linear for numbers.") with
            {
                Choices = [.. ModelKinds.BuiltIn.Trainable.Select(kind => Value.Of(kind.Algorithm))],
            },
            Parts.Text("scale", "none", "Feature scaling: none, standard, or a divisor."),
            Parts.Number("c", Softmax.C, "softmax: inverse regularization strength."),
            Parts.Count("max_iterations", Softmax.MaxIterations, "softmax: maximum number of iterations."),
            Parts.Count("hidden", Mlp.Hidden, "mlp: number of hidden units."),
            Parts.Count("epochs", Mlp.Epochs, "mlp: number of epochs."),
            Parts.OptionalNumber(
                "learning_rate",
                $"mlp, trees: learning rate. Default: {NumberText.Of(Mlp.LearningRate)}, for trees {NumberText.Of(Trees.LearningRate)}."),
            Parts.Count("rounds", Trees.Rounds, "trees: number of rounds."),
            Parts.Count("leaves", Trees.Leaves, "trees: maximum number of leaves of a tree."),
            Parts.Count("leaf_rows", Trees.LeafRows, "trees: minimum number of rows in a leaf."),
            Parts.Count("seed", (long)Mlp.Seed, "mlp, trees: random seed."),
            Label,
            Id,
        ],
        [
            Parts.Output("model", Parts.Model, "The model."),
            Parts.Returned("accuracy", "Accuracy on the training rows; of numbers the share of variance explained."),
        ],
        [
            .. Parts.Words("gyre", "learn", "train"), .. Parts.Path("--data", "data"), .. Parts.Written("--model", "model"),
            .. Parts.Given("--algorithm", "algorithm"), .. Parts.Given("--scale", "scale"), .. Parts.Given("--c", "c"),
            .. Parts.Given("--max-iterations", "max_iterations"), .. Parts.Given("--hidden", "hidden"),
            .. Parts.Given("--epochs", "epochs"), .. Parts.IfGiven("--learning-rate", "learning_rate"),
            .. Parts.Given("--rounds", "rounds"), .. Parts.Given("--leaves", "leaves"), .. Parts.Given("--leaf-rows", "leaf_rows"),
            .. Parts.Given("--seed", "seed"), .. Parts.Given("--label", "label"), .. Parts.Given("--id", "id"),
            .. Parts.ValueFile("--accuracy-file", "accuracy"),
        ]);

    private static Component Predict() => Parts.Make(
        "gyre/learn-predict",
        "Predicts the rows of a CSV file with a model.",
        [
            Parts.File("model", Parts.Model, "The model."),
            Parts.File("data", Parts.Dataset, "CSV file with the model's features. Labels are copied to the output."),
            Label,
            Id,
        ],
        [Parts.Output("predictions", Parts.Dataset, "Predictions as CSV, one row per row of the data.")],
        [
            .. Parts.Words("gyre", "learn", "predict"), .. Parts.Path("--model", "model"), .. Parts.Path("--data", "data"),
            .. Parts.Written("--output", "predictions"), .. Parts.Given("--label", "label"), .. Parts.Given("--id", "id"),
        ]);

    private static Component Evaluate() => Parts.Make(
        "gyre/learn-evaluate",
        "Evaluates a model on labeled rows.",
        [Parts.File("model", Parts.Model, "The model."), Parts.File("data", Parts.Dataset, "CSV file with the true labels."), Label, Id],
        [
            Parts.Output("report", Parts.Artifact, "Accuracy, log loss, per-class scores and the confusion matrix, as JSON."),
            Parts.Returned("accuracy", "Accuracy on the rows."),
        ],
        [
            .. Parts.Words("gyre", "learn", "evaluate"), .. Parts.Path("--model", "model"), .. Parts.Path("--data", "data"),
            .. Parts.Written("--output", "report"), .. Parts.ValueFile("--accuracy-file", "accuracy"),
            .. Parts.Given("--label", "label"), .. Parts.Given("--id", "id"),
        ]);
}
