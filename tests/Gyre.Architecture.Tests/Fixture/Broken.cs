// Folders in a wrong order, one breach a type: what FolderOrderTests must see. Nothing else may use them.
#pragma warning disable CA1812 // Never created: the checker reads them.
using Gyre.Architecture.Tests.Fixture.Roof;

namespace Gyre.Architecture.Tests.Fixture.Ground
{
    internal class Plain
    {
        public int Number { get; set; }
    }

    internal sealed class ByField
    {
        public Palace? Above { get; set; }
    }

    internal sealed class ByBase : Palace;

    internal sealed class ByArgument
    {
        public List<Dictionary<string, Palace[]>> Above { get; } = [];
    }

    internal sealed class ByConstraint<T>
        where T : Palace;

    internal sealed class ByAttribute
    {
        [Crest]
        public int Number { get; set; }
    }

    internal sealed class ByCall
    {
        public override string ToString() => Heights.Name();
    }

    internal sealed class ByLambda
    {
        public Func<object> Above { get; } = () => new Palace();
    }

    internal static class ByStateMachine
    {
        public static async Task<object> AboveAsync()
        {
            await Task.Yield();
            return new Palace();
        }
    }

    internal sealed class ByTypeOf
    {
        public Type Above { get; } = typeof(Palace);
    }

    internal static class ByGenericMethod
    {
        public static object? Above() => Enumerable.Empty<object>().OfType<Palace>().FirstOrDefault();
    }

    internal static class ByCatch
    {
        public static int Above()
        {
            try
            {
                return Environment.ProcessId;
            }
            catch (Collapse)
            {
                return 0;
            }
        }
    }

    internal static class ByParentNamespace
    {
        public static string Above() => Roof.Heights.Name();
    }
}

namespace Gyre.Architecture.Tests.Fixture.Roof
{
    internal class Palace : Ground.Plain;

    internal sealed class Collapse : Exception;

    [AttributeUsage(AttributeTargets.All)]
    internal sealed class CrestAttribute : Attribute;

    internal static class Heights
    {
        public static string Name() => "roof";
    }
}

namespace Gyre.Architecture.Tests.Fixture.Wings.East
{
    internal sealed class Guest
    {
        public West.Host? Host { get; set; }
    }
}

namespace Gyre.Architecture.Tests.Fixture.Wings.West
{
    internal sealed class Host
    {
        public East.Guest? Guest { get; set; }
    }
}

namespace Gyre.Architecture.Tests.Fixture
{
    internal sealed record Domain
    {
        public Ground.Plain? Below { get; set; }
        public Facade? Above { get; set; }
    }

    internal sealed class Facade
    {
        public Domain? Below { get; set; }
        public Palace? Top { get; set; }
    }
}
