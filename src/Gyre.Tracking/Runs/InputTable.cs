using Gyre.Storage;
using Gyre.Tracking.Rules;

namespace Gyre.Tracking.Runs;

/// <summary>Data and models that runs read or made. Datasets are shared by the runs of an experiment; what was said of one first stays.</summary>
internal static class InputTable
{
    /// <exception cref="TrackingException">A text is too long.</exception>
    public static void Check(IReadOnlyList<DatasetInput> datasets)
    {
        foreach (var dataset in datasets)
        {
            NameRules.CheckLength(dataset.Name, 500, "name");
            NameRules.CheckLength(dataset.Digest, 36, "digest");
            NameRules.CheckLength(dataset.SourceType, 36, "source_type");
            NameRules.CheckLength(dataset.Source, 65535, "source");
            NameRules.CheckLength(dataset.Schema ?? "", 1048575, "schema");
            NameRules.CheckLength(dataset.Profile ?? "", 16777215, "profile");
            foreach (var tag in dataset.Tags)
            {
                NameRules.CheckLength(tag.Key, 255, "key");
                NameRules.CheckLength(tag.Value, 500, "value");
            }
        }
    }

    public static void Write(IDbSession session, long run, long experiment, IReadOnlyList<DatasetInput> datasets, IReadOnlyList<string> models)
    {
        foreach (var dataset in datasets)
            Write(session, run, NumberOf(session, experiment, dataset), dataset);
        foreach (var modelId in models)
            session.Execute("INSERT INTO tracking_model_inputs (run, model_id) VALUES (@run, @modelId) ON CONFLICT DO NOTHING", new { run, modelId });
    }

    public static void WriteOutputs(IDbSession session, long run, IReadOnlyList<ModelOutput> models)
    {
        foreach (var model in models)
        {
            session.Execute(
                "INSERT INTO tracking_model_outputs (run, model_id, step) VALUES (@run, @ModelId, @Step) ON CONFLICT DO NOTHING", new { run, model.ModelId, model.Step });
        }
    }

    private static void Write(IDbSession session, long run, long dataset, DatasetInput input)
    {
        if (session.Execute("INSERT INTO tracking_dataset_inputs (run, dataset) VALUES (@run, @dataset) ON CONFLICT DO NOTHING", new { run, dataset }) == 0)
            return;
        foreach (var tag in input.Tags)
        {
            session.Execute(
                "INSERT INTO tracking_dataset_input_tags (run, dataset, key, value) VALUES (@run, @dataset, @Key, @Value) ON CONFLICT DO NOTHING",
                new { run, dataset, tag.Key, tag.Value });
        }
    }

    private static long NumberOf(IDbSession session, long experiment, DatasetInput dataset)
    {
        var row = new { experiment, dataset.Name, dataset.Digest, dataset.SourceType, dataset.Source, dataset.Schema, dataset.Profile };
        session.Execute(
            """
            INSERT INTO tracking_datasets (experiment, name, digest, source_type, source, schema, profile)
            VALUES (@experiment, @Name, @Digest, @SourceType, @Source, @Schema, @Profile) ON CONFLICT (experiment, name, digest) DO NOTHING
            """,
            row);
        return session.QuerySingleOrDefault<long>("SELECT number FROM tracking_datasets WHERE experiment = @experiment AND name = @Name AND digest = @Digest", row);
    }
}
