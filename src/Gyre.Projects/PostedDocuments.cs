using Gyre.Core;
using Gyre.Projects.Formats;
using Gyre.Projects.Formats.Valohai;

namespace Gyre.Projects;

/// <summary>Reads, and writes, the documents with which Valohai's clients create pipelines, executions and tasks.</summary>
public static class PostedDocuments
{
    /// <summary>Reads a whole pipeline: <c>{title, nodes, edges, parameters, tags}</c>.</summary>
    /// <param name="body">The document; keys may be written with <c>-</c> or <c>_</c>.</param>
    /// <param name="project">Where what the templates leave out comes from.</param>
    /// <exception cref="InvalidInputException">Refused; the paths are those of the document.</exception>
    public static PostedPipeline ReadPipeline(MapValue body, Project project) => Read(reader => reader.Read(body), project);

    /// <summary>The document that a command line client posts to create a pipeline of a project; without the project's id, title and tags.</summary>
    /// <param name="project">The project.</param>
    /// <param name="pipeline">Name of the pipeline.</param>
    /// <param name="commit">The revision that the steps come from: a branch, a commit.</param>
    /// <exception cref="InvalidInputException">The project has no such pipeline.</exception>
    public static MapValue WritePipeline(Project project, string pipeline, string commit)
    {
        ArgumentNullException.ThrowIfNull(project);
        return new CreatePayload(commit).Write(project.FindPipeline(pipeline));
    }

    /// <summary>Reads a single execution: a template at the root. It becomes a pipeline of one node.</summary>
    /// <inheritdoc cref="ReadPipeline"/>
    public static PostedPipeline ReadExecution(MapValue body, Project project) => Read(reader => reader.ReadSingle(body, isTask: false), project);

    /// <summary>Reads a single sweep: a task's template at the root. It becomes a pipeline of one node.</summary>
    /// <inheritdoc cref="ReadPipeline"/>
    public static PostedPipeline ReadTask(MapValue body, Project project) => Read(reader => reader.ReadSingle(body, isTask: true), project);

    private static PostedPipeline Read(Func<PipelineBodyReader, PostedPipeline> read, Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        var problems = new Problems("body");
        var posted = read(new PipelineBodyReader(project, problems));
        return problems.Errors == 0 ? posted : throw new InvalidInputException(problems.ToList());
    }
}
