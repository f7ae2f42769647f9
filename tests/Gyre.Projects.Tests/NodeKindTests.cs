using System.Runtime.CompilerServices;

namespace Gyre.Projects.Tests;

public sealed class NodeKindTests
{
    public static TheoryData<Type> Kinds => [.. typeof(Node).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Node)) && !type.IsAbstract)];

    /// <summary>A kind that somebody adds and forgets here does not pass as another one.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_a_word(Type kind) =>
        NodeKinds.WordOf((Node)RuntimeHelpers.GetUninitializedObject(kind)).ShouldNotBeNullOrEmpty();

    [Fact]
    public void A_reused_node_bears_the_word_of_what_it_stands_for()
    {
        NodeKinds.WordOf(new ReusedNode { Name = "a", Source = "b", IsTask = true }).ShouldBe("task");
        NodeKinds.WordOf(new ReusedNode { Name = "a", Source = "b" }).ShouldBe("execution");
    }
}
