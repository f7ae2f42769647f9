namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>A small cycle of steps whose results are functions of what they are given, and which write down that they ran.</summary>
internal static class CrashProject
{
    public const int Turns = 3;

    // The effect is one short line, added in one call, before the work is done: a step that is killed in the middle has had its effect all the same.
    private const string Text = """
        - step:
            name: seed
            image: none
            command:
              - echo "$GYRE_RUN $GYRE_NODE $GYRE_ATTEMPT" >> "$CRASH_EFFECTS"
              - seq {parameter-value:rows} > "$VH_OUTPUTS_DIR/rows.txt"
              - cat "$VH_INPUTS_DIR"/before/* >> "$VH_OUTPUTS_DIR/rows.txt" 2>/dev/null || true
              - echo "{\"rows\":$(wc -l < "$VH_OUTPUTS_DIR/rows.txt")}"
            inputs: [{name: before, optional: true}]
            parameters: [{name: rows, type: integer, default: 5}]
            environment-variables: [{name: CRASH_EFFECTS, default: EFFECTS}]
        - step:
            name: train
            image: none
            command:
              - echo "$GYRE_RUN $GYRE_NODE $GYRE_ATTEMPT" >> "$CRASH_EFFECTS"
              - sleep 0.03
              - awk '{s += $1 * {parameter-value:x}} END {print s}' "$VH_INPUTS_DIR/rows/rows.txt" > "$VH_OUTPUTS_DIR/model-{parameter-value:x}.txt"
              - echo "{\"score\":$(cat "$VH_OUTPUTS_DIR/model-{parameter-value:x}.txt")}"
            inputs: [{name: rows}]
            parameters: [{name: x, type: integer, default: 1}]
            environment-variables: [{name: CRASH_EFFECTS, default: EFFECTS}]
        - step:
            name: join
            image: none
            command:
              - echo "$GYRE_RUN $GYRE_NODE $GYRE_ATTEMPT" >> "$CRASH_EFFECTS"
              - cat "$VH_INPUTS_DIR"/models/* | sort -n > "$VH_OUTPUTS_DIR/best.txt"
              - echo "{\"best\":$(tail -n 1 "$VH_OUTPUTS_DIR/best.txt")}"
            inputs: [{name: models}]
            environment-variables: [{name: CRASH_EFFECTS, default: EFFECTS}]
        - task:
            name: sweep
            step: train
            parameters:
              - {name: x, style: multiple, rules: {items: [1, 2, 3]}}
        - pipeline:
            name: p
            nodes:
              - {name: seed, type: execution, step: seed}
              - {name: train, type: task, task: sweep}
              - name: join
                type: execution
                step: join
                actions: [{when: node-complete, if: metadata.best > 1000000, then: stop-pipeline}]
              - {name: last, type: execution, step: join}
            edges:
              - [seed.output.*, train.input.rows]
              - [train.output.*, join.input.models]
              - [join.output.*, last.input.models]
        - cycle:
            name: c
            pipeline: p
            repeat-while: true
            max-iterations: 3
            next:
              seed.rows: {sample: integer, min: 3, max: 40}
            carry:
              - [join.output.best.txt, seed.input.before]
        """;

    /// <summary>Writes it into a new folder; every attempt adds a line to the file of effects.</summary>
    public static string Write(string folder, string effects)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Join(folder, "gyre.yaml");
        File.WriteAllText(file, Text.Replace("EFFECTS", effects, StringComparison.Ordinal));
        return file;
    }
}
