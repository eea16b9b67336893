namespace QSeq.Core;

/// <summary>
/// Samples side by side in one register: all 16 of a lane block, or a half or a quarter of them where registers are narrower. A
/// kernel is written once over it and compiled for each width; a lane's operations and their order are the same in all, and so
/// are its bits. Methods of bits and masks take the block as so many integers of 32 bits.
/// </summary>
/// <typeparam name="T">The block.</typeparam>
internal interface IBlock<T>
    where T : struct, IBlock<T>
{
    /// <summary>Samples: 16, 8 or 4.</summary>
    static abstract int Width { get; }

    /// <summary>The same value for every sample.</summary>
    static abstract T Create(float value);

    /// <summary>The same bits for every sample.</summary>
    static abstract T CreateBits(int value);

    /// <summary>The samples from <paramref name="at"/> on.</summary>
    static abstract T Load(ref float source, int at);

    /// <summary>Writes the samples to <paramref name="at"/> on.</summary>
    void Store(ref float target, int at);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    static abstract T operator -(T a);

    static abstract T operator &(T a, T b);

    static abstract T operator ^(T a, T b);

    /// <summary>a*b + c with one rounding.</summary>
    static abstract T Fma(T a, T b, T c);

    /// <summary>a*b - c with one rounding: the bits of <c>Fma(a, b, -c)</c> without the negation.</summary>
    static abstract T Fms(T a, T b, T c);

    /// <summary>c - a*b with one rounding: the bits of <c>Fma(-a, b, c)</c> without the negation.</summary>
    static abstract T Fnma(T a, T b, T c);

    static abstract T Sqrt(T a);

    static abstract T Abs(T a);

    /// <summary>All bits set where a is less than b; NaN is not.</summary>
    static abstract T Less(T a, T b);

    /// <summary>Whether any a is greater than its b.</summary>
    static abstract bool AnyGreater(T a, T b);

    /// <summary>a where the mask's bits are set, b elsewhere.</summary>
    static abstract T Select(T mask, T a, T b);

    /// <summary>Exchanges a and b where the mask's bits are set.</summary>
    static abstract void Exchange(T mask, ref T a, ref T b);

    /// <summary>The sum of the bits as integers.</summary>
    static abstract T AddBits(T a, T b);

    /// <summary>All bits set where the bits are equal.</summary>
    static abstract T EqualBits(T a, T b);

    /// <summary>The bits moved up.</summary>
    static abstract T ShiftLeft(T a, int by);
}
