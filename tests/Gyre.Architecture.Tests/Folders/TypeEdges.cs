using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Gyre.Architecture.Tests.Folders;

/// <summary>A type that stands for itself and everything nested in it, closures and state machines of the compiler included.</summary>
internal readonly record struct OwnType(string Namespace, string Name);

/// <summary>One type knows another of the same assembly.</summary>
internal readonly record struct TypeEdge(OwnType From, OwnType To);

/// <summary>
/// Reads from a built assembly which of its types knows which: by base types, interfaces, constraints, attributes, fields, signatures, locals and the code itself.
/// What a file imports says nothing: a name of a parent namespace needs no import.
/// </summary>
internal sealed class TypeEdges
{
    private readonly MetadataReader _metadata;
    private readonly PEReader _image;
    private readonly HashSet<TypeEdge> _edges = [];
    private readonly Collector _collector;
    private OwnType _from;

    private TypeEdges(PEReader image)
    {
        _image = image;
        _metadata = image.GetMetadataReader();
        _collector = new Collector(this);
    }

    public static IReadOnlyCollection<TypeEdge> Of(string assemblyFile)
    {
        using var stream = File.OpenRead(assemblyFile);
        using var image = new PEReader(stream);
        var edges = new TypeEdges(image);
        edges.ReadAll();
        return edges._edges;
    }

    private void ReadAll()
    {
        foreach (var handle in _metadata.TypeDefinitions)
        {
            _from = OwnerOf(handle);
            var type = _metadata.GetTypeDefinition(handle);
            Note(type.BaseType);
            foreach (var implementation in type.GetInterfaceImplementations())
                Note(_metadata.GetInterfaceImplementation(implementation).Interface);
            Constraints(type.GetGenericParameters());
            Attributes(type.GetCustomAttributes());
            foreach (var field in type.GetFields())
                Field(_metadata.GetFieldDefinition(field));
            foreach (var property in type.GetProperties())
                Attributes(_metadata.GetPropertyDefinition(property).GetCustomAttributes());
            foreach (var @event in type.GetEvents())
                Attributes(_metadata.GetEventDefinition(@event).GetCustomAttributes());
            foreach (var method in type.GetMethods())
                Method(_metadata.GetMethodDefinition(method));
        }
    }

    private void Field(FieldDefinition field)
    {
        field.DecodeSignature(_collector, null);
        Attributes(field.GetCustomAttributes());
    }

    private void Method(MethodDefinition method)
    {
        method.DecodeSignature(_collector, null);
        Constraints(method.GetGenericParameters());
        Attributes(method.GetCustomAttributes());
        foreach (var parameter in method.GetParameters())
            Attributes(_metadata.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_collector, null);
        foreach (var region in body.ExceptionRegions.Where(region => !region.CatchType.IsNil))
            Note(region.CatchType);
        foreach (var token in Instructions.Tokens(body.GetILReader()))
            Note(token);
    }

    private void Constraints(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters)
        {
            foreach (var constraint in _metadata.GetGenericParameter(parameter).GetConstraints())
                Note(_metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void Attributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
            Note(_metadata.GetCustomAttribute(attribute).Constructor);
    }

    private void Note(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Note((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_collector, null);
                break;
            case HandleKind.MethodDefinition:
                Note(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Note(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Member(_metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.MethodSpecification:
                var method = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Note(method.Method);
                method.DecodeSignature(_collector, null);
                break;
            case HandleKind.StandaloneSignature:
                _metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(_collector, null);
                break;
        }
    }

    private void Member(MemberReference member)
    {
        Note(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Method)
            member.DecodeMethodSignature(_collector, null);
        else
            member.DecodeFieldSignature(_collector, null);
    }

    private void Note(TypeDefinitionHandle handle)
    {
        var to = OwnerOf(handle);
        if (to != _from)
            _edges.Add(new TypeEdge(_from, to));
    }

    private OwnType OwnerOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        return new OwnType(_metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }

    /// <summary>Walks a signature and notes each type of this assembly in it; the value it builds has no meaning.</summary>
    private sealed class Collector(TypeEdges edges) : ISignatureTypeProvider<bool, object?>
    {
        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            edges.Note(handle);
            return true;
        }

        public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => true;

        public bool GetArrayType(bool elementType, ArrayShape shape) => true;

        public bool GetByReferenceType(bool elementType) => true;

        public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

        public bool GetGenericMethodParameter(object? genericContext, int index) => true;

        public bool GetGenericTypeParameter(object? genericContext, int index) => true;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

        public bool GetPinnedType(bool elementType) => true;

        public bool GetPointerType(bool elementType) => true;

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;

        public bool GetSZArrayType(bool elementType) => true;
    }
}
