using Gyre.Core;

namespace Gyre.Projects.Tests;

public sealed class NodeKindTests
{
    private static readonly NodeKind Review = new()
    {
        Word = "review",
        Fields =
        [
            new NodeField("subject", NodeFieldType.Text, Required: true), new NodeField("within", NodeFieldType.Duration),
                new NodeField("stars", NodeFieldType.Integer),
            new NodeField("weight", NodeFieldType.Number), new NodeField("public", NodeFieldType.Flag),
                new NodeField("people", NodeFieldType.Texts),
            new NodeField("more", NodeFieldType.Map), new NodeField("any", NodeFieldType.Any),
        ],
    };

    private static readonly ProjectLanguage Language = new() { Nodes = NodeKinds.Standard.With(Review) };

    public static TheoryData<Type> Kinds => [.. NodeSamples.Types];

    public static TheoryData<string> Words => [.. NodeKinds.Standard.All.Select(kind => kind.Word)];

    /// <summary>A kind that somebody adds and forgets here does not pass as another one.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_a_word_and_stands_in_the_table(Type type)
    {
        var node = NodeSamples.Of(type);
        NodeKinds.WordOf(node).ShouldNotBeNullOrEmpty();
        var kind = Language.Nodes.Of(node).ShouldNotBeNull();
        kind.NodeType.ShouldBe(type);
        kind.Word.ShouldBe(NodeKinds.WordInPlans(node));
        Language.Nodes.Find(kind.Word).ShouldBe(kind);
        kind.HasStep.ShouldBe(node is StepNode);
        kind.HasBody.ShouldBe(node is SubGraphNode);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_written_for_a_server_that_creates_the_pipeline(Type type)
    {
        var node = NodeSamples.Of(type);
        var project = new Project { Pipelines = [new Pipeline { Name = "p", Graph = new Graph { Nodes = [node] } }] };
        var written = (MapValue)((ListValue)PostedDocuments.WritePipeline(project, "p",
            "main").Find("nodes")!).Items.ShouldHaveSingleItem();
        written.Find("type").ShouldBe(Value.Of(NodeKinds.WordOf(node)));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Project_files_name_the_kinds_that_say_so_and_no_others(string word)
    {
        var kind = NodeKinds.Standard.Find(word).ShouldNotBeNull();
        Reads(word, "gyre.yaml", NodeKinds.Standard).ShouldBe(kind.Files != NodeKindFiles.None);
        Reads(word, "valohai.yaml", NodeKinds.Standard).ShouldBe(kind.Files == NodeKindFiles.All);
    }

    [Fact]
    public void A_reused_node_bears_the_word_of_what_it_stands_for()
    {
        NodeKinds.WordOf(new ReusedNode { Name = "a", Source = "b", IsTask = true }).ShouldBe("task");
        NodeKinds.WordOf(new ReusedNode { Name = "a", Source = "b" }).ShouldBe("execution");
    }

    [Fact]
    public void A_kind_of_a_module_is_read_with_its_fields()
    {
        var node = Read(
            "{name: a, type: review, subject: x, within: 1h 30m, stars: 3, weight: 0.5, public: true, people: ann, "
            + "more: {a: 1}, any: [1], on-error: continue, approval: {expires: 1d}}")
            .Project.ShouldNotBeNull().Pipelines[0].Graph.Nodes.ShouldHaveSingleItem().ShouldBeOfType<OutsideNode>();
        (node.Kind, node.OnError, node.Approval.Expires).ShouldBe(("review", OnError.Continue, TimeSpan.FromDays(1)));
        ValueJson.Write(node.Settings).ShouldBe(
            """{"subject":"x","within":5400.0,"stars":3,"weight":0.5,"public":true,"people":["ann"],"more":{"a":1},"any":[1]}""");
    }

    [Theory]
    [InlineData("{name: a, type: review}", "The required key 'subject' is missing.")]
    [InlineData("{name: a, type: review, subject: x, stars: many}", "Expected an integer, found the string 'many'.")]
    [InlineData("{name: a, type: review, subject: x, sterne: 3}", "Unknown key 'sterne'")]
    [InlineData("{name: a, type: reviews, subject: x}", "a node of type execution, task, deployment, approval, review")]
    [InlineData("{name: a, type: review, subject: x, approval: {expired: 1d}}", "Unknown key 'expired'")]
    public void What_does_not_fit_its_fields_is_refused(string node, string message)
    {
        var reading = Read(node);
        reading.Project.ShouldBeNull();
        reading.Diagnostics.ShouldContain(item => item.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Label_tasks_are_read_where_something_finishes_them()
    {
        var kinds = NodeKinds.Standard.WithLabeling(new NodeField("labels", NodeFieldType.Integer, Required: true));
        var project = ProjectFile.Read(File("{name: a, type: labeling, labels: 20}"), "gyre.yaml",
            new ProjectLanguage { Nodes = kinds }).Project.ShouldNotBeNull();
        project.Pipelines[0].Graph.Nodes.ShouldHaveSingleItem().ShouldBeOfType<LabelingNode>()
            .Definition.Find("labels").ShouldBe(Value.Of(20));
    }

    [Fact]
    public void Two_kinds_of_one_word_and_fields_that_all_nodes_have_are_refused()
    {
        Should.Throw<ArgumentException>(() => NodeKinds.Standard.With(Review, Review)).Message.ShouldContain("'review'");
        Should.Throw<ArgumentException>(() => NodeKinds.Standard.With(Review with { Word = "task" })).Message.ShouldContain("'task'");
        Should.Throw<ArgumentException>(() =>
            NodeKinds.Standard.With(Review with { Fields = [new NodeField("retry", NodeFieldType.Any)] })).Message.ShouldContain("'retry'");
        Should.Throw<ArgumentException>(() =>
            NodeKinds.Standard.WithLabeling(new NodeField("name", NodeFieldType.Text))).Message.ShouldContain("'name'");
        NodeKinds.Standard.Find("review").ShouldBeNull();
    }

    [Fact]
    public void The_rule_of_an_approval_is_checked_for_standard_kinds_too() =>
        ProjectFile.Read(File("{name: a, type: approval, approval: {expired: 1d}}"), "gyre.yaml").Diagnostics
            .ShouldContain(item => item.Message.Contains("Unknown key 'expired'", StringComparison.Ordinal));

    private static bool Reads(string word, string file, NodeKinds kinds)
    {
        var keys = word switch { "execution" or "task" => ", step: s", "deployment" => ", deployment: d", _ => "" };
        return ProjectFile.Read(File($"{{name: a, type: {word}{keys}}}"), file, new ProjectLanguage { Nodes = kinds }).Project is not null;
    }

    private static ProjectReading Read(string node) => ProjectFile.Read(File(node), "gyre.yaml", Language);

    private static string File(string node) => $$"""
        - step: {name: s, image: i, command: c}
        - pipeline:
            name: p
            nodes: [{{node}}]
            edges: []
        """;
}
