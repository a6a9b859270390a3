using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Weft.Tests.Architecture;

/// <summary>What a program outside an assembly can name, a line a member: types in order of their names, members in order of theirs.</summary>
internal static class PublicSurface
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(NameOf, StringComparer.Ordinal))
        {
            text.Append(KindOf(type)).Append(' ').Append(NameOf(type)).Append(BasesOf(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal).Distinct())
                text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    private static string KindOf(Type type) =>
        type.IsEnum ? "enum"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string BasesOf(Type type)
    {
        var bases = new[] { type.BaseType }.Where(parent => parent is not null && parent.Assembly == type.Assembly || typeof(Exception).IsAssignableFrom(parent))
            .Concat(type.GetInterfaces().Where(face => face.IsVisible && !face.Name.StartsWith("IEquatable", StringComparison.Ordinal) && !type.IsEnum))
            .Select(face => TypeText(face!)).Order(StringComparer.Ordinal).ToList();
        return bases.Count == 0 || typeof(Delegate).IsAssignableFrom(type) ? "" : $" : {string.Join(", ", bases)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var constructors = type.GetConstructors(Declared).Where(IsOpen).Select(made => $"new({Parameters(made)})");
        var properties = type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsOpen)).Select(PropertyText);
        var methods = type.GetMethods(Declared).Where(method => IsOpen(method) && IsWritten(method) && !method.IsSpecialName).Select(MethodText);
        var fields = type.GetFields(Declared).Where(field => (field.IsPublic || field.IsFamily) && IsWritten(field))
            .Select(field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{TypeText(field.FieldType)} {field.Name}");
        return constructors.Concat(properties).Concat(methods).Concat(fields);
    }

    private static string PropertyText(PropertyInfo property)
    {
        var setter = property.SetMethod is { } set && IsOpen(set) ? set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;" : "";
        var isRequired = property.GetCustomAttributesData().Any(mark => mark.AttributeType.Name == "RequiredMemberAttribute") ? "required " : "";
        var name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{string.Join(", ", index.Select(ParameterText))}]" : property.Name;
        var type = TypeText(property.PropertyType, Nullability.Create(property).ReadState);
        return $"{StaticText(property.GetAccessors(true)[0])}{isRequired}{type} {name} {{{(property.GetMethod is { } get && IsOpen(get) ? " get;" : "")}{setter} }}";
    }

    private static string MethodText(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(type => type.Name))}>" : "";
        return $"{StaticText(method)}{TypeText(method.ReturnType, Nullability.Create(method.ReturnParameter).ReadState)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(ParameterText));

    private static string ParameterText(ParameterInfo parameter) =>
        $"{(parameter.IsOut ? "out " : "")}{TypeText(parameter.ParameterType, Nullability.Create(parameter).WriteState)} {parameter.Name}{(parameter.HasDefaultValue ? " = …" : "")}";

    private static string StaticText(MethodBase method) => method.IsStatic ? "static " : "";

    private static string TypeText(Type type, NullabilityState state = NullabilityState.Unknown)
    {
        if (type.IsByRef)
            return TypeText(type.GetElementType()!, state);
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return TypeText(inner) + "?";
        var mark = state == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
        if (type.IsArray)
            return TypeText(type.GetElementType()!) + "[]" + mark;
        if (Words.TryGetValue(type, out var word))
            return word + mark;
        var name = type.Assembly == typeof(Weft.Text.Split).Assembly ? NameOf(type) : type.Name;
        return (type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(argument => TypeText(argument)))}>" : name) + mark;
    }

    private static string NameOf(Type type) => type.IsNested ? $"{NameOf(type.DeclaringType!)}.{type.Name}" : $"{type.Namespace}.{type.Name}";

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>Not by the compiler: equality, copying and printing of records are no news.</summary>
    private static bool IsWritten(MemberInfo member) => member.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        && !member.Name.Contains('<', StringComparison.Ordinal) && member is not MethodInfo { IsVirtual: true, Name: "ToString" or "Equals" or "GetHashCode" };
}
