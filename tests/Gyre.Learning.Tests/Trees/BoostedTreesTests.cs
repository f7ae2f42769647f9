using System.Text;
using Gyre.Core;
using Gyre.Learning.Boosting;
using Gyre.Learning.Kinds;
using Gyre.Learning.Trees;

namespace Gyre.Learning.Tests.Trees;

public sealed class BoostedTreesTests
{
    private static readonly ITrainableKind Classifier = ModelKinds.BuiltIn.FindAlgorithm("trees")!;

    private static readonly ITrainableKind Regression = ModelKinds.BuiltIn.FindAlgorithm("trees-regression")!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Sums are the same to the last bit, since they are added in the same order; exponentials may differ in theirs.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_classifier_predicts_what_LightGBM_predicts(int classes)
    {
        NativeTrees.Require();
        var table = Corners(500, classes, 3);
        var model = (TreeClassifierModel)Classifier.Train(table, Settings(20), null, Cancel).Model;
        var fresh = Corners(300, classes, 4).Features;
        var outputs = TreeClassifierModel.OutputsFor(classes);

        var sums = new double[fresh.Rows * outputs];
        for (var row = 0; row < fresh.Rows; row++)
            model.Ensemble.Score(fresh.Row(row), sums.AsSpan(row * outputs, outputs));
        sums.ShouldBe(NativeTrees.Predict(model.Ensemble.Text, fresh, outputs, raw: true));
        var expected = NativeTrees.Predict(model.Ensemble.Text, fresh, outputs, raw: false);
        var ours = model.Probabilities(fresh);
        for (var row = 0; row < fresh.Rows; row++)
        {
            for (var output = 0; output < outputs; output++)
                ours[row, classes == 2 ? 1 : output].ShouldBe(expected[(row * outputs) + output], 1e-14);
            ours.Row(row).ToArray().Sum().ShouldBe(1, 1e-14);
        }
    }

    [Fact]
    public void A_regression_predicts_what_LightGBM_predicts_on_its_scale()
    {
        NativeTrees.Require();
        var (table, fresh) = (Waves(400, 1, 1e6), Waves(200, 2, 1e6));
        var model = (TreeRegressionModel)Regression.Train(table, Settings(50), null, Cancel).Model;

        var expected = NativeTrees.Predict(model.Ensemble.Text, fresh.Features, 1, raw: false);

        model.Values(fresh.Features).ShouldBe([.. expected.Select(sum => model.Offset + (model.Scale * sum))]);
        // The noise has deviation 0.1, the waves 0.8; targets around a million would leave single precision 0.06.
        var labels = fresh.Labels!.Value.Select(label => double.Parse(label, System.Globalization.CultureInfo.InvariantCulture));
        Math.Sqrt(model.Values(fresh.Features).Zip(labels, (value, label) => Math.Pow(value - label, 2)).Average()).ShouldBeLessThan(0.25);
    }

