using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Experiments.Tests.Hosting;

public sealed class CommandModelConformanceTests : HostedModelConformance
{
    private const string Train = """
        import json, os, sys
        os.chdir(sys.argv[1])
        request = json.load(open('request.json'))
        sums = json.load(open('model/sums.json')) if os.path.exists('model/sums.json') else {}
        rows = lambda name: [json.loads(line)['values'] for line in open(name)]
        if request['do'] == 'train':
            assert request['continues'] == bool(sums) and request['seed'] == 2**64 - 1 and request['task'] == (1 if sums else None)
            for row in rows('training.jsonl'):
                if row['a'] is not None:
                    count, total = sums.get(row['kind'], (0, 0))
                    sums[row['kind']] = (count + 1, total + row['a'])
            json.dump(sums, open('model/sums.json', 'w'))
        else:
            with open('predictions.jsonl', 'w') as out:
                for row in rows('rows.jsonl'):
                    far = {label: abs((row['a'] or 0) - total / count) for label, (count, total) in sums.items()}
                    best = min(far, key=far.get)
                    out.write(json.dumps({'probabilities': [float(label == best) for label in request['classes']]}) + '\n')
        """;

    private protected override ITrialModel Create(HostedPlace place)
    {
        HostedPlace.NeedsPython();
        File.WriteAllText(Path.Join(place.Code, "train.py"), Train);
        return HostedComponents.CreateModel(
            Projects.ComponentSource.Parse("command: [\"python3\", \"train.py\"]"), HostedPlace.Block("my.Model"), place.Context);
    }
}

