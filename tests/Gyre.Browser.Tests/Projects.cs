namespace Gyre.Browser.Tests;

/// <summary>Projects that the pages are tried with.</summary>
internal static class Projects
{
    /// <summary>An experiment plan: two trials over two experiences.</summary>
    public const string Plan =
        """
        name: few or many
        description: Which of two models tells few from many?
        datasets: {names: [points]}
        splits:
          splitter:
            class: octopuscl.data.splitting.RandomPartitioner
            parameters: {seed: 1, training_pct: 0.6, test_pct: 0.4, num_experiences: 2, num_partitions: 1}
        max_workers: 2
        trials:
          - name: linear
            description: Softmax regression.
            pipeline: {model: {class: gyre.models.SoftmaxRegression, parameters: {epochs: 2}}}
            data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader}}
            host: local
          - name: network
            description: One hidden layer.
            pipeline: {model: {class: gyre.models.Mlp, parameters: {hidden: 4, epochs: 2}}}
            data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader}}
            host: local
        """;

    /// <summary>Two steps and a person between them; the second one has a sweep beside it.</summary>
    public const string Release =
        """
        - step:
            name: train
            image: none
            command: sh train.sh {parameter-value:rate}
            parameters:
              - {name: rate, type: float, default: 0.5}
        - step:
            name: publish
            image: none
            command: echo published
        - task:
            name: rates
            step: train
            type: grid_search
            parameters:
              - {name: rate, style: multiple, rules: {items: [0.1, 0.2, 0.3]}}
        - pipeline:
            name: release
            nodes:
              - {name: train, type: execution, step: train}
              - {name: tune, type: task, task: rates}
              - {name: ask, type: approval, question: "Shall this model go out?"}
              - {name: publish, type: execution, step: publish}
            edges:
              - [train.dependency.then, tune.dependency.then]
              - [tune.dependency.then, ask.dependency.then]
              - [ask.dependency.then, publish.dependency.then]
        """;

    public const string TrainScript =
        """
        printf 'a line with \033[31mred\033[0m words\n'
        for epoch in 1 2 3; do echo "{\"epoch\": $epoch, \"loss\": 0.$((9 - epoch)), \"rate\": $1}"; done
        printf 'name,score\na,1\nb,2\n' > "$GYRE_OUTPUTS_DIR/scores.csv"
        """;

    /// <summary>A run that fails.</summary>
    public const string Broken =
        """
        - step:
            name: break
            image: none
            command: sh -c "echo this goes wrong >&2; exit 3"
        - pipeline:
            name: breaks
            nodes:
              - {name: break, type: execution, step: break}
            edges: []
        """;

    /// <summary>A cycle of three turns, each better than the one before; the trigger never fires by itself.</summary>
    public const string Cycle =
        """
        - step:
            name: turn
            image: none
            command: sh turn.sh {parameter-value:level}
            parameters:
              - {name: level, type: integer, default: 1}
        - pipeline:
            name: climb
            nodes:
              - {name: turn, type: execution, step: turn}
            edges: []
        - cycle:
            name: climb
            pipeline: climb
            max-iterations: 8
            repeat-while: turn.metadata.score < 3
            objective: {metric: turn.metadata.score, direction: maximize}
            next:
              turn.level: {step: {start: 1, by: 1, integer: true}}
        - trigger:
            name: yearly
            pipeline: climb
            cron: "0 0 1 1 *"
        """;

    public const string TurnScript =
        """
        echo "{\"score\": $1}"
        """;

    /// <summary>The same cycle, but each turn ends when its file is there: <c>gates/LEVEL</c> beside the project.</summary>
    public static string SlowTurnScript(string gates) =>
        $$"""
        while [ ! -e "{{gates}}/$1" ]; do sleep 0.05; done
        echo "{\"score\": $1}"
        """;
}