    [Fact]
    public void Trees_learn_what_no_line_separates_and_progress_says_how_far_they_are()
    {
        NativeTrees.Require();
        var (rounds, losses) = (new List<int>(), new List<double>());
        // Opposite corners are one class each.
        var table = Corners(400, 4, 1);
        var crossed = table with { Labels = [.. table.Labels!.Value.Select(label => label is "c0" or "c3" ? "yes" : "no")] };

        var result = Classifier.Train(
            crossed, Settings(30), progress => { rounds.Add(progress.Epoch); losses.Add(progress.Loss); }, Cancel);

        rounds.ShouldBe(Enumerable.Range(1, 30));
        losses.ShouldBe(losses.OrderDescending());
        result.Last.Accuracy.ShouldBeGreaterThan(0.97);
        var predicted = ((PredictionSet)Classifier.Predict(result.Model, crossed)).Evaluate();
        predicted.Accuracy.ShouldBe(result.Last.Accuracy, 1e-12);
        predicted.LogLoss!.Value.ShouldBe(result.Last.Loss, 1e-6);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_file_on_any_number_of_threads()
    {
        NativeTrees.Require();
        var table = Corners(3000, 4, 5);
        var first = await WrittenAsync(table, Settings(10, rowShare: 0.6));

        (await WrittenAsync(table, Settings(10, rowShare: 0.6))).ShouldBe(first);
        (await WrittenAsync(table, Settings(10, rowShare: 0.6).With(ModelSettings.Threads, 4))).ShouldBe(first);
        var seed = (ModelSetting<ulong>)Classifier.Settings.Single(setting => setting.Name == "seed");
        (await WrittenAsync(table, Settings(10, rowShare: 0.6).With(seed, 2UL))).ShouldNotBe(first);
    }

    [Theory]
    [InlineData("trees")]
    [InlineData("trees-regression")]
    [InlineData("linear")]
    public async Task A_model_reads_back_and_predicts_the_same_bits(string algorithm)
    {
        if (algorithm != "linear")
            NativeTrees.Require();
        var kind = ModelKinds.BuiltIn.FindAlgorithm(algorithm)!;
        var table = algorithm == "trees" ? Corners(200, 3, 1) : Waves(200, 1, 3);
        var model = kind.Train(table, ModelSettings.Defaults, null, Cancel).Model;
        var file = new MemoryStream();
        await ModelFile.WriteAsync(model, file, Cancel);
        file.Position = 0;

        var read = await ModelFile.ReadAsync(file, "model.json", ModelKinds.BuiltIn, Cancel);

        (await CsvAsync(read, table)).ShouldBe(await CsvAsync(model, table));
        read.Training.ShouldBe(model.Training);
        var again = new MemoryStream();
        await ModelFile.WriteAsync(read, again, Cancel);
        again.ToArray().ShouldBe(file.ToArray());
    }

    [Fact]
    public void Settings_out_of_range_and_too_many_trees_are_refused()
    {
        (string Name, object Value)[] wrong =
        [
            ("rounds", 0), ("leaves", 1), ("learning-rate", 0.0), ("leaf-rows", 0), ("penalty", -1.0), ("row-share", 1.5),
        ];
        foreach (var (name, value) in wrong)
        {
            var settings = Classifier.Settings.Single(setting => setting.Name == name) switch
            {
                ModelSetting<int> whole => ModelSettings.Defaults.With(whole, (int)value),
                ModelSetting<double> real => ModelSettings.Defaults.With(real, (double)value),
                _ => ModelSettings.Defaults,
            };
            Should.Throw<InvalidInputException>(() => Classifier.Check(settings)).Diagnostics[0].Code.ShouldBe("learn.option", name);
        }
        var many = (ModelSetting<int>)Classifier.Settings.Single(setting => setting.Name == "rounds");
        var settingsOfMany = ModelSettings.Defaults.With(many, 100_000);
        Should.Throw<InvalidInputException>(() => Classifier.Train(Corners(40, 4, 1), settingsOfMany, null, Cancel))
            .Diagnostics[0].Code.ShouldBe("learn.too-large");
    }

    [Fact]
    public void A_label_that_is_no_number_is_refused_by_its_row() =>
        Should.Throw<InvalidInputException>(() => Regression.Train(
            Corners(10, 2, 1), ModelSettings.Defaults, null, Cancel)).Message.ShouldContain("'1'");

    [Fact]
    public void Training_stops_between_rounds_when_it_is_cancelled()
    {
        NativeTrees.Require();
        using var source = new CancellationTokenSource();
        var rounds = 0;

        Should.Throw<OperationCanceledException>(() => Classifier.Train(Corners(200, 2, 1), Settings(1000), _ =>
        {
            if (++rounds == 3)
                source.Cancel();
        }, source.Token));

        rounds.ShouldBe(3);
    }

    /// <summary>Where nothing can be split, LightGBM gives trees of one leaf.</summary>
    [Fact]
    public void Rows_that_are_all_the_same_give_their_share()
    {
        NativeTrees.Require();
        var table = Make(["x"], new DenseMatrix(40, 1), [.. Enumerable.Range(0, 40).Select(i => i < 10 ? "1" : "2")]);

        var classifier = (TreeClassifierModel)Classifier.Train(table, Settings(5), null, Cancel).Model;
        var regression = (TreeRegressionModel)Regression.Train(table, Settings(5), null, Cancel).Model;
        var (shares, mean) = (classifier.Probabilities(table.Features), regression.Values(table.Features));

        shares[0, 0].ShouldBe(0.25, 1e-6);
        mean[0].ShouldBe(1.75, 1e-6);
    }

    [Fact]
    public void Weights_count_as_rows_do()
    {
        NativeTrees.Require();
        var table = Waves(100, 3, 0);
        float[] targets = [.. table.Labels!.Value.Select(label => float.Parse(label, System.Globalization.CultureInfo.InvariantCulture))];
        int[] twice = [.. Enumerable.Range(0, 100).Concat(Enumerable.Range(0, 50))];
        float[] weights = [.. Enumerable.Range(0, 100).Select(i => i < 50 ? 2f : 1f)];
        var options = new GradientBoostingOptions { Rounds = 1, Leaves = 2, LearningRate = 1, LeafRows = 1 };
        double Root(BoostingProblem problem) => Read(LightGbm.Instance.Train(problem, options, null, Cancel)).Trees[0].Leaves[0];

        var weighted = Root(new BoostingProblem(table.Features, targets, 0, weights));
        var repeated = Root(new BoostingProblem(table.Features.Take(twice), [.. twice.Select(i => targets[i])], 0, []));

        weighted.ShouldBe(repeated, 1e-5);
    }

    /// <summary>The ten folds of the digits: published for boosting are about 97%; the softmax regression reaches less than 97%.</summary>
    [Fact]
    public async Task Digits_are_told_apart()
    {
        NativeTrees.Require();
        var table = await Digits.ReadAsync();
        var fold = Digits.Folds()[0];
        int[] train = [.. Enumerable.Range(0, table.Ids.Length).Except(fold)];
        var model = Classifier.Train(Part(table, train), Settings(60), null, Cancel).Model;

        ((PredictionSet)Classifier.Predict(model, Part(table, fold))).Evaluate().Accuracy.ShouldBeGreaterThan(0.95);
    }

    /// <summary>Serving needs no native library: nothing but training asks for it.</summary>
    [Fact]
    public void A_kind_whose_library_is_missing_reads_and_predicts()
    {
        var kind = new BoostedRegressionKind(new NoBooster());
        var model = new TreeRegressionModel
        {
            Kind = kind,
            FeatureNames = ["x"],
            Offset = 10,
            Scale = 2,
            Ensemble = Read(TreeTextTests.Good),
        };

        double[] possible = [10 + (2 * 1.5), 10 + (2 * -0.25), 10 + (2 * 7)];
        ((NumberPredictions)kind.Predict(model, Waves(50, 1, 0))).Values.Distinct().Order().ShouldBe(possible.Order());
        Should.Throw<InvalidInputException>(() => kind.Train(Waves(50, 1, 0), ModelSettings.Defaults, null, Cancel));
    }

    private static Table Part(Table table, int[] rows) => table with
    {
        Features = table.Features.Take(rows),
        Ids = [.. rows.Select(row => table.Ids[row])],
        Labels = [.. rows.Select(row => table.Labels!.Value[row])],
    };

    private static ModelSettings Settings(int rounds, double rowShare = 1)
    {
        var given = Classifier.Settings.ToDictionary(setting => setting.Name);
        return ModelSettings.Defaults
            .With((ModelSetting<int>)given["rounds"], rounds)
            .With((ModelSetting<double>)given["row-share"], rowShare);
    }

    /// <summary>Clouds around the corners of a square, a class each.</summary>
    private static Table Corners(int rows, int classes, ulong seed)
    {
        var random = new SeededRandom(seed);
        var (features, labels) = (new DenseMatrix(rows, 2), new string[rows]);
        for (var row = 0; row < rows; row++)
        {
            var corner = row % classes;
            labels[row] = $"c{corner}";
            features.Row(row)[0] = random.NextGaussian(corner % 2 * 2, 0.4);
            features.Row(row)[1] = random.NextGaussian(corner / 2 * 2, 0.4);
        }
        return Make(["x", "y"], features, labels);
    }

    private static Table Waves(int rows, ulong seed, double level)
    {
        var random = new SeededRandom(seed);
        var (features, labels) = (new DenseMatrix(rows, 1), new string[rows]);
        for (var row = 0; row < rows; row++)
        {
            features.Row(row)[0] = 6 * random.NextDouble();
            labels[row] = NumberText.Of(level + Math.Sin(features[row, 0]) + random.NextGaussian(0, 0.1));
        }
        return Make(["x"], features, labels);
    }

    private static Table Make(string[] names, DenseMatrix features, string[] labels) => new()
    {
        FeatureNames = [.. names],
        Features = features,
        Ids = [.. Enumerable.Range(1, labels.Length).Select(i => $"{i}")],
        Labels = [.. labels],
    };

    private static TreeEnsemble Read(string text) => TreeText.Read(text, 1, 1, problem => new InvalidDataException(problem));

    private static async Task<string> WrittenAsync(Table table, ModelSettings settings)
    {
        var file = new MemoryStream();
        var model = Classifier.Train(table, settings, null, Cancel).Model;
        await ModelFile.WriteAsync(model with { Training = new MapValue([]) }, file, Cancel);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    private static async Task<string> CsvAsync(Model model, Table table)
    {
        var stream = new MemoryStream();
        await model.Kind.Predict(model, table).WriteAsync(stream, PredictionFormat.Csv, Cancel);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class NoBooster : IBooster
    {
        public string Train(
            BoostingProblem problem,
            GradientBoostingOptions options,
            Action<int, double, double>? progress,
            CancellationToken cancellationToken) => throw new InvalidInputException("learn.no-lightgbm", "There is none.");
    }
}
