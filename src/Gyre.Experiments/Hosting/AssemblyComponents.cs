using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Experiments.Hosting;

/// <summary>
/// Makes components of types in assemblies beside the plan. Each has a context of its own, with its own copies of what it needs, except
/// Gyre's assemblies; it is unloaded when nobody holds the component any more.
/// </summary>
internal static class AssemblyComponents
{
    /// <summary>A context that is collected is unloaded, so one must live as long as what was made in it.</summary>
    private static readonly ConditionalWeakTable<object, AssemblyLoadContext> Contexts = [];

    /// <summary>Makes a component.</summary>
    /// <typeparam name="T">The interface that it must have.</typeparam>
    /// <exception cref="InvalidInputException">
    /// There is no such file or type, it does not have the interface, or its constructor threw.
    /// </exception>
    public static T Create<T>(AssemblySource source, TrialContext context)
        where T : class
    {
        var load = new ComponentLoadContext(source.File.Under(Path.GetFullPath(context.CodeFolder)));
        var type = Find(source, load);
        if (!typeof(T).IsAssignableFrom(type) || type.IsAbstract)
            throw Refuse(
                source, $"The type does not implement {typeof(T).FullName}.", "Implement the interface in a class that is not abstract.");
        var made = (T)Construct(source, type, context);
        Contexts.Add(made, load);
        return made;
    }

    /// <summary>Whether a type has an interface.</summary>
    public static bool Has<T>(AssemblySource source, TrialContext context) =>
        typeof(T).IsAssignableFrom(Find(source, new ComponentLoadContext(source.File.Under(Path.GetFullPath(context.CodeFolder)))));

    private static Type Find(AssemblySource source, ComponentLoadContext load)
    {
        if (!File.Exists(load.Path))
            throw Refuse(source, $"There is no file '{source.File}' in the code folder.", "Build the assembly, or correct its path.");
        try
        {
            return load.LoadFromAssemblyPath(load.Path).GetType(source.Type)
                ?? throw Refuse(source, $"There is no type '{source.Type}'.", "Write the full name: My.Namespace.MyModel.");
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or TypeLoadException)
        {
            throw Refuse(source, $"It cannot be loaded: {HostingRefusals.Shown(exception.Message)}", "Build it for this version of .NET.");
        }
    }

    private static object Construct(AssemblySource source, Type type, TrialContext context)
    {
        var withContext = type.GetConstructor([typeof(TrialContext)]);
        var plain = type.GetConstructor([]);
        if (withContext is null && plain is null)
            throw Refuse(source, "The type has no public constructor that takes a TrialContext or nothing.", "Add one.");
        try
        {
            return withContext?.Invoke([context]) ?? plain!.Invoke([]);
        }
        catch (TargetInvocationException exception)
        {
            var inner = exception.InnerException ?? exception;
            throw Refuse(
                source, $"Its constructor failed: {inner.GetType().Name}: {HostingRefusals.Shown(inner.Message)}",
                "Correct it, or the parameters that the plan gives to it.");
        }
    }

    private static InvalidInputException Refuse(AssemblySource source, string message, string remedy) =>
        HostingRefusals.Of("component.assembly", $"'{source.File}#{source.Type}': {message}", remedy);

    private sealed class ComponentLoadContext : AssemblyLoadContext
    {
        private AssemblyDependencyResolver? _resolver;

        public ComponentLoadContext(string path)
            : base(path, isCollectible: true) => Path = path;

        public string Path { get; }

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            // Interfaces and records must be the same types on both sides.
            if (assemblyName.Name?.StartsWith("Gyre.", StringComparison.Ordinal) == true
                && Default.Assemblies.Any(one => one.GetName().Name == assemblyName.Name))
                return null;
            _resolver ??= new AssemblyDependencyResolver(Path);
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            _resolver ??= new AssemblyDependencyResolver(Path);
            return _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
        }
    }
}