public sealed class CommandModelTests : IDisposable
{
    private readonly HostedPlace _place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_keep_null_apart_from_missing_and_lines_of_metrics_from_others()
    {
        await using var model = Model("""
            cp training.jsonl "$code/seen"; echo x > model/x
            echo '{"metric": "loss", "value": 0.5, "step": 3}'; echo '{"metric": "nan", "value": {"$float": "nan"}}'
            echo '{"metric": 1}'; echo hello; echo oops >&2
            """);
        await model.TrainAsync(HostedPlace.Rows(3, 2), HostedPlace.Rows(0, 0), Cancel);
        (await File.ReadAllLinesAsync(Path.Join(_place.Code, "seen"), Cancel)).ShouldBe(
        [
            """{"index":3,"id":"00000004-0000-0000-0000-000000000001","values":{"a":null,"n":3,"words":["x","null",""],"day":"2024-02-03T00:00:00","kind":"dog"}}""",
            """{"index":4,"id":"00000005-0000-0000-0000-000000000001","values":{"a":1.04,"n":4,"day":"2024-02-03T00:00:00","kind":"cat"}}""",
        ]);
        _place.Heard.Metrics.ShouldBe([("loss", 0.5, 3), ("nan", double.NaN, 0)]);
        _place.Heard.Lines.ShouldBe(["{\"metric\": 1}", "hello", "oops"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("", "predictions.jsonl: error component.output: The component has not written this file.")]
    [InlineData("echo '{\"label\": \"cat\"}' > predictions.jsonl", "predictions.jsonl:1:1: error component.output: There are 1 lines for 2 examples.")]
    [InlineData("yes '{\"label\": \"cat\"}' | head -3 > predictions.jsonl", "predictions.jsonl:3:1: error component.output: There are more than 2 lines.")]
    [InlineData("yes '{\"label\": \"cow\"}' | head -2 > predictions.jsonl", "predictions.jsonl:1:1: error component.output: 'cow' is not a label")]
    [InlineData("yes '{\"label\": null}' | head -2 > predictions.jsonl", "neither 'label' nor 'probabilities'")]
    [InlineData("yes '{\"probabilities\": [0.5, {\"$float\": \"nan\"}]}' | head -2 > predictions.jsonl", "is not a probability")]
    [InlineData("yes '{\"probabilities\": [NaN, 0]}' | head -2 > predictions.jsonl", "predictions.jsonl:1:1: error component.output: The line is not JSON")]
    [InlineData("yes '{\"probabilities\": [0.5, 0.4]}' | head -2 > predictions.jsonl", "add up to 0.9")]
    [InlineData("yes '{\"probabilities\": [1]}' | head -2 > predictions.jsonl", "not a list of 2 numbers")]
    [InlineData("yes '[1]' | head -2 > predictions.jsonl", "not a JSON object")]
    [InlineData("head -c 20000000 /dev/zero > predictions.jsonl", "predictions.jsonl:1:1: error component.output: The line is longer than 16777216 bytes.")]
    [InlineData("ln -s /etc/passwd predictions.jsonl", "It is not a file but a folder, a link or a device.")]
    [InlineData("mkfifo predictions.jsonl", "It is not a file but a folder, a link or a device.")]
    [InlineData("echo y > model/x; yes '{\"label\": \"cat\"}' | head -2 > predictions.jsonl", "changed this folder while it predicted")]
    [InlineData("echo first; echo 'no memory' >&2; exit 3", "could not do 'predict': it ended with exit code 3. It said:\nno memory")]
    [InlineData("kill -9 $$", "it ended with signal 9")]
    public async Task What_a_command_does_wrong_is_said_with_its_place(string predict, string message)
    {
        await using var model = Model($"if [ \"$do\" = train ]; then echo x > model/x; exit; fi\n{predict}");
        await model.TrainAsync(HostedPlace.Rows(0, 2), HostedPlace.Rows(0, 0), Cancel);
        (await Should.ThrowAsync<InvalidInputException>(() => model.PredictAsync(HostedPlace.Rows(0, 2), Cancel)))
            .Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("true", "has left nothing in this folder")]
    [InlineData("ln -s /etc model/etc", "'etc' is a link or a device.")]
    [InlineData("rm -r model; ln -s /etc model", "It is not a folder.")]
    [InlineData("echo x > 'model/a\\b'", "is not valid")]
    public async Task A_model_is_a_folder_of_files(string train, string message)
    {
        await using var model = Model(train);
        (await Should.ThrowAsync<InvalidInputException>(
            () => model.TrainAsync(HostedPlace.Rows(0, 2), HostedPlace.Rows(0, 0), Cancel))).Message.ShouldContain(message);
    }

    [Fact]
    public async Task Cancelling_ends_everything_that_the_command_has_started()
    {
        await using var model = Model("sleep 600 & echo $! > \"$code/child\"; echo started > model/x; echo ready; wait");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var training = model.TrainAsync(HostedPlace.Rows(0, 2), HostedPlace.Rows(0, 0), cancel.Token);
        await Patience.UntilAsync(() => _place.Heard.Lines.Contains("ready"), Cancel);
        var child = (await File.ReadAllTextAsync(Path.Join(_place.Code, "child"), Cancel)).Trim();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => training);
        // Its parent is gone; whoever is first in the container may leave its entry there for a while.
        if (OperatingSystem.IsLinux() && File.Exists($"/proc/{child}/stat"))
            (await File.ReadAllTextAsync($"/proc/{child}/stat", Cancel)).ShouldContain(") Z ");
    }

    [Fact]
    public async Task A_program_that_is_nowhere_is_named()
    {
        await using var model = HostedComponents.CreateModel(
            Projects.ComponentSource.Parse("command: [\"./no-such\"]"), HostedPlace.Block("my.Model"), _place.Context);
        (await Should.ThrowAsync<InvalidInputException>(
            () => model.TrainAsync(HostedPlace.Rows(0, 2), HostedPlace.Rows(0, 0), Cancel))).Message.ShouldContain("./no-such");
    }

    public void Dispose() => _place.Dispose();

    private ITrialModel Model(string lines) =>
        HostedComponents.CreateModel(_place.Script("model.sh", lines), HostedPlace.Block("my.Model"), _place.Context);
}
