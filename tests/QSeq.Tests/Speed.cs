namespace QSeq.Tests;

/// <summary>
/// The trait by which a quick run leaves out what takes long (<c>--filter Speed!=Slow</c>): <c>[Trait(Speed.Name, Speed.Slow)]</c> on a
/// class whose tests take more than about a second together, or on a test that does by itself. Such classes begin first (<see cref="SlowFirst"/>).
/// </summary>
internal static class Speed
{
    public const string Name = nameof(Speed);
    public const string Slow = nameof(Slow);
}
