namespace Gyre.Execution.Layout;

/// <summary>The step cannot start; the message says why.</summary>
internal sealed class LayoutException(string message, Exception? inner = null) : Exception(message, inner);
