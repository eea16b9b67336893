namespace QSeq.Cli.Options;

/// <summary>Options that belong together, in the order of the help.</summary>
internal abstract class OptionGroup
{
    public abstract Option[] All { get; }
}
