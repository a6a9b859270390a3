namespace Weft.Foundation;

/// <summary>An enumeration's value that no setting can have: it goes with what a program alone can give. Runs write it down.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class NoSettingAttribute : Attribute;
